"""Plain text for the signals to read, with a map back to the author's own words.

Each step finds words that are disguised and gives edits; `rewritten` applies edits and keeps the map. No
pattern here can backtrack over more than a bounded stretch, so the time grows with the length of the
comment, no faster.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from itertools import product

from evenhand.signals.letters import fold, is_latin, is_twin, lookalike

LONGEST = 100_000  # code points; what comes after is not read, and the fact `form.truncated` says so

Edit = tuple[int, int, str]  # plain[start:end] becomes the string
Span = tuple[int, int]

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10}\d{0,2});")
_WORD = re.compile(r"[^\W\d_]+")
_HIDDEN = re.compile(
    r"(?<=[A-Za-z])(?:[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\u0300-\u036f]{2,})"
    r"(?=[A-Za-z\u0300-\u036f])"
)
_BOXED = re.compile(r"[\U0001f150-\U0001f189]{2,}|(?<=[a-z])[\U0001f150-\U0001f189]|[\U0001f150-\U0001f189](?=[a-z])")
_ADDRESS = re.compile(
    r"https?://[^\s]{1,500}|www\.[^\s]{1,300}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}"
    r"|(?<![\w@])@\w{1,64}|(?<!\w)[\w-]{1,64}\.(?:com|co|org|net|uk|gov|info|ly)(?!\w)[^\s]{0,300}"
)
_LEET = re.compile(r"(?<![a-z0-9@$!€|])[a-z0-9@$!€|]{3,40}(?![a-z0-9@$€|])")
_LEET_SIGN = re.compile(r"[013457890@$!€|]")
_CODE = re.compile(
    r"\d+[a-z]{0,2}|\d{2,}[a-z]+|[a-z]+\d+|[a-z]\d[a-z]|[a-z]{1,2}\d{2}[a-z]{2,3}"
    r"|[a-z]{1,2}\d[a-z]?\d[a-z]{2}"
    r"|\d(?:st|nd|rd|th|[ap]m|(?:bed|day|week|month|year|hour|min|mile|star|time|pound|litre|door|kid"
    r"|hr|yr)s?"
    r"|bedroom|pence|foot|feet|inch|quid|grand|million|billion|people|ever|each|more|way|lane)"
)
_READS_AS = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
             "@": "a", "$": "s", "!": "i", "€": "e", "|": "i"}  # fmt: skip
_SPACED = re.compile(
    r"(?<![^\W_])(?<![^\W_]')[^\W\d_](?P<gap>[ .\-_*·•~/,]{1,2})[^\W\d_](?:(?P=gap)[^\W\d_])+"
    r"(?![^\W_])(?!'\w)"
)
_LONGEST_ACRONYM = 10  # code points, dots included: "R.S.P.C.A"
_REPEATED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = frozenset(resources.files("evenhand.signals.words").joinpath("doubled.txt").read_text("utf-8").split())


@dataclass(frozen=True, slots=True)
class Normalised:
    """`plain[i]` came from `original[starts[i]:ends[i]]`; code points throughout.

    `disguised`: stretches of `original` that only folding made readable as words.
    """

    original: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    disguised: tuple[Span, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Offsets in `original` of `plain[start:end]`, end exclusive."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return here, here
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Fold what disguises words: entities, look-alikes, digits for letters, spacing, repetition."""
    folded = lightly(text)
    for step in (_lookalikes, _boxed, _leet):
        folded = _uncovered(folded, step(folded))
    folded = rewritten(folded, (edit for run in _spaced(folded, acronyms=True) for edit in run))
    folded = _uncovered(folded, _spaced(folded, acronyms=False))
    return rewritten(folded, _repeats(folded.plain))


def lightly(text: str) -> Normalised:
    """Lower case, no accents, nothing invisible, entities unescaped; digits and spacing as they were."""
    read = text[:LONGEST]
    if read.isascii() and read.isprintable():
        length = len(read)
        folded = Normalised(text, read.lower(), tuple(range(length)), tuple(range(1, length + 1)))
    else:
        folded = _by_character(text, read)
    return rewritten(folded, _entities(folded.plain)) if "&" in folded.plain else folded


def rewritten(text: Normalised, edits: Iterable[Edit]) -> Normalised:
    """`text` with edits made to its plain part, in order and not overlapping, and the map kept.

    A replacement of the same length maps letter by letter; any other maps to the whole stretch it replaces.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        pieces += (text.plain[done:start], new)
        starts += text.starts[done:start]
        ends += text.ends[done:start]
        if len(new) == end - start:
            starts += text.starts[start:end]
            ends += text.ends[start:end]
        elif new:
            first, last = text.span(start, end)
            starts += [first] * len(new)
            ends += [last] * len(new)
        done = end
    if not done:
        return text
    return replace(
        text,
        plain="".join((*pieces, text.plain[done:])),
        starts=(*starts, *text.starts[done:]),
        ends=(*ends, *text.ends[done:]),
    )


def _by_character(text: str, read: str) -> Normalised:
    plain: list[str] = []
    starts: list[int] = []
    for place, char in enumerate(read):
        for letter in fold(char):
            plain.append(letter)
            starts.append(place)
    hidden = tuple((match.start() - 1, match.end() + 1) for match in _HIDDEN.finditer(read))
    return Normalised(text, "".join(plain), tuple(starts), tuple(place + 1 for place in starts), hidden)


def _entities(plain: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(plain):
        shown = html.unescape(match[0])
        if shown != match[0]:
            yield match.start(), match.end(), "".join(map(fold, shown))


def _uncovered(text: Normalised, words: Iterable[list[Edit]]) -> Normalised:
    """`text` with each word's edits made, and the word noted as disguised."""
    changed = [edits for edits in words if edits]
    if not changed:
        return text
    spans = tuple(text.span(*_whole_word(text.plain, edits[0][0], edits[-1][1])) for edits in changed)
    noted = replace(text, disguised=(*text.disguised, *spans))
    return rewritten(noted, (edit for edits in changed for edit in edits))


def _whole_word(plain: str, start: int, end: int) -> Span:
    """The word or words from `start` to `end`, with at most 30 letters more on either side."""
    before = re.search(r"\w*$", plain[max(0, start - 30) : start])
    after = re.match(r"\w*", plain[end : end + 30])
    return start - len(before[0] if before else ""), end + len(after[0] if after else "")


def _lookalikes(text: Normalised) -> Iterator[list[Edit]]:
    """Words that mix scripts; and words of nothing but twins, unless the comment is in that other script."""
    if text.plain.isascii():
        return
    words = [match for match in _WORD.finditer(text.plain) if not match[0].isascii()]
    honest = _is_in_another_script(text.plain, [match[0] for match in words])
    for match in words:
        others = [place for place, letter in enumerate(match[0], match.start()) if not is_latin(letter)]
        mixed = len(others) < len(match[0])
        if not others or not all(lookalike(text.plain[place]) for place in others):
            continue
        if mixed or (not honest and all(is_twin(text.plain[place]) for place in others)):
            yield [(place, place + 1, lookalike(text.plain[place])) for place in others]


def _is_in_another_script(plain: str, words: list[str]) -> bool:
    """Whether some word could not be Latin in disguise, or Latin letters are the fewer."""
    foreign = [word for word in words if not any(map(is_latin, word))]
    latin = sum("a" <= char <= "z" for char in plain)
    return sum(map(len, foreign)) > latin or any(not all(map(is_twin, word)) for word in foreign)


def _boxed(text: Normalised) -> Iterator[list[Edit]]:
    if text.plain.isascii():
        return
    for match in _BOXED.finditer(text.plain):
        yield [(match.start(), match.end(), "".join(lookalike(char) or char for char in match[0]))]


def _leet(text: Normalised) -> Iterator[list[Edit]]:
    if not _LEET_SIGN.search(text.plain):
        return
    addresses = [match.span() for match in _ADDRESS.finditer(text.plain)]
    kept = {place for start, end in addresses for place in range(start, end)}
    for match in _LEET.finditer(text.plain):
        token = match[0].rstrip("!|")
        if match.start() in kept or token.isalpha() or _is_code(token):
            continue
        read = _unleet(token, text.original, text.starts[match.start() : match.start() + len(token)])
        if read != token:
            yield [(match.start(), match.start() + len(token), read)]


def _is_code(token: str) -> bool:
    """Whether it is a number, a unit, a road, a plate, a reference: digits that are digits."""
    letters = sum(map(str.isalpha, token))
    return letters < 2 or len(token) - letters > letters or _CODE.fullmatch(token) is not None or "2" in token


def _unleet(token: str, original: str, places: tuple[int, ...]) -> str:
    shown = "".join(original[place] for place in places)
    return "".join(
        _reads_as(token, place) if not char.isalpha() and _may_be_letter(shown, token, place) else char
        for place, char in enumerate(token)
    )


def _may_be_letter(shown: str, token: str, place: int) -> bool:
    char, inside = token[place], 0 < place < len(token) - 1
    if char in "!|":
        return inside and token[place + 1].isalpha() and not (shown[place + 1].isupper() and shown[place - 1].islower())
    if place == len(token) - 1 and char.isdigit():
        return False
    return char != "@" or place > 0


def _reads_as(token: str, place: int) -> str:
    if token[place] != "1":
        return _READS_AS.get(token[place], token[place])
    before = token[place - 1] if place else " "
    after = token[place + 1] if place + 1 < len(token) else " "
    doubled = "1" in (before, after)
    blend = before in "bcfgkps" and after in "aeou"
    return "l" if doubled or blend else "i"


def _spaced(text: Normalised, *, acronyms: bool) -> Iterator[list[Edit]]:
    """Single letters with the same gap between them, to be joined; "N.H.S." too, but it hides nothing."""
    for match in _SPACED.finditer(text.plain):
        start, end = text.span(*match.span())
        if acronyms != (end - start < _LONGEST_ACRONYM and text.original[start:end].isupper()):
            continue
        gap = len(match["gap"])
        yield [
            edit
            for place in range(match.start(), match.end() - 1, gap + 1)
            for edit in ((place, place + 1, text.plain[place]), (place + 1, place + 1 + gap, ""))
        ] + [(match.end() - 1, match.end(), text.plain[match.end() - 1])]


def _repeats(plain: str) -> Iterator[Edit]:
    if not _REPEATED.search(plain):
        return
    for match in _WORD.finditer(plain):
        runs = [run.span() for run in _REPEATED.finditer(match[0])]
        if runs and not set(match[0]) <= set("ivx") and not set(match[0]) <= {"w"}:
            lengths = _best_lengths(match[0], runs)
            for (start, end), length in zip(runs, lengths, strict=True):
                yield match.start() + start, match.start() + end, match[0][start] * length


def _best_lengths(word: str, runs: list[Span]) -> tuple[int, ...]:
    """How many letters each run stands for: two where that makes a word known to have them, else one."""
    for lengths in product((1, 2), repeat=len(runs)) if len(runs) <= 3 else ():
        if 2 in lengths and _shortened(word, runs, lengths) in _DOUBLED:
            return lengths
    return (1,) * len(runs)


def _shortened(word: str, runs: list[Span], lengths: tuple[int, ...]) -> str:
    pieces, done = [], 0
    for (start, end), length in zip(runs, lengths, strict=True):
        pieces += [word[done:start], word[start] * length]
        done = end
    return "".join((*pieces, word[done:]))

"""A body's own lists of words, found as whole words: one count for each list, never a judgement.

Words and phrases are searched for all at once by the automaton, which reads each letter a bounded number of times.
Patterns are tried at each word; an edition is not read whose patterns could search without end.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evenhand.core.edition import KeywordList
from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.automaton import ANY_LETTER, Automaton, Follow
from evenhand.signals.contract import Roster, Signal
from evenhand.signals.normalise import Normalised, normalise
from evenhand.signals.read import programs

NAME = "keywords"
LONGEST_ENDING = 40  # letters that a `*` may stand for

_TOKENS = re.compile(r"[^\W_]+|[^\x00-\x7f\w\s]")  # what tells two matches apart, breaks aside


@dataclass(frozen=True, slots=True)
class Entry:
    """One word, phrase or pattern of a list. `number`: from 1, among the words or among the patterns."""

    list: str
    written: str
    number: int
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Where an entry was found; offsets in the folded text, end exclusive."""

    entry: Entry
    start: int
    end: int


class Matcher:
    """The lists of one edition, ready to search with."""

    def __init__(self, lists: Iterable[KeywordList]) -> None:
        self._words: Automaton[Entry] = Automaton()
        self._patterns: list[tuple[Entry, re.Pattern[str]]] = []
        for each in lists:
            for number, written in enumerate(each.words, 1):
                self._add(Entry(each.name, written, number))
            for number, written in enumerate(each.patterns, 1):
                self._patterns.append((Entry(each.name, written, number, pattern=True), whole_words(written)))

    def matches(self, plain: str) -> Iterator[Match]:
        """Every whole word or run of words that an entry catches in folded text."""
        for hit in self._words.hits(plain):
            if _is_whole(plain, hit.start, hit.end):
                yield Match(hit.what, hit.start, hit.end)
        for entry, pattern in self._patterns:
            for found in pattern.finditer(plain):
                if found[0] and _is_whole(plain, *found.span()):
                    yield Match(entry, *found.span())

    def _add(self, entry: Entry) -> None:
        follow = self._words.end(entry)
        for place, token in enumerate(reversed(tokens(entry.written))):
            if place:
                follow = self._words.letter(" ", follow)
            follow = self._token(token, follow)
        self._words.add(follow)

    def _token(self, token: str, follow: Follow) -> Follow:
        if token.endswith("*"):
            after = follow
            for _ in range(LONGEST_ENDING):
                follow = self._words.letter(ANY_LETTER, follow) | after
        for letter in reversed(_folded(token.removesuffix("*"))):
            found = self._words.letter(letter, follow)
            follow = found | follow if letter == "'" else found
        return follow


class Keywords:
    """The signal of one edition: as many facts as it has lists."""

    name = NAME

    def __init__(self, lists: Sequence[KeywordList]) -> None:
        self.version = f"{NAME}-1-{hashlib.sha256(repr(lists).encode()).hexdigest()[:8]}"
        self.facts: Mapping[str, str] = {each.name: f"different words of this list: {each.because}" for each in lists}
        self._matcher = Matcher(lists)

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        matches = sorted(self._matcher.matches(text.plain), key=lambda match: (match.start, match.end))
        said: dict[str, set[str]] = {fact: set() for fact in self.facts}
        findings: dict[tuple[str, int, int], Finding] = {}
        for match in matches:
            said[match.entry.list].add(" ".join(_TOKENS.findall(text.plain[match.start : match.end])))
            start, end = text.span(match.start, match.end)
            finding = Finding(match.entry.list, text.original[start:end], start, end, note=match.entry.written)
            findings.setdefault((finding.fact, start, end), finding)
        return Reading(
            self.name, self.version, {fact: len(words) for fact, words in said.items()}, (*findings.values(),)
        )


def programs_with(lists: tuple[KeywordList, ...]) -> tuple[Signal, ...]:
    """The signals installed here and, where an edition has lists, that of its lists; by name."""
    return _with(lists) if lists else programs()


def tokens(written: str) -> list[str]:
    """The words of an entry: spaces and hyphens part them, as any short break parts them in a comment."""
    return re.split(r"[\s-]+", written.strip())


def whole_words(pattern: str) -> re.Pattern[str]:
    """A pattern that begins and ends where words do. Raises: re.error."""
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _with(lists: tuple[KeywordList, ...]) -> tuple[Signal, ...]:
    return tuple(sorted((*programs(), Keywords(lists)), key=lambda signal: signal.name))


def _folded(token: str) -> str:
    """As the same letters are folded in a comment."""
    return normalise(token).plain


def _is_whole(plain: str, start: int, end: int) -> bool:
    """Whether no word goes on before or after: "won" is inside "won't", "council" is not inside "council's"."""
    begins = not _is_letter(plain, start) or not (
        _is_letter(plain, start - 1) or (plain[max(0, start - 1) : start] == "'" and _is_letter(plain, start - 2))
    )
    ends = not _is_letter(plain, end - 1) or not (_is_letter(plain, end) or _goes_on_after_apostrophe(plain, end))
    return begins and ends


def _goes_on_after_apostrophe(plain: str, end: int) -> bool:
    possessive = plain[end + 1 : end + 2] == "s" and not _is_letter(plain, end + 2)
    return plain[end : end + 1] == "'" and _is_letter(plain, end + 1) and not possessive


def _is_letter(plain: str, place: int) -> bool:
    """Letters, digits, and the marks that some scripts write vowels with."""
    if not 0 <= place < len(plain):
        return False
    return plain[place].isalnum() or unicodedata.category(plain[place])[0] == "M"

"""CMT-03: whether a comment is about what a post is about: it shares rare enough words, or the encoder reads it so.

Words of four letters and more, less the commonest, without their plural endings: their reasons can be read, and they
miss whoever writes it otherwise. The encoder finds some of those, and where it read nothing the words are all there
is. A person judges what either finds. Measured in docs/reference/text-likeness.md.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenhand.signals.text_likeness import topics

ABOUT = 0.25
"""From here on the encoder reads a comment as about the same: 38 in 100 of the invented comments about a post's topic,
none of which the words find, and 3 in 100 of others."""
SHARED = 2
"""So many different words of the topic make a comment likely to be about it."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON_WORDS = """
about above absolutely actually after again against ahead almost already also although always another anybody
anyone anything around asked away back because been before being best better between both came cannot come comes
could council councils couldn days deal didn does doesn doing done down each enough even every everybody
everyone everything find first from gets getting give given goes going gone good great hasn have haven having
hello help here hope hours into isn itself just keep know last later least leave left less like likely little
live long look looking looks made make makes making many maybe mean might more most much must need needs never
next nobody none nothing only other others ours over people perhaps place please post posted posts quite rather
really right round said same says seem should shouldn since some somebody someone something sometimes soon still
such sure take taken takes than thank thanks that their them then there these they thing things think this those
though thought through time times today together told tomorrow tonight took town towards tried true trying under
until upon used very want wants wasn week weeks well went were weren what when where whether which while whole
whose will with within without won work works would wouldn year years yesterday your yours
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that a comment shares with a topic, as it stands there: code points, the end exclusive."""

    words: str
    start: int
    end: int


def topic(post: str, under_it: Iterable[str]) -> frozenset[str]:
    """The words of a post, and those that at least two comments under it use."""
    used = Counter(word for text in under_it for word in set(_stems(text)))
    return frozenset((*_stems(post), *(word for word, count in used.items() if count >= 2)))


def shared(text: str, of: frozenset[str]) -> tuple[SharedWord, ...]:
    """The words of a comment that are of the topic, each where it first stands; none when they are too few."""
    found: dict[str, SharedWord] = {}
    for match in _WORD.finditer(text):
        stem = _stem(match[0])
        if stem in of and stem not in found:
            found[stem] = SharedWord(match[0], match.start(), match.end())
    return tuple(found.values()) if len(found) >= SHARED else ()


def about(post: bytes, under: Sequence[bytes], comments: Sequence[bytes]) -> list[float]:
    """How like a topic each comment is, from -1 to 1: the post weighs twice as much as all comments under it.

    All are vectors of one version of the encoder.
    """
    own = topics([post])[0]
    like = topics(comments) @ own
    if under:
        like = (2 * like + (topics(comments) @ topics(under).T).mean(axis=1)) / 3
    return [round(float(each), 2) for each in like]


def _stems(text: str) -> list[str]:
    words = (match[0] for match in _WORD.finditer(text))
    return [_stem(word) for word in words if word.casefold() not in _COMMON]


def _stem(word: str) -> str:
    """Libraries and library are one word."""
    plain = word.casefold()
    if plain.endswith("ies") and len(plain) > 5:
        return plain[:-3] + "y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 4 else plain

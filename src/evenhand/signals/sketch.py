"""What is left of a text for finding it again after edits: shingles of its letters, and the keys of an index.

MinHash: two texts share a key the more often, the more of their shingles they share. `docs/decisions/0029` says why
this and not SimHash, and where each figure comes from.
"""

import re
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from evenhand.signals.normalise import normalise

LONGEST = 4_000  # code points that are compared; a copy shows in its beginning
LEAST_WORDS = 8  # fewer are what many people write by themselves, and one changed word is then half the text
SHINGLE = 5  # letters; over the ends of words, so that order counts
ALIKE = 0.6  # of the shingles of both, those they share
BANDS, ROWS = 16, 3  # sixteen keys of three hashes: at 0.6 alike two texts share a key with a chance of 0.98
NEVER = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+|(?<!\w)(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|uk|io|ly|me|info|shop|xyz)\b\S*"
)
"""What changes from copy to copy: addresses, names of accounts. Digits and signs fall away with what is no word."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The shingles of a text, hashed, and its keys. Both are empty of a text too short to be a copy of another."""

    shingles: frozenset[int] = frozenset()
    keys: tuple[int, ...] = ()  # one a band, 63 bits

    def likeness(self, other: "Sketch") -> float:
        """Shared shingles of all, from 0 to 1."""
        every = self.shingles | other.shingles
        return len(self.shingles & other.shingles) / len(every) if every else 0.0

    def resembles(self, other: "Sketch") -> bool:
        """Whether one may be a copy of the other, edited."""
        return self.likeness(other) >= ALIKE


def sketch(text: str) -> Sketch:
    """The same for look-alike letters, other links, names of accounts, numbers, emoji, spaces and letter case."""
    words = _WORD.findall(NEVER.sub(" ", normalise(text[:LONGEST]).plain.lower()))
    if len(words) < LEAST_WORDS:
        return Sketch()
    letters = " ".join(words)
    shingles = frozenset(crc32(letters[i : i + SHINGLE].encode()) for i in range(len(letters) - SHINGLE + 1))
    return Sketch(shingles, _keys(shingles))


def _keys(shingles: frozenset[int]) -> tuple[int, ...]:
    """The least of every hash over the shingles, three and three together."""
    values = np.fromiter(shingles, np.uint64, len(shingles))[:, None]
    times, plus = _hashes()
    least = ((values * times + plus) >> np.uint64(32)).min(axis=0).astype(np.uint32).reshape(BANDS, ROWS)
    return tuple(_key(band, row.tobytes()) for band, row in enumerate(least))


def _key(band: int, least: bytes) -> int:
    """Of 63 bits, as PostgreSQL's bigint has room for."""
    place = bytes([band])
    return (crc32(place + least) << 31) | (crc32(least + place) >> 1)


@cache
def _hashes() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Multiply and add, modulo 2**64. Drawn from a fixed seed: keys that are kept must mean the same for ever."""
    drawn = np.random.Generator(np.random.PCG64(20260302))
    count = BANDS * ROWS
    odd = drawn.integers(0, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, drawn.integers(0, 2**63, count, dtype=np.uint64)

"""How like two texts are: by the encoder's vector where it read both, else by runs of letters that both have.

A vector is what the encoder saw anyway, in eight-bit numbers: 384 of what a text is about, then one for each of its
answers. Vectors of different versions of the encoder are never compared. Likeness is no judgement and proposes nothing.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.signals.encoder_model import Encoder, Scores

Floats = NDArray[np.float32]

WIDTH = 384  # of the part that says what a text is about
ANSWERS = 0.5
"""What the answers weigh beside it. Of the five nearest development comments, 31 in 100 had the very same answers
with it, 23 without, and 13 by runs of letters: docs/reference/text-likeness.md."""
_GRAM, _BUCKETS = 4, 2048


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as the encoder saw it. `version`: the encoder signal's."""

    version: str
    numbers: bytes


def packed(scores: Scores, model: Encoder) -> bytes:
    """384 signed numbers on a scale of their own, then a byte for the chance of each answer; targets are left out."""
    scale = 127 / max(float(np.abs(scores.embedding).max()), 1e-9)
    about = np.round(scores.embedding * scale).astype(np.int8)
    chances = [round(255 * scores.probabilities[head]) for head in model.card.labels]
    return about.tobytes() + bytes(chances)


def topics(numbers: Iterable[bytes]) -> Floats:
    """What each text is about, a row of unit length each: their dot product is from -1 to 1."""
    joined = b"".join(each[:WIDTH] for each in numbers)
    return _unit(np.frombuffer(joined, np.int8).reshape(-1, WIDTH).astype(np.float32))


def kinds(numbers: Sequence[bytes]) -> Floats:
    """What each text is about and how it was read, a row of unit length each."""
    joined = np.frombuffer(b"".join(each[WIDTH:] for each in numbers), np.uint8)
    answers = joined.reshape(len(numbers), -1).astype(np.float32) / 255
    return _unit(np.hstack([topics(numbers), ANSWERS * answers]))


def by_letters(texts: Sequence[str]) -> Floats:
    """A row of unit length for each text, of the runs of four letters that it has, rare ones heavier: the stand-in
    where no encoder read them. The rows belong together and are compared with no others."""
    counts = np.zeros((len(texts), _BUCKETS), np.float32)
    for row, text in enumerate(texts):
        plain = text.casefold()[:2000]
        for at in range(len(plain) - _GRAM + 1):
            counts[row, zlib.crc32(plain[at : at + _GRAM].encode()) % _BUCKETS] += 1
    rare = np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0)))
    return _unit(np.log1p(counts) * rare.astype(np.float32))


def nearest(one: Floats, others: Floats, ids: Sequence[int], *, least: float) -> Mapping[int, float]:
    """Ids of the rows that are at least so like it, most alike first."""
    like = others @ one
    order = np.argsort(-like, kind="stable")
    return {ids[place]: float(like[place]) for place in order if like[place] >= least}


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit

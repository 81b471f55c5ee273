"""Which words carried an answer of the encoder: the ones whose tokens raised it most."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenhand.signals.normalise import Span

MOST_WORDS = 8


def carriers(shares: NDArray[np.float32], spans: Sequence[Span]) -> list[Span]:
    """Stretches of the author's text that raised an answer: at least one where there is a word, at most MOST_WORDS.

    `shares`: what each token adds to the answer; `spans`: where each stands, a mark's empty. Words count from half
    way between the average word and the strongest; words that stand together, or with one between, are one stretch.
    """
    words = _words(shares, spans)
    if not words:
        return []
    weights = [weight for _, weight in words]
    enough = (max(weights) + sum(weights) / len(weights)) / 2
    strongest = sorted(range(len(words)), key=lambda place: -weights[place])[:MOST_WORDS]
    chosen = sorted(place for place in strongest if weights[place] >= enough)
    return [(words[first][0][0], words[last][0][1]) for first, last in _runs(chosen)]


def _words(shares: NDArray[np.float32], spans: Sequence[Span]) -> list[tuple[Span, float]]:
    """Each word once, in order, with the share of its strongest piece: pieces of one word touch."""
    pieces = sorted(
        (start, end, float(share)) for (start, end), share in zip(spans, shares, strict=True) if end > start
    )
    words: list[tuple[Span, float]] = []
    for start, end, share in pieces:
        if words and start <= words[-1][0][1]:
            (begun, before), heaviest = words[-1]
            words[-1] = (begun, max(before, end)), max(heaviest, share)
        else:
            words.append(((start, end), share))
    return words


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of places that are at most two apart."""
    first = places[0]
    for before, after in pairwise([*places, places[-1] + 3]):
        if after - before > 2:
            yield first, before
            first = after

"""Stretches of a text, asked whether they hold or touch another; each answer takes a binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]  # start and end, end exclusive


class Spans:
    """Any number of stretches, overlapping or not."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them contains `start` to `end`."""
        begun = bisect_right(self._starts, start)
        return begun > 0 and self._furthest[begun - 1] >= end

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a code point with `start` to `end`."""
        begun = bisect_left(self._starts, end)
        return begun > 0 and self._furthest[begun - 1] > start

"""The author's own words, cut where a rule's words begin and end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a stretch of words is marked."""

    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the comment; `marks` is empty for ordinary words."""

    text: str
    marks: tuple[Mark, ...]


def segments(text: str, reasons: Sequence[Mapping[str, object]]) -> list[Segment]:
    """The whole text in order, cut at every edge of a matched word. Joined again, it is the text."""
    spans = [
        (word["start"], word["end"], Mark(str(reason["rule"]), word["note"] or word["fact"]))
        for reason in reasons
        for word in reason["words"]  # type: ignore[attr-defined]
        if 0 <= word["start"] < word["end"] <= len(text)
    ]
    edges = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return [
        Segment(text[start:end], tuple(dict.fromkeys(mark for s, e, mark in spans if s <= start and end <= e)))
        for start, end in pairwise(edges)
    ]

"""Plain text for the signals to read, with a map back to the author's own words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Normalised:
    """`plain[i]` came from `original[starts[i]:ends[i]]`; code points throughout."""

    original: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `original` of `plain[start:end]`, end exclusive."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return here, here
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Fold what disguises words: for now, nothing is folded."""
    return Normalised(text, text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))

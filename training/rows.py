"""One labelled comment, whatever set it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.heads import HEADS


@dataclass(frozen=True, slots=True)
class Row:
    """`labels` holds 0 or 1 for the heads that the set speaks of; a head left out is left out of the loss."""

    text: str
    source: str
    split: str  # "train" or "dev"
    labels: Mapping[str, int] = field(default_factory=dict)
    functionality: str = ""
    targets: tuple[str, ...] = ()  # groups meant or mentioned

    def __post_init__(self) -> None:
        unknown = set(self.labels) - set(HEADS)
        if unknown or self.split not in {"train", "dev"}:
            raise ValueError(f"looked for known heads and a split train or dev, found {unknown} and {self.split!r}")

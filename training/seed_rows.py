"""Our own written comments, as rows: every head is known but those that honest people would answer differently."""

from collections.abc import Iterator
from pathlib import Path

from training import seeds
from training.heads import HEADS
from training.rows import Row

FOLDER = Path(__file__).with_name("seeds")


def read(folder: Path = FOLDER) -> Iterator[Row]:
    """Every seed under `train` and `dev`. Errors: `seeds.BadSeed`, with file and line."""
    for split in ("train", "dev"):
        yield from (row(seed, split) for seed in seeds.read(folder / split))


def row(seed: seeds.Seed, split: str) -> Row:
    """One seed. A group that is only mentioned is a target too: the label `hate` says which it is."""
    about = seed.true | seed.targets
    labels = {head: int(head in about) for head in HEADS if head not in seed.unsure}
    return Row(seed.text, "seeds", split, labels, seed.functionality, tuple(sorted(seed.targets)))

"""Counts the seeds by functionality and head, as a Markdown table; an argument (`hate-`) picks families by prefix."""

import sys
from collections import Counter
from pathlib import Path

from training.seeds import Seed, read

FOLDER = Path(__file__).parent


def row(name: str, train: list[Seed], dev: list[Seed]) -> str:
    """One functionality: rows and hateful rows of both sides, and the heads true in any."""
    heads = Counter(head for seed in (*train, *dev) for head in seed.true)
    shown = ", ".join(f"{head} {count}" for head, count in sorted(heads.items())) or "none"
    return f"| {name} | {len(train)} | {hateful(train)} | {len(dev)} | {hateful(dev)} | {shown} |"


def hateful(seeds: list[Seed]) -> int:
    """How many are hate."""
    return sum("hate" in seed.true for seed in seeds)


def table(train: tuple[Seed, ...], dev: tuple[Seed, ...]) -> str:
    """All functionalities, by name, and their sum."""
    names = sorted({seed.functionality for seed in (*train, *dev)})
    rows = [row(name, of(train, name), of(dev, name)) for name in names]
    head = "| functionality | train | of them hate | dev | of them hate | heads |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows, row("**all**", list(train), list(dev))])


def of(seeds: tuple[Seed, ...], functionality: str) -> list[Seed]:
    """The seeds of one functionality."""
    return [seed for seed in seeds if seed.functionality == functionality]


def counted(prefix: str = "") -> str:
    """The table of the seeds here whose family begins with `prefix`."""
    train, dev = (
        tuple(seed for seed in read(FOLDER / side) if seed.family.startswith(prefix)) for side in ("train", "dev")
    )
    return table(train, dev)


if __name__ == "__main__":
    sys.stdout.write(counted(*sys.argv[1:2]) + "\n")

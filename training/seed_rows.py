"""Our own written comments, as rows: every head is known but those that honest people would answer differently."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from training.heads import HEADS, LABELS, TARGETS
from training.rows import Row

FOLDER = Path(__file__).with_name("seeds")


def read(folder: Path = FOLDER) -> Iterator[Row]:
    """Every seed under `train` and `dev`."""
    for split in ("train", "dev"):
        for path in sorted((folder / split).glob("*.tsv")):
            with path.open(encoding="utf-8", newline="") as lines:
                for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield row(record, split)


def row(record: Mapping[str, str], split: str) -> Row:
    """One line of a seed file.

    Raises: ValueError for a label or a target that no head has.
    """
    named = set(record["labels"].split()) - {"-"}
    groups = tuple(group for group in record["target"].split() if group != "-")
    doubtful = {name.removeprefix("?") for name in named if name.startswith("?")}
    true = {name for name in named if not name.startswith("?")}
    unknown = (true | doubtful) - set(LABELS) | set(groups) - set(TARGETS)
    if unknown:
        raise ValueError(f"read the seed {record['text'][:40]!r}: no head is called {', '.join(sorted(unknown))}")
    about = true | set(groups)
    labels = {head: int(head in about) for head in HEADS if head not in doubtful}
    return Row(record["text"], "seeds", split, labels, record["functionality"], groups)

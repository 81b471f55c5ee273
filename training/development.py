"""The rows that nothing is trained on and everything is judged by."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from training import public_sets, seed_rows
from training.rows import Row


def development_rows(data: Path) -> Iterator[Row]:
    """The development splits of the two hate sets, and our own development seeds."""
    for row in public_sets.read(data):
        if row.split == "dev" and row.source in {"dynahate", "hatemojibuild"}:
            yield row
    yield from (row for row in seed_rows.read() if row.split == "dev")


def calibration_rows(data: Path) -> list[Row]:
    """The same with a quarter of the largest set, so that it does not drown what councils are written."""
    rows = development_rows(data)
    return [row for row in rows if row.source != "dynahate" or zlib.crc32(row.text.encode()) % 4 == 0]

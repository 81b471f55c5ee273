"""Where editions are, and which one is in force on a day."""

import os
from datetime import date
from pathlib import Path

from evenhand.core.edition import Edition
from evenhand.editions.reading import read

_CHECKOUT = Path(__file__).parents[3] / "editions"


def root() -> Path:
    """The folder with one folder a body: EVENHAND_EDITIONS, or else the checkout's own."""
    return Path(os.environ.get("EVENHAND_EDITIONS") or _CHECKOUT)


def all_of(body: str | Path) -> tuple[Edition, ...]:
    """Every edition of a body, oldest first. `body`: a folder, or the name of one in `root()`.

    Raises: FileNotFoundError when there is none, FaultyEditionError when one cannot be used.
    """
    folder = root() / body
    editions = tuple(read(file) for file in folder.glob("*.toml"))
    if not editions:
        raise FileNotFoundError(
            f"No edition was found in {folder}: put one there, named by the day it is in force from "
            "(2024-01-01.toml), or set EVENHAND_EDITIONS to the folder that holds your bodies' folders."
        )
    return tuple(sorted(editions, key=lambda edition: edition.in_force_from))


def in_force(body: str | Path, on: date) -> Edition:
    """The latest edition in force from `on` or before; before the first, the first.

    Raises: as `all_of`.
    """
    editions = all_of(body)
    begun = [edition for edition in editions if edition.in_force_from <= on]
    return begun[-1] if begun else editions[0]

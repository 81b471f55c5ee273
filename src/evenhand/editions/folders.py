"""Where editions are, and which one is in force on a day."""

import hashlib
import os
from collections.abc import Sequence
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
    return of_day(all_of(body), on)


def of_day(editions: Sequence[Edition], on: date) -> Edition:
    """The latest of these, oldest first, that was in force on a day; before the first, the first."""
    begun = [edition for edition in editions if edition.in_force_from <= on]
    return begun[-1] if begun else editions[0]


def content_of(edition: Edition, body: str | Path) -> bytes:
    """The bytes of the file that an edition was read from. Raises: FileNotFoundError when it was changed since."""
    for file in (root() / body).glob("*.toml"):
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() == edition.sha256:
            return content
    raise FileNotFoundError(
        f"No file in {root() / body} has the SHA-256 {edition.sha256} of the edition “{edition.name}”: it was changed "
        "after it was read. An edition in force is never edited: put it back, and write a new one."
    )

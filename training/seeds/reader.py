"""Seed files (tab-separated, a header line) read and checked, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADS = frozenset(
    {"hate", "abuse", "threat", "obscene", "political", "complaint", "question", "thanks", "personal-issue"}
    | {"allegation", "safeguarding", "crisis", "counter-speech"}
)
TARGETS = frozenset(
    {"race", "religion", "disability", "sex", "orientation", "gender-reassignment", "age", "pregnancy"}
    | {"migrants", "travellers"}
)
HEADER = "family\tfunctionality\ttarget\tlabels\ttext"


class BadSeed(ValueError):
    """A line that is no seed; says the file, the line counted from 1, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One example. A head in neither `true` nor `unsure` is false; `unsure` is left out of the loss."""

    family: str
    functionality: str
    targets: frozenset[str]
    true: frozenset[str]
    unsure: frozenset[str]
    text: str


def read(folder: Path) -> tuple[Seed, ...]:
    """Every seed of the .tsv files in `folder`, in order of file name and line.

    Errors: BadSeed for a malformed line, an unknown head or target, or a text met twice.
    """
    seeds: dict[str, Seed] = {}
    for path in sorted(folder.glob("*.tsv")):
        for place, seed in seeds_of(path):
            if alike(seed.text) in seeds:
                raise BadSeed(f"{place}: this text stands already in family {seeds[alike(seed.text)].family}")
            seeds[alike(seed.text)] = seed
    return tuple(seeds.values())


def alike(text: str) -> str:
    """The text as two seeds may not share it: case and spacing aside."""
    return " ".join(text.casefold().split())


def seeds_of(path: Path) -> Iterator[tuple[str, Seed]]:
    """Each seed of one file with its place, `file:line`."""
    lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    if lines[0] != HEADER:
        raise BadSeed(f"{path.name}:1: the header must be {HEADER!r}")
    for number, line in enumerate(lines[1:], start=2):
        place = f"{path.name}:{number}"
        yield place, seed_of(line, place)


def seed_of(line: str, place: str) -> Seed:
    """One line as a seed."""
    fields = line.split("\t")
    if len(fields) != 5 or not all(field.strip() for field in fields):
        raise BadSeed(f"{place}: five fields parted by tabs are needed, none empty; found {len(fields)}")
    family, functionality, target, labels, text = fields
    marks = words(labels)
    return Seed(
        family,
        functionality,
        known(words(target), TARGETS, place, "target"),
        known({mark for mark in marks if not mark.startswith("?")}, HEADS, place, "head"),
        known({mark[1:] for mark in marks if mark.startswith("?")}, HEADS, place, "head"),
        text,
    )


def words(field: str) -> set[str]:
    """The words of a field; `-` is none."""
    return set() if field == "-" else set(field.split())


def known(names: set[str], allowed: frozenset[str], place: str, kind: str) -> frozenset[str]:
    """The names, if every one is allowed."""
    if unknown := sorted(names - allowed):
        raise BadSeed(f"{place}: no {kind} is called {', '.join(unknown)}; there are {', '.join(sorted(allowed))}")
    return frozenset(names)

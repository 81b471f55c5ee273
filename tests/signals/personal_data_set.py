"""Precision and recall for personal data, by kind: `python -m tests.signals.personal_data_set`.

The set lies in `personal_data/`: a comment a line, its kind, whose the data are (`own`, `another`, `public`, `none`),
whether they must be found, and where. A family (the id without its number) is a way of writing, and is in one part
alone: `tuned` was looked at while the patterns were written, `held` was only counted, `unseen` was written afterwards.
Every number is a test number, one of Ofcom's for drama, or made up; names, streets and postcodes are invented.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tests.signals.cases import reading

from evenhand.core.vocabulary import Finding

FOLDER = Path(__file__).parent / "personal_data"
PARTS = ("tuned", "held", "unseen")


@dataclass(frozen=True, slots=True)
class Row:
    """A comment, and the one piece of personal data it holds, or the kind that it only looks like."""

    id: str
    kind: str
    whose: str
    expected: bool
    span: str
    text: str

    @property
    def family(self) -> str:
        return self.id.rpartition("-")[0]

    def is_meant_by(self, finding: Finding) -> bool:
        """Whether a finding is the data of this row: same kind, and some of the same letters."""
        start = self.text.find(self.span)
        overlaps = start < finding.end and finding.start < start + len(self.span)
        return self.expected and finding.fact == self.kind and overlaps


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts of one kind, or of all; a row expected to be found is found once or missed."""

    rightly: int
    wrongly: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.rightly / max(1, self.rightly + self.wrongly)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.expected)


@cache
def rows(part: str) -> tuple[Row, ...]:
    """The rows of one part of the set."""
    with (FOLDER / f"{part}.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(_row(line) for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _row(line: dict[str, str]) -> Row:
    span, text = (line[column].replace("\\n", "\n") for column in ("span", "text"))
    return Row(line["id"], line["kind"], line["whose"], line["expected"] == "yes", span, text)


@cache
def findings(row: Row) -> tuple[Finding, ...]:
    """What the signal finds in a row."""
    return reading("personal_data", row.text).findings


def measure(given: Iterable[Row], kind: str = "") -> Measure:
    """Precision and recall over rows; of one kind, or of every kind. A wrong finding counts for the kind it claims."""
    given = tuple(given)
    said = [(row, one) for row in given for one in findings(row) if kind in ("", one.fact)]
    right = sum(row.is_meant_by(one) for row, one in said)
    expected = [row for row in given if row.expected and kind in ("", row.kind)]
    found = sum(any(row.is_meant_by(one) for one in findings(row)) for row in expected)
    return Measure(right, len(said) - right, found, len(expected))


def kinds(given: Iterable[Row]) -> tuple[str, ...]:
    """The kinds of data in the rows, in order of their names."""
    return tuple(sorted({row.kind for row in given}))


def main() -> None:
    """One table a part."""
    for part in PARTS:
        Console().print(_table(part))


def _table(part: str) -> Table:
    title = f"personal data, {part}: {len(rows(part))} comments"
    table = Table("kind", "precision", "recall", "wrong", "missed", "to find", title=title)
    for line in _lines(part):
        table.add_row(*line)
    return table


def _lines(part: str) -> Iterator[tuple[str, ...]]:
    for kind in (*kinds(rows(part)), ""):
        of = measure(rows(part), kind)
        counts = (of.wrongly, of.expected - of.found, of.expected)
        yield kind or "all", f"{of.precision:.3f}", f"{of.recall:.3f}", *map(str, counts)


if __name__ == "__main__":
    main()

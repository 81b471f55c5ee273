"""EQU-02, REC-03: small counts are not published, nor any count from which a small one could be computed.

Exact: a hidden count is safe when the sums that are published do not determine it. That is linear algebra over
whole tables, not a look at one line. It does not promise that a hidden count cannot be narrowed down to a range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evenhand.core.values import Suppression

TOTAL = "total"
Cell = tuple[str, str]  # row, column; either may be TOTAL
Line = tuple[Cell, ...]  # a total, then what it is the sum of


@dataclass(frozen=True, slots=True)
class Published:
    """A table for the public. None: not published. Which of those are small, and which shield them, is not said."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, int | None]
    note: str


def published(
    counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str], values: Suppression
) -> Published:
    """EQU-02, REC-03: a table with its totals, less what is small and what would give that away.

    A count that is not in `counts` is 0. Raises: ValueError, when a row or column is called "total".
    """
    if TOTAL in (*rows, *columns):
        raise ValueError(f'a row or column is called "{TOTAL}"')
    cells = _with_totals(counts, rows, columns)
    hidden = _hidden(cells, _lines(rows, columns), values)
    note = f"Counts under {values.counts_under}, and those from which one could be computed, are left out."
    shown = {cell: None if cell in hidden else count for cell, count in cells.items()}
    return Published((*rows, TOTAL), (*columns, TOTAL), shown, note if hidden else "")


def _with_totals(counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int]:
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        cells[row, TOTAL] = sum(cells[row, column] for column in columns)
    for column in (*columns, TOTAL):
        cells[TOTAL, column] = sum(cells[row, column] for row in rows)
    return cells


def _lines(rows: Sequence[str], columns: Sequence[str]) -> list[Line]:
    across = [((row, TOTAL), *((row, column) for column in columns)) for row in (*rows, TOTAL)]
    down = [((TOTAL, column), *((row, column) for row in rows)) for column in (*columns, TOTAL)]
    return [*across, *down]


def _hidden(cells: Mapping[Cell, int], lines: Sequence[Line], values: Suppression) -> set[Cell]:
    hidden = {cell for cell, count in cells.items() if _small(count, values)}
    while could_shield := _exposed(cells, lines, hidden, values) - hidden:
        hidden.add(min(could_shield, key=lambda cell: _loss(cell, cells[cell])))
    return hidden


def _loss(cell: Cell, count: int) -> tuple[bool, bool, int, Cell]:
    """What is lost by hiding a cell, least first: totals last, and noughts shield nothing, so they come late."""
    return TOTAL in cell, count == 0, count, cell


def _small(count: int, values: Suppression) -> bool:
    return count < values.counts_under and not (count == 0 and values.show_nought)


def _exposed(cells: Mapping[Cell, int], lines: Sequence[Line], hidden: set[Cell], values: Suppression) -> set[Cell]:
    """The cells of the first lines that give something away, hidden ones and those that could shield them."""
    for line in lines:
        of_line = hidden.intersection(line)
        known_sum = line[0] not in of_line
        if of_line and known_sum and _small(sum(cells[cell] for cell in of_line), values):
            return set(line)
    found = determined(lines, hidden)
    near = {cell for line in lines if found.intersection(line) for cell in line}
    return near if not found or near - hidden else set(cells)


def determined(lines: Sequence[Line], hidden: Iterable[Cell]) -> set[Cell]:
    """The hidden cells that follow from the published ones: solved by elimination, in exact fractions."""
    unknown = sorted(hidden)
    equations = [
        [Fraction(0 if cell not in line else -1 if cell == line[0] else 1) for cell in unknown] for line in lines
    ]
    solved = set()
    for row in _reduced(equations, len(unknown)):
        places = [place for place, factor in enumerate(row) if factor]
        if len(places) == 1:
            solved.add(unknown[places[0]])
    return solved


def _reduced(equations: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Gauss and Jordan: an unknown is determined exactly when a reduced equation holds it alone."""
    done: list[list[Fraction]] = []
    for place in range(width):
        pivot = next((row for row in equations if row[place]), None)
        if pivot is None:
            continue
        equations.remove(pivot)
        pivot = [factor / pivot[place] for factor in pivot]
        equations = [_less(row, pivot, place) for row in equations]
        done = [*(_less(row, pivot, place) for row in done), pivot]
    return done


def _less(row: list[Fraction], pivot: list[Fraction], place: int) -> list[Fraction]:
    factor = row[place]
    return [each - factor * own for each, own in zip(row, pivot, strict=True)] if factor else row

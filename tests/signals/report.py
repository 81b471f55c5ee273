"""Precision and recall of each fact over the cases of this folder: `python -m tests.signals.report`.

The cases were written together with the signals: the figures show what fails, not how a town writes.
"""

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from tests.signals.cases import FOLDER, Case, cases, stated


def main() -> None:
    """Prints one table a signal, and every case that fails."""
    console = Console()
    for signal in sorted(path.stem for path in FOLDER.glob("*.tsv")):
        console.print(_table(signal))
        for fault in _faults(signal):
            console.print(fault, markup=False, highlight=False)


def _table(signal: str) -> Table:
    table = Table(
        "fact",
        "said",
        "rightly",
        "missed",
        "precision",
        "recall",
        title=f"{signal}, {len(cases(signal))} cases",
    )
    counts = Counter(count for case in cases(signal) for count in _counts(case, stated(signal, case.text)))
    for fact in sorted({fact for fact, _ in counts}):
        right, wrong, missed = (counts[fact, kind] for kind in ("right", "wrong", "missed"))
        table.add_row(
            fact,
            str(right + wrong),
            str(right),
            str(missed),
            _share(right, right + wrong),
            _share(right, right + missed),
        )
    return table


def _counts(case: Case, facts: dict[str, bool | int | float | str]) -> Iterator[tuple[str, str]]:
    for fact in case.facts:
        yield fact, "right" if facts[fact] else "missed"
    for fact in case.absent:
        yield fact, "wrong" if facts[fact] else "rightly absent"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _faults(signal: str) -> Iterator[str]:
    for case in cases(signal):
        faults = case.faults(stated(signal, case.text))
        if faults:
            yield f"{case.name}: {', '.join(faults)}"


if __name__ == "__main__":
    main()

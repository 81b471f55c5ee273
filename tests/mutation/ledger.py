"""What became of each mutant, kept in var/mutation so that a run that was broken off goes on where it was.

A mutant stays killed while its module is the same and the test that noticed it is still there. One that lived is tried
again when any test file has changed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant, path_of
from tests.mutation.reach import TESTS

FOLDER = ROOT / "var" / "mutation"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`by`: the test that failed; empty when none did. `seconds` on the wall."""

    by: str
    seconds: float

    @property
    def killed(self) -> bool:
        return bool(self.by)


def note(mutant: Mutant, verdict: Verdict) -> None:
    """Adds a line to the ledger of the module: whole or not at all, two processes may do so at once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    line = [mutant.number, _source(mutant.module), _tests(), verdict.by, round(verdict.seconds, 2)]
    with _file(mutant.module).open("a") as ledger:
        ledger.write(json.dumps(line) + "\n")


def verdicts(mutants: Iterable[Mutant]) -> dict[Mutant, Verdict]:
    """Those that still hold."""
    chosen = list(mutants)
    kept = {module: _read(module) for module in {mutant.module for mutant in chosen}}
    return {mutant: kept[mutant.module][mutant.number] for mutant in chosen if mutant.number in kept[mutant.module]}


def _read(module: str) -> dict[int, Verdict]:
    return {
        number: Verdict(by, seconds)
        for number, source, tests, by, seconds in _lines(_file(module))
        if source == _source(module) and (_is_there(by) if by else tests == _tests())
    }


@cache
def _is_there(by: str) -> bool:
    """Whether the test `path::name[case]` is still there; true of how a mutant ended that no single test noticed."""
    path, _, name = by.partition("::")
    file = ROOT / path
    if not path.endswith(".py"):
        return True
    return file.exists() and f"def {name.partition('[')[0]}(" in file.read_text() if name else file.exists()


def _lines(file: Path) -> Iterator[tuple[int, str, str, str, float]]:
    return map(json.loads, file.read_text().splitlines()) if file.exists() else iter(())


def _file(module: str) -> Path:
    return FOLDER / f"{module}.ndjson"


@cache
def _source(module: str) -> str:
    return hashlib.sha256(path_of(module).read_bytes()).hexdigest()[:16]


@cache
def _tests() -> str:
    files = sorted([*TESTS.glob("rules/**/*.py"), *TESTS.glob("properties/*.py")])
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]

"""`python -m tests.mutation [MODULE ...]` tries what has no verdict yet; then writes docs/reference/mutation.md."""

import os
import sys
import time
from collections.abc import Sequence

from tests.mutation import page
from tests.mutation.ledger import Verdict, note, verdicts
from tests.mutation.mutants import ROOT, Mutant, modules, mutants
from tests.mutation.trial import LIVED, in_a_child, quick, slow

PROCESSES = 2
NICENESS = 10  # whoever else is on the machine goes first


def main(chosen: Sequence[str]) -> int:
    """0 when every survivor is explained, and nothing else; each process takes every second mutant."""
    os.nice(NICENESS)
    wanted = [mutant for module in chosen or modules() for mutant in mutants(module)]
    held = verdicts(wanted)
    open_ones = [mutant for mutant in wanted if mutant not in held]
    print(f"{len(wanted)} mutants, {len(open_ones)} of them to try.", file=sys.stderr)
    children = [_child(open_ones[first::PROCESSES]) for first in range(PROCESSES) if open_ones[first::PROCESSES]]
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    text, unexplained = page.written()
    (ROOT / "docs" / "reference" / "mutation.md").write_text(text)
    return 1 if failed or unexplained else 0


def _child(share: Sequence[Mutant]) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_try(share))
    return child


def _try(share: Sequence[Mutant]) -> int:
    """All of them the quick way, then the slow way what lived and what the quick way cannot show."""
    broken = in_a_child(lambda: _quickly([mutant for mutant in share if mutant.in_function]), limited=False)
    if broken:
        print(broken, file=sys.stderr)
        return 1
    held = verdicts(share)
    for mutant in share:
        if mutant not in held:
            started = time.monotonic()
            note(mutant, Verdict(slow(mutant), time.monotonic() - started))
    return 0


def _quickly(share: Sequence[Mutant]) -> str:
    """Notes what was killed; nothing yet of what lived."""
    started = time.monotonic()

    def answer(mutant: Mutant, by: str) -> None:
        nonlocal started
        if by != LIVED:
            note(mutant, Verdict(by, time.monotonic() - started))
        started = time.monotonic()

    quick(share, answer)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

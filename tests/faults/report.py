"""A storm as a page for people. `python -m tests.faults.report FILE...` writes it from the JSON that storms left."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "faults.md"
ABOUT = """# What storms did not break

Written by `python -m tests.faults.report` from the storms below. `make faults` plays one; a short one is in every run
of the tests.

A council is at work: officers decide and undo, at random, by the operations that the console calls and through the
console's own form; comments are imported from files; two workers carry out what was decided, on a platform that is a
program of its own, is spoken with over HTTP, **honours no keys**, and lets a fifth of its answers go wrong. Meanwhile
programs are killed outright (`kill -9`: workers, the web, the import, officers, PostgreSQL with fsync on), a worker's
machine is lost for ever or stands still and comes back long after its jobs were given to others, the disk of the
captures is full, a worker's clock is two hours ahead or behind, PostgreSQL is restarted. Then everything is healed,
what waits is let finish, and the product's books are held against the platform's.

The platform is the judge: before every action it looks itself for the comment's capture, part by part with its hash,
on the disk; it counts what the public would have seen. It is tested too (`tests/faults/test_judge.py`).

- *Lost*: a decision that was acknowledged and is not there, one without its action, an action that is neither final
  nor a person's task.
- *Without evidence*: a call for a comment of which no whole capture lay on disk at that moment, one for each action.
- *Twice*: more than one visible effect for one action, or more replies than were asked for. Calls that were made
  again are no fault; what the public sees is.
- *Shown as done, and not so*, and the other way round: our record of each comment differs from what stands on the
  platform.

The seed draws what happens and in which order, whom it meets, and how each call to the platform ends. When exactly it
meets them is the operating system's doing: the same seed is the same storm, but never the same instant twice.

A storm that finds something is published too; what it found is mended in the version after it (CHANGELOG.md).
"""


def page(storms: list[Mapping[str, Any]]) -> str:
    """The whole page."""
    return "\n\n".join([ABOUT.rstrip(), *map(table, storms)]) + "\n"


def table(found: Mapping[str, Any]) -> str:
    """Markdown: what must be nought first, then what was counted, then what was done to it."""
    seed, actions, kills = found["plan"]
    met = found["played"] | {f"not played, {why}": count for why, count in found["skipped"].items()}
    parts = [
        f"## Seed {seed}: {actions:,} actions asked for, {kills} times kill -9",
        f"The storm took {found['seconds']['storm']:.0f} s; {found['seconds']['drain']:.0f} s later all was done.",
        _rows("must be nought", {what: len(cases) for what, cases in found["faults"].items()}),
        *_cases(found["faults"]),
        _rows("counted", found["figures"]),
        _rows("met with", met),
        _rows("the platform's answers that went wrong", found["platform"]),
    ]
    return "\n\n".join(parts)


def _rows(head: str, rows: Mapping[str, int]) -> str:
    return "\n".join([f"| {head} | |", "|---|---:|", *(f"| {what} | {count:,} |" for what, count in rows.items())])


def _cases(faults: Mapping[str, list[str]]) -> list[str]:
    shown = [f"- {what}: {case}" for what, cases in faults.items() for case in list(cases)[:10]]
    return ["\n".join(shown)] if shown else []


if __name__ == "__main__":
    PAGE.write_text(page([json.loads(Path(name).read_text()) for name in sys.argv[1:]]))

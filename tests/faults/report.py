"""A storm as a page for people."""

from collections.abc import Mapping
from typing import Any


def table(found: Mapping[str, Any]) -> str:
    """Markdown: what must be nought first, then what was counted, then what was done to it."""
    seed, actions, kills = found["plan"]
    parts = [
        f"## Seed {seed}: {actions:,} actions asked for, {kills} times kill -9",
        _rows("must be nought", {what: len(cases) for what, cases in found["faults"].items()}),
        *_cases(found["faults"]),
        _rows("counted", found["figures"]),
        _rows("met with", {**found["played"], **{f"not possible: {why}": n for why, n in found["skipped"].items()}}),
        _rows("the platform's answers that went wrong", found["platform"]),
        f"The storm took {found['seconds']['storm']:.0f} s, and {found['seconds']['drain']:.0f} s later all was done.",
    ]
    return "\n\n".join(parts)


def _rows(head: str, rows: Mapping[str, int]) -> str:
    return "\n".join([f"| {head} | |", "|---|---|", *(f"| {what} | {count:,} |" for what, count in rows.items())])


def _cases(faults: Mapping[str, list[str]]) -> list[str]:
    shown = [f"- {what}: {case}" for what, cases in faults.items() for case in list(cases)[:10]]
    return ["\n".join(shown)] if shown else []

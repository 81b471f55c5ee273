"""What a second opinion on a case looks like to an officer: who said it and when, and that it decides nothing."""

from typing import Any

from evenhand.cases.models import Case
from evenhand.core.edition import Edition
from evenhand.opinions import queries
from evenhand.opinions.models import Opinion, OpinionState


def context(case: Case, edition: Edition) -> dict[str, Any]:
    """The context of parts/opinion.html; empty where nothing was ever wanted."""
    found = queries.of_case(case)
    return {"opinion": _shown(found, edition)} if found else {}


def _shown(opinion: Opinion, edition: Edition) -> dict[str, Any]:
    """An answer that does not count is not shown: who wrote the comment may have had a hand in it."""
    return {
        "title": _title(opinion),
        "given": opinion.state == OpinionState.GIVEN,
        "rules": [{"id": id_, "title": edition.rules[id_].title} for id_ in opinion.rules if id_ in edition.rules],
        "reason": opinion.reason,
        "quote": opinion.quote,
        "why": _why(opinion),
        "model": opinion.model,
        "host": opinion.host,
        "at": opinion.ended_at,
        "version": opinion.version,
    }


def _title(opinion: Opinion) -> str:
    match OpinionState(opinion.state):
        case OpinionState.GIVEN:
            return "Second opinion" if opinion.rules else "Second opinion: it sees no rule breached"
        case OpinionState.REFUSED | OpinionState.MISSING:
            return "No second opinion"
        case _:
            return "A second opinion is being asked"


def _why(opinion: Opinion) -> str:
    if opinion.state == OpinionState.REFUSED:
        return f"An answer came and does not count: {opinion.why}."
    return f"{opinion.why[:1].upper()}{opinion.why[1:]}." if opinion.state == OpinionState.MISSING else ""

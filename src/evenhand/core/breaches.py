"""STR-01, STR-05: which decisions are confirmed breaches, and how much each weighs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from evenhand.core.edition import Edition
from evenhand.core.moderation import REMOVALS
from evenhand.core.refusals import Refused
from evenhand.core.values import NoStrike
from evenhand.core.vocabulary import Outcome


class Second(StrEnum):
    """What the second person said to a decision, where its ground asks for one."""

    NOT_NEEDED = "not needed"
    AWAITED = "awaited"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision about one comment, as strikes see it.

    `written_at`: when the author wrote the words that were judged, so that a late decision makes no longer strike;
    `under`: the edition that it cites, whose weights it keeps.
    """

    id: str
    comment: str
    author: str
    outcome: Outcome
    ground: str
    route: str
    written_at: datetime
    under: Edition
    second: Second
    is_reversed: bool


def weight(edition: Edition, ground: str) -> int:
    """STR-01: how many strikes a breach of a ground is. Raises: Refused for a ground the edition does not have."""
    if ground not in edition.grounds:
        raise Refused(
            tried=f'to count a breach of "{ground}"',
            forbids=f"{edition.name} has no such ground",
            do="correct the ground of the decision",
            rule="STR-01",
        )
    return edition.grounds[ground].strike_weight


def no_strike(decision: PastDecision) -> tuple[str, str] | None:
    """STR-01, STR-03, STR-05: the rule and the reason why a decision was never a strike, or is undone."""
    free = decision.under.value("STR-05", NoStrike).rules
    if decision.is_reversed:
        return "STR-03", "it was overturned"
    if decision.second is Second.REFUSED:
        return "STR-01", "the second person refused it"
    if decision.second is Second.AWAITED:
        return "STR-01", "a second person has not approved it"
    if decision.outcome not in REMOVALS:
        return "STR-01", f"the comment was not removed: {decision.outcome}"
    for rule in (decision.route, decision.ground):
        if rule in free:
            return "STR-05", f"{rule} gives no strike"
    if not weight(decision.under, decision.ground):
        return "STR-05", f"{decision.ground} gives no strike"
    return None

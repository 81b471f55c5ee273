"""What a kept proposal asks of the queue: who may see the case (REF-02), and where it stands."""

from evenhand.cases.models import ProposalMade
from evenhand.core.priority import Priority, priority
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.core.vocabulary import Severity


def concerned(made: ProposalMade) -> bool:
    """REF-02: whether somebody may be at risk, whatever else was proposed. A mere doubt shuts nobody out."""
    return _states(made, RESTRICTED_CASE)


def in_earnest(made: ProposalMade, rule: str) -> bool:
    """Whether a rule is proposed by more than a program's doubt. What was kept before doubts were told is earnest."""
    return any(reason["rule"] == rule and not reason.get("doubt") for reason in made.reasons)


def urgency(made: ProposalMade) -> Priority:
    """Where a case with this proposal stands, and why."""
    doubted = bool(made.route) and not _states(made, made.route)
    return priority(
        Severity(made.severity), tuple(made.grounds), made.route or None, len(made.missing), doubted=doubted
    )


def _states(made: ProposalMade, rule: str) -> bool:
    """Whether a rule is proposed in earnest: at high severity or above."""
    return any(
        reason["rule"] == rule and Severity(reason["severity"]).rank >= Severity.HIGH.rank for reason in made.reasons
    )

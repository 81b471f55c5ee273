"""A case held for a change: that it is still as the officer saw it, nobody else's, and not about them."""

from datetime import datetime

from evenhand.cases.models import Case, Claim
from evenhand.core.moderation import may_decide
from evenhand.core.refusals import Refused, Stale
from evenhand.officers.models import Body, Officer


def locked(case_id: int, body: Body) -> Case:
    """A case, held until the transaction ends. Raises: Case.DoesNotExist."""
    found = Case.objects.select_for_update(of=("self",)).select_related(
        "body", "comment__channel__body", "decision", "proposal"
    )
    return found.get(pk=case_id, body=body)


def check_unchanged(case: Case, version: int, tried: str) -> None:
    """Raises: Stale, when the case is no longer as the officer saw it."""
    if case.version != version:
        raise Stale(
            tried=tried, by=case.changed_by, at=case.changed_at, what=case.changed_how,
            do="look at the case as it is now",
        )  # fmt: skip


def check_unclaimed(case: Case, by: Officer, at: datetime, tried: str) -> None:
    """Raises: Stale, while somebody else holds it."""
    held = Claim.objects.select_related("officer").filter(case=case, until__gt=at).exclude(officer=by).first()
    if held:
        raise held_by_another(held, tried)


def held_by_another(held: Claim, tried: str) -> Stale:
    """That somebody else holds a case, as it is said to whoever wants it."""
    return Stale(
        tried=tried, by=held.officer.name, at=held.claimed_at,
        what=f"claimed it until {held.until:%H:%M} UTC", do="take another case, or ask them",
    )  # fmt: skip


def check_not_target(case: Case, by: Officer, tried: str) -> None:
    """MOD-08: Raises: Refused, for the one whom the comment is aimed at."""
    if own := may_decide(by.pk, case.target_id):
        raise Refused(tried=tried, forbids=own.wrong, do=own.do, rule=own.rule)


def touch(case: Case, who: str, how: str, at: datetime) -> None:
    """Save a case as changed; `how` ends the sentence "Ada Marsh ..."."""
    case.changed_by, case.changed_how, case.changed_at = who, how, at
    case.version += 1
    case.save()


def subject(case: Case) -> str:
    """As audit entries name it: the comment, so that its history has all of it."""
    return f"comment {case.comment_id}"

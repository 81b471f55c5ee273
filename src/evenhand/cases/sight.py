"""REF-02, REC-01: who may look at a restricted case. Lists never show its words, and every look is an audit entry."""

from collections.abc import Collection
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases.models import Case, LetIn
from evenhand.core.lifecycle import CaseState
from evenhand.core.moderation import may_decide
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import permissions

RESTRICTED = "Restricted"
"""What lists show in place of the words."""


class NotLetIn(Refused):
    """A restricted case that this officer may not see."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(
            tried=f"to look at case {case.pk}", forbids="it is restricted, as somebody may be at risk",
            do="leave it to the safeguarding officer; if nobody has it, take it from the queue", rule=RESTRICTED_CASE,
        )  # fmt: skip


def may_see(case: Case, officer: Officer, held: Collection[Permission]) -> bool:
    """Whether an officer with these permissions may look; the target of a comment is not let in to a restricted one."""
    if not case.restricted:
        return True
    if case.target_id == officer.pk:
        return False
    return Permission.SEE_RESTRICTED in held or LetIn.objects.filter(case=case, officer=officer).exists()


def require_sight(case: Case, officer: Officer) -> None:
    """Raises: NotLetIn."""
    if not may_see(case, officer, permissions(officer, case.body)):
        raise NotLetIn(case)


def look(*, case: Case, by: Officer, at: datetime, page: str) -> None:
    """REC-01: note a look at a restricted case. Raises: NotLetIn."""
    require_sight(case, by)
    if not case.restricted:
        return
    with audit.one_transaction():
        audit.record(
            body=case.body.slug, at=at, by=by.email, action="cases.look", subject=f"comment {case.comment_id}",
            case=case.pk, page=page,
        )  # fmt: skip


def let_in(*, case: Case, officer: Officer, why: str, by: Officer, at: datetime) -> None:
    """Let somebody see a restricted case. Again changes nothing. Raises: Refused, for its target."""
    if own := may_decide(officer.pk, case.target_id):
        raise Refused(tried="to let somebody in to a case", forbids=own.wrong, do=own.do, rule=own.rule)
    with audit.one_transaction():
        _, created = LetIn.objects.get_or_create(case=case, officer=officer, defaults={"why": why, "by": by, "at": at})
        if created:
            audit.record(
                body=case.body.slug, at=at, by=by.email, action="cases.let_in", subject=f"comment {case.comment_id}",
                case=case.pk, officer=officer.email, why=why,
            )  # fmt: skip


def invite(*, case_id: int, body: Body, officer: Officer, why: str, by: Officer, at: datetime) -> None:
    """Who sees a case lets a colleague in, or a senior officer takes it on; both say why. Raises: Refused, NotLetIn."""
    case = Case.objects.get(pk=case_id, body=body)
    if officer == by:
        require(by, body, Permission.APPROVE)
    else:
        require_sight(case, by)
    require(officer, body, Permission.SEE_REFERRALS)
    if not why.strip():
        raise Refused(
            tried="to let somebody in to a restricted case", forbids="nothing says why", do="say why it is needed",
            rule=RESTRICTED_CASE,
        )  # fmt: skip
    let_in(case=case, officer=officer, why=why.strip(), by=by, at=at)


def restrict(*, case: Case, by: str, at: datetime) -> None:
    """REF-02: from now on only named roles and those let in see it."""
    _set(case, True, by, at)


def lift(*, case: Case, by: str, at: datetime) -> None:
    """A person found that there is no concern: everybody may see it again."""
    _set(case, False, by, at)


def _set(case: Case, restricted: bool, by: str, at: datetime) -> None:
    if case.restricted == restricted:
        return
    case.restricted = restricted
    with audit.one_transaction():
        Case.objects.filter(pk=case.pk).update(restricted=restricted)
        audit.record(
            body=case.body.slug, at=at, by=by, action="cases.restrict" if restricted else "cases.lift_restriction",
            subject=f"comment {case.comment_id}", case=case.pk,
        )  # fmt: skip


def may_be_taken(case: Case, held: Collection[Permission]) -> bool:
    """Whether somebody may open a restricted case that nobody has dealt with, by claiming it."""
    return case.state == CaseState.OPEN and Permission.DECIDE in held


def restricted_comments(body: Body) -> frozenset[int]:
    """The comments of a body's restricted cases: lists leave out their words, and searches do not find them."""
    return frozenset(Case.objects.filter(body=body, restricted=True).values_list("comment_id", flat=True))

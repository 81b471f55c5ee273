"""Who works on a case: claimed for ten minutes, and let go."""

from datetime import datetime, timedelta

from django.db import connection

from evenhand.audit import operations as audit
from evenhand.cases import sight
from evenhand.cases.locking import check_not_target, held_by_another, locked, subject
from evenhand.cases.models import Claim
from evenhand.core.lifecycle import CaseState
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission

CLAIM_LASTS = timedelta(minutes=10)


def claim(*, case_id: int, body: Body, by: Officer, at: datetime) -> Claim:
    """Hold a case for ten minutes, or hold it longer. Who takes a restricted one that is open is let in to it.

    Raises: Stale when somebody else holds it, Refused for its target, NotLetIn.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = locked(case_id, body)
        check_not_target(case, by, "to claim a case")
        if case.restricted and case.state != CaseState.OPEN:
            sight.require_sight(case, by)
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, {"case": case.pk, "officer": by.pk, "at": at, "until": at + CLAIM_LASTS})
            held = cursor.fetchone() is not None
        if not held:
            raise held_by_another(Claim.objects.select_related("officer").get(case=case), "to claim a case")
        audit.record(body=body.slug, at=at, by=by.email, action="cases.claim", subject=subject(case), case=case.pk)
        if case.restricted:
            sight.let_in(case=case, officer=by, why="took the case", by=by, at=at)
    return Claim.objects.get(case_id=case_id)


_CLAIM = """
insert into cases_claim as held (case_id, officer_id, claimed_at, until)
values (%(case)s, %(officer)s, %(at)s, %(until)s)
on conflict (case_id) do update
set officer_id = excluded.officer_id, claimed_at = excluded.claimed_at, until = excluded.until
where held.officer_id = excluded.officer_id or held.until <= excluded.claimed_at
returning case_id
"""


def release(*, case_id: int, body: Body, by: Officer, at: datetime) -> None:
    """Let go of a case that one holds; nothing happens to anybody else's claim."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = locked(case_id, body)
        released, _ = Claim.objects.filter(case=case, officer=by).delete()
        if released:
            audit.record(
                body=body.slug,
                at=at,
                by=by.email,
                action="cases.release",
                subject=subject(case),
                case=case.pk,
            )

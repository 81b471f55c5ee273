"""REC-02: records put on legal hold, and that lifted."""

from datetime import date, datetime

from django.utils.timezone import localdate

from evenhand.audit import operations as audit
from evenhand.core.given import in_words
from evenhand.core.refusals import Refused
from evenhand.core.retention import hold
from evenhand.intake.models import Author, Comment
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.retention.due import as_hold
from evenhand.retention.models import HoldLifted, LegalHold

RULE = "REC-02"


def put_hold(
    *, body: Body, comment: Comment | None = None, author: Author | None = None, reason: str, by: Officer, at: datetime
) -> LegalHold:
    """REC-02: from today on nothing about this comment, or by this author, is purged. Raises: Refused."""
    require(by, body, Permission.HOLD)
    stated = hold(reason, by=by.name, since=localdate(at), until=None)
    with audit.one_transaction():
        row = LegalHold.objects.create(
            body=body, comment=comment, author=author, reason=stated.reason, by=by, since=stated.since, put_at=at
        )
        audit.record(
            body=body.slug, at=at, by=by.email, action="retention.put_hold", subject=_held(row), hold=row.pk,
            reason=row.reason,
        )  # fmt: skip
    return row


def lift_hold(*, hold_id: int, body: Body, reason: str, by: Officer, at: datetime) -> HoldLifted:
    """REC-02: end a hold today, by name and for a reason. Raises: Refused; LegalHold.DoesNotExist."""
    require(by, body, Permission.HOLD)
    in_words(RULE, "to lift a legal hold", reason=reason)
    with audit.one_transaction():
        row = LegalHold.objects.select_for_update().get(pk=hold_id, body=body)
        before = HoldLifted.objects.filter(hold=row).select_related("by").first()
        if before:
            raise Refused(
                tried="to lift a legal hold", forbids=f"{before.by.name} lifted it on {before.until:%-d %B %Y}",
                do="look at the case again", rule=RULE,
            )  # fmt: skip
        lifted = HoldLifted.objects.create(hold=row, by=by, reason=reason.strip(), until=localdate(at), at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="retention.lift_hold", subject=_held(row), hold=row.pk,
            reason=lifted.reason,
        )  # fmt: skip
    return lifted


def _held(row: LegalHold) -> str:
    return f"comment {row.comment_id}" if row.comment_id else f"author {row.author_id}"


def standing(row: LegalHold, on: date) -> bool:
    """Whether a hold stands on a day; both its days are included."""
    stated = as_hold(row)
    return stated.since <= on and (stated.until is None or on <= stated.until)

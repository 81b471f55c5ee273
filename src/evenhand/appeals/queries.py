"""Appeals for lists and pages, always of one body, and by the reference that somebody quotes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from evenhand.appeals.models import Appeal
from evenhand.appeals.standing import Standing, standing
from evenhand.appeals.subject import Subject, find
from evenhand.core.references import known_form
from evenhand.core.refusals import Refused
from evenhand.notices import queries as notices
from evenhand.officers.models import Body


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal and where it stands."""

    row: Appeal
    standing: Standing


def appeals_of(body: Body) -> QuerySet[Appeal]:
    """A body's appeals with their steps, newest first."""
    found = Appeal.objects.filter(body=body).select_related("body", "entered_by", "decision", "block", "entry")
    return found.prefetch_related("steps__by").order_by("-received_at", "-pk")


def get(body: Body, appeal_id: int) -> Appeal:
    """Raises: Appeal.DoesNotExist, for another body's too."""
    return appeals_of(body).get(pk=appeal_id)


def to_answer(body: Body, at: datetime) -> list[AppealLine]:
    """What somebody of the body has to do something about: overdue first, then by the day that is promised next."""
    lines = [AppealLine(row, standing(row, at)) for row in appeals_of(body)]
    waiting = [line for line in lines if line.standing.is_open]
    return sorted(waiting, key=_order)


def answered(body: Body, at: datetime) -> list[AppealLine]:
    """The others, newest first."""
    lines = (AppealLine(row, standing(row, at)) for row in appeals_of(body))
    return [line for line in lines if not line.standing.is_open]


def _order(line: AppealLine) -> tuple[bool, date, int]:
    return not line.standing.is_late, line.standing.next_due.by, line.row.pk


def subject_of(appeal: Appeal) -> Subject:
    """What an appeal is about."""
    subject = find(appeal.body, appeal.about)
    assert subject is not None, "what was appealed against is never deleted"
    return subject


def about(body: Body, what: str) -> list[Appeal]:
    """Appeals about "decision 12", "block 3" or "entry 4", in order of receipt."""
    kind, _, number = what.partition(" ")
    return list(appeals_of(body).filter(**{kind: int(number)}).order_by("received_at", "pk"))


def by_reference(body: Body, typed: str) -> Appeal | None:
    """The appeal that a reference leads to: its own, that of a letter about it, or that of the notice it answers."""
    try:
        known = known_form(typed)
    except Refused:
        return None
    own = appeals_of(body).filter(reference=known).first()
    if own:
        return own
    subject = named_by(body, typed)
    return (about(body, subject.about) or [None])[-1] if subject else None  # type: ignore[list-item]


def named_by(body: Body, typed: str) -> Subject | None:
    """What a reference may be used to appeal against. None for a letter to an officer, or another body's."""
    try:
        known = known_form(typed)
    except Refused:
        return None
    own = appeals_of(body).filter(reference=known).first()
    if own:
        return subject_of(own)
    notice = notices.by_reference(known, body)
    if notice is None or notice.officer_id:
        return None
    kind, _, number = notice.about.partition(" ")
    if kind == "appeal":
        return subject_of(get(body, int(number)))
    return find(body, notice.about)

"""Appeals for lists and pages, always of one body, and by the reference that somebody quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from evenhand.appeals.models import Appeal, AppealStep
from evenhand.appeals.standing import Standing, Terms, pinned_terms, standing
from evenhand.appeals.subject import Subject, find
from evenhand.core.appeals import Deadlines, Stage, deadlines
from evenhand.core.lifecycle import AppealEvent
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """An appeal that waits for the body: by when something is promised, and whether that is over."""

    id: int
    due_by: date
    is_late: bool


_LAST = AppealStep.objects.filter(appeal=OuterRef("pk")).order_by("-number").values("event")[:1]
_ASKED_AGAIN = AppealStep.objects.filter(appeal=OuterRef("pk"), event=AppealEvent.ASK_AGAIN.value).values("at")[:1]
_OPEN = Q(last=None) | Q(last__in=[AppealEvent.ACKNOWLEDGE.value, AppealEvent.ASK_AGAIN.value])


def waiting(body: Body, at: datetime) -> list[Waiting]:
    """What somebody of the body has to do something about: overdue first, then by the day that is promised next.

    From one query, however many there are; days are worked out once for each edition, stage and day of receipt.
    """
    rows = Appeal.objects.filter(body=body).annotate(last=Subquery(_LAST), again=Subquery(_ASKED_AGAIN)).filter(_OPEN)
    known: dict[tuple[str, Stage, date], Deadlines] = {}
    found = [
        _waiting(pk, pinned_terms(edition, at.year), received_at, last, again, known, at)
        for pk, edition, received_at, last, again in rows.values_list(
            "pk", "edition_id", "received_at", "last", "again"
        )
    ]
    return sorted(found, key=lambda each: (not each.is_late, each.due_by, each.id))


def _waiting(
    pk: int, promises: Terms, received_at: datetime, last: str | None, again: datetime | None,
    known: dict[tuple[str, Stage, date], Deadlines], at: datetime,
) -> Waiting:  # fmt: skip
    stage, asked_on = Stage.SECOND if again else Stage.FIRST, promises.day(again or received_at)
    key = promises.edition.sha256, stage, asked_on
    if key not in known:
        known[key] = deadlines(promises.values, stage, asked_on, promises.after)
    due_by = known[key].answer_by if last == AppealEvent.ACKNOWLEDGE else known[key].acknowledge_by
    return Waiting(pk, due_by, promises.day(at) > due_by)


def to_answer(body: Body, at: datetime, places: Sequence[Waiting] | None = None) -> list[AppealLine]:
    """Where these stand, in their order; all that wait where none are named."""
    wanted = [each.id for each in (waiting(body, at) if places is None else places)]
    rows = {row.pk: row for row in appeals_of(body).filter(pk__in=wanted)}
    return [AppealLine(rows[pk], standing(rows[pk], at)) for pk in wanted if pk in rows]


def answered(body: Body, at: datetime, count: int = 50) -> list[AppealLine]:
    """The newest of the others."""
    over = appeals_of(body).annotate(last=Subquery(_LAST)).exclude(_OPEN)
    return [AppealLine(row, standing(row, at)) for row in over[:count]]


def stood_once(body: Body) -> QuerySet[Appeal]:
    """Those whose first stage ended with the decision standing, and of which nothing was heard since."""
    rows = appeals_of(body).annotate(last=Subquery(_LAST), again=Subquery(_ASKED_AGAIN))
    return rows.filter(last=AppealEvent.STANDS.value, again=None)


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

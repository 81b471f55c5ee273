"""A body's calendar, and who and what it is watched by. Always of one body."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import get_default_timezone, localdate

from evenhand import editions
from evenhand.calendars import calendar_of
from evenhand.core.edition import Edition
from evenhand.core.elections import Inside, Period, inside
from evenhand.core.hours import Calendar, Span
from evenhand.core.incidents import Incident, IncidentKind
from evenhand.core.on_call import uncovered
from evenhand.officers.models import Body
from evenhand.watch.models import Alert, AlertStep, DayOff, DeclaredIncident, Duty, ElectionPeriod

YEARS_BACK, YEARS_AHEAD = 10, 2
"""Of a calendar: no case waits longer, and no closing or target reaches further. Ours."""
WARNS_DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Time out of hours in which nobody is on call, in UTC, the end exclusive."""

    starts_at: datetime
    ends_at: datetime


def edition_of(body: Body, at: datetime) -> Edition:
    """The edition in force on the day of an instant."""
    return editions.in_force(body.edition_folder, localdate(at))


def calendar(body: Body, at: datetime) -> Calendar:
    """HRS-01, HRS-03, HRS-04: the body's calendar around an instant, by the edition in force then."""
    year = localdate(at).year
    declared = DeclaredIncident.objects.filter(body=body).select_related("declared_by")
    made = calendar_of(
        edition_of(body, at), year - YEARS_BACK, year + YEARS_AHEAD, [as_incident(row) for row in declared]
    )
    off = DayOff.objects.filter(body=body, withdrawn_at=None).values_list("day", flat=True)
    return replace(made, closed=made.closed | frozenset(off))


def as_incident(row: DeclaredIncident) -> Incident:
    """As the core counts it: until it was ended, or until it ends by itself."""
    return Incident(
        kind=IncidentKind(row.kind), why=row.why, declared_by=row.declared_by.name, declared_at=row.declared_at,
        starts_at=row.starts_at, ends_at=row.ended_at or row.ends_at, channels=frozenset(row.channels),
    )  # fmt: skip


def running(body: Body, at: datetime) -> list[DeclaredIncident]:
    """The incidents that run now, the first to end first."""
    return list(_unfinished(body, at).filter(starts_at__lte=at).order_by("ends_at"))


def to_come(body: Body, at: datetime) -> list[DeclaredIncident]:
    """The incidents that are declared and have not begun."""
    return list(_unfinished(body, at).filter(starts_at__gt=at).order_by("starts_at"))


def over(body: Body, at: datetime, count: int = 20) -> list[DeclaredIncident]:
    """The last incidents that have ended, newest first."""
    ended = DeclaredIncident.objects.filter(body=body).filter(Q(ended_at__isnull=False) | Q(ends_at__lte=at))
    newest = ended.select_related("body", "declared_by", "ended_by").order_by(
        Coalesce(F("ended_at"), F("ends_at")).desc()
    )
    return list(newest[:count])


def _unfinished(body: Body, at: datetime) -> QuerySet[DeclaredIncident]:
    found = DeclaredIncident.objects.filter(body=body, ended_at=None, ends_at__gt=at)
    return found.select_related("body", "declared_by", "extends")


def days_off(body: Body, since: date) -> list[DayOff]:
    """The days off that the body set itself, from a day on."""
    found = DayOff.objects.filter(body=body, withdrawn_at=None, day__gte=since)
    return list(found.select_related("set_by").order_by("day"))


def duty_on(body: Body, at: datetime) -> Duty | None:
    """HRS-05: who is on call at an instant."""
    found = Duty.objects.filter(body=body, withdrawn_at=None, starts_at__lte=at, ends_at__gt=at)
    return found.select_related("officer").first()


def duties(body: Body, at: datetime) -> list[Duty]:
    """Who is on call now and later, in order."""
    found = Duty.objects.filter(body=body, withdrawn_at=None, ends_at__gt=at)
    return list(found.select_related("body", "officer", "set_by").order_by("starts_at"))


def nobody_on_call(body: Body, at: datetime, *, days: int = WARNS_DAYS_AHEAD) -> list[Uncovered]:
    """HRS-05: the time out of hours in the next days in which nobody would hear of the gravest cases."""
    covered: list[Span] = [(duty.starts_at, duty.ends_at) for duty in duties(body, at)]
    gaps = uncovered(calendar(body, at), covered, at, at + timedelta(days=days))
    return [Uncovered(starts_at, ends_at) for starts_at, ends_at in gaps]


def alerts(body: Body, count: int = 20) -> list[Alert]:
    """The last alerts, those that nobody has acknowledged first."""
    found = Alert.objects.filter(body=body).select_related("body", "duty__officer", "acknowledged_by")
    found = found.prefetch_related(
        Prefetch("steps", AlertStep.objects.select_related("officer").order_by("at", "officer__name"))
    )
    return list(found.order_by(F("acknowledged_at").desc(nulls_first=True), "-alerted_at")[:count])


def unacknowledged(body: Body) -> int:
    """HRS-05: how many alerts nobody has said that they have seen."""
    return Alert.objects.filter(body=body, acknowledged_at=None).count()


def periods(body: Body) -> list[ElectionPeriod]:
    """The pre-election periods that stand, the latest first."""
    found = ElectionPeriod.objects.filter(body=body, withdrawn_at=None)
    return list(found.select_related("body", "set_by").order_by("-last_on", "area"))


def period_now(body: Body, at: datetime) -> list[ElectionPeriod]:
    """The pre-election periods that a day is in."""
    day = localdate(at)
    found = ElectionPeriod.objects.filter(body=body, withdrawn_at=None, first_on__lte=day, last_on__gte=day)
    return list(found.order_by("last_on", "area"))


PreElection = Callable[[str, datetime], Inside]


def pre_election(body: Body) -> PreElection:
    """ELE-01: of a channel's name and the instant of a comment, whether it was written in a pre-election period."""
    zone = get_default_timezone()
    standing = periods(body)

    def asked(channel: str, written_at: datetime) -> Inside:
        of_channel = [period for period in standing if channel in period.channels]
        return inside([as_period(row) for row in of_channel], written_at, _areas(of_channel), zone)

    return asked


def as_period(row: ElectionPeriod) -> Period:
    """As the core counts it."""
    return Period(row.area, row.poll_on, row.first_on, row.last_on, row.set_by_id)


def _areas(rows: Collection[ElectionPeriod]) -> frozenset[str]:
    return frozenset(row.area for row in rows)

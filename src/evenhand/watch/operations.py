"""Setting days off, declaring incidents, putting people on call, setting pre-election periods, alerting."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from evenhand.audit import operations as audit
from evenhand.core.dates import said
from evenhand.core.edition import Edition
from evenhand.core.elections import Period, set_period
from evenhand.core.incidents import IncidentKind, call_off, declare
from evenhand.core.refusals import Refused
from evenhand.core.values import Incidents
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import may
from evenhand.watch.models import Alert, DayOff, DeclaredIncident, Duty, ElectionPeriod
from evenhand.watch.queries import as_incident, duty_on


def set_day_off(*, body: Body, day: date, why: str, by: Officer, at: datetime) -> DayOff:
    """HRS-03: a day on which the body does not work. Raises: Refused for a day that has begun, or one set already."""
    require(by, body, Permission.SET_CALENDAR)
    tried = f"to make {said(day)} a day off"
    if day <= localdate(at):
        raise Refused(
            tried=tried, forbids="clocks have run on it already, and what was late stays late",
            do="choose a day after today", rule="HRS-03",
        )  # fmt: skip
    if not why.strip():
        raise Refused(tried=tried, forbids="it does not say why", do="say why nobody works that day", rule="HRS-03")
    with audit.one_transaction():
        if DayOff.objects.filter(body=body, day=day, withdrawn_at=None).exists():
            raise Refused(tried=tried, forbids="it is one already", do="choose another day", rule="HRS-03")
        made = DayOff.objects.create(body=body, day=day, why=why.strip(), set_by=by, set_at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.set_day_off", subject=f"day off {made.pk}",
            day=str(day), why=made.why,
        )  # fmt: skip
    return made


def withdraw_day_off(*, day_off_id: int, body: Body, by: Officer, at: datetime) -> None:
    """HRS-03: work on that day after all. Raises: Refused once the day has begun."""
    require(by, body, Permission.SET_CALENDAR)
    with audit.one_transaction():
        found = DayOff.objects.select_for_update().get(pk=day_off_id, body=body, withdrawn_at=None)
        if found.day <= localdate(at):
            raise Refused(
                tried=f"to work on {said(found.day)} after all", forbids="the day has begun",
                do="declare an incident if channels must be watched today", rule="HRS-03",
            )  # fmt: skip
        found.withdrawn_by, found.withdrawn_at = by, at
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.withdraw_day_off", subject=f"day off {found.pk}",
            day=str(found.day),
        )  # fmt: skip


def declare_incident(
    *, body: Body, edition: Edition, kind: IncidentKind, why: str, channels: Sequence[str], starts_at: datetime,
    ends_at: datetime, by: Officer, at: datetime, extends: int | None = None,
) -> DeclaredIncident:  # fmt: skip
    """HRS-04: longer hours on some channels, from when until when. They end by themselves.

    `extends`: the incident that this one goes on from. Raises: Refused, naming what is missing or impossible.
    """
    require(by, body, Permission.DECLARE)
    before = DeclaredIncident.objects.get(pk=extends, body=body) if extends else None
    row = DeclaredIncident(
        body=body, kind=kind.value, why=why.strip(), channels=sorted(set(channels)), declared_by=by, declared_at=at,
        starts_at=starts_at, ends_at=ends_at, extends=before,
    )  # fmt: skip
    declare(edition.value("HRS-04", Incidents), as_incident(row))
    with audit.one_transaction():
        row.save()
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.declare_incident", subject=f"incident {row.pk}",
            kind=row.kind, why=row.why, channels=row.channels, starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(), extends=extends,
        )  # fmt: skip
    return row


def end_incident(*, incident_id: int, body: Body, by: Officer, at: datetime) -> DeclaredIncident:
    """HRS-04: end it now rather than by itself. Raises: Refused when it is over."""
    require(by, body, Permission.DECLARE)
    with audit.one_transaction():
        found = DeclaredIncident.objects.select_for_update().get(pk=incident_id, body=body)
        call_off(as_incident(found), at)
        found.ended_by, found.ended_at = by, at
        found.save(update_fields=["ended_by", "ended_at"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.end_incident", subject=f"incident {found.pk}",
            planned_end=found.ends_at.isoformat(),
        )  # fmt: skip
    return found


def set_duty(
    *, body: Body, officer: Officer, starts_at: datetime, ends_at: datetime, phone: str, email: str, by: Officer,
    at: datetime,
) -> Duty:  # fmt: skip
    """HRS-05: somebody is on call from `starts_at` up to `ends_at`.

    Raises: Refused for times that cannot be, another's duty at the same time, or somebody who may not decide cases.
    """
    require(by, body, Permission.SET_CALENDAR)
    tried = f"to put {officer.name} on call"
    if not may(officer, body, Permission.DECIDE):
        wrong = f"{officer.name} has no role at {body.name} that may decide cases"
        raise Refused(tried=tried, forbids=wrong, do="choose an officer who may", rule="HRS-05")
    if starts_at >= ends_at or ends_at <= at:
        wrong = "it ends before it begins" if starts_at >= ends_at else "it is over already"
        raise Refused(
            tried=tried, forbids=wrong, do="give an end later than the start, and than now", rule="HRS-05"
        )  # fmt: skip
    if not email.strip():
        raise Refused(tried=tried, forbids="no e-mail address is given", do="say where alerts go", rule="HRS-05")
    with audit.one_transaction():
        Body.objects.select_for_update().get(pk=body.pk)  # two people cannot fill one gap at once
        standing = Duty.objects.filter(body=body, withdrawn_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
        if other := standing.select_related("officer").first():
            raise Refused(
                tried=tried, forbids=f"{other.officer.name} is on call then", do="withdraw that first", rule="HRS-05"
            )
        made = Duty.objects.create(
            body=body, officer=officer, starts_at=starts_at, ends_at=ends_at, phone=phone.strip(),
            email=email.strip(), set_by=by, set_at=at,
        )  # fmt: skip
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.set_duty", subject=f"duty {made.pk}",
            officer=officer.email, starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat(),
        )  # fmt: skip
    return made


def withdraw_duty(*, duty_id: int, body: Body, by: Officer, at: datetime) -> None:
    """HRS-05: somebody is not on call after all, or no longer. Raises: Refused when it is over."""
    require(by, body, Permission.SET_CALENDAR)
    with audit.one_transaction():
        found = Duty.objects.select_for_update(of=("self",)).select_related("officer").get(pk=duty_id, body=body)
        if found.withdrawn_at is not None or found.ends_at <= at:
            raise Refused(
                tried=f"to take {found.officer.name} off call", forbids="that is over already",
                do="look at the list again", rule="HRS-05",
            )  # fmt: skip
        found.withdrawn_by, found.withdrawn_at = by, at
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.withdraw_duty", subject=f"duty {found.pk}",
            officer=found.officer.email,
        )  # fmt: skip


def set_election_period(
    *, body: Body, area: str, channels: Sequence[str], poll_on: date, first_on: date, last_on: date, by: Officer,
    at: datetime,
) -> ElectionPeriod:  # fmt: skip
    """ELE-01: a pre-election period in one area, both days inclusive.

    Raises: Refused for dates that cannot be, no channel, or one that overlaps another of the same area.
    """
    require(by, body, Permission.SET_CALENDAR)
    period = set_period(Period(area.strip(), poll_on, first_on, last_on, None), by=by.pk)
    tried = "to set a pre-election period"
    if not channels:
        raise Refused(tried=tried, forbids="it names no channel", do="name the area's channels", rule="ELE-01")
    with audit.one_transaction():
        Body.objects.select_for_update().get(pk=body.pk)  # two periods cannot be set beside one another
        others = ElectionPeriod.objects.filter(body=body, area__iexact=period.area, withdrawn_at=None)
        if other := others.filter(first_on__lte=last_on, last_on__gte=first_on).first():
            wrong = f"{other.area} has one from {said(other.first_on)} to {said(other.last_on)}"
            raise Refused(tried=tried, forbids=wrong, do="withdraw that first, or change the dates", rule="ELE-01")
        made = ElectionPeriod.objects.create(
            body=body, area=period.area, channels=sorted(set(channels)), poll_on=poll_on, first_on=first_on,
            last_on=last_on, set_by=by, set_at=at,
        )  # fmt: skip
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.set_election_period",
            subject=f"election period {made.pk}", area=made.area, channels=made.channels, poll_on=str(poll_on),
            first_on=str(first_on), last_on=str(last_on),
        )  # fmt: skip
    return made


def withdraw_election_period(*, period_id: int, body: Body, by: Officer, at: datetime) -> None:
    """ELE-01: it was set by mistake, or the poll was called off. What was proposed in it stays as it was."""
    require(by, body, Permission.SET_CALENDAR)
    with audit.one_transaction():
        found = ElectionPeriod.objects.select_for_update().get(pk=period_id, body=body, withdrawn_at=None)
        found.withdrawn_by, found.withdrawn_at = by, at
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="watch.withdraw_election_period",
            subject=f"election period {found.pk}", area=found.area,
        )  # fmt: skip


def alert(*, body: Body, about: str, because: Sequence[str], by: str, at: datetime) -> Alert | None:
    """HRS-05: note that somebody must hear of a case at once, and who is on call; None where it was noted before."""
    with audit.one_transaction():
        duty = duty_on(body, at)
        made, created = Alert.objects.get_or_create(
            about=about, defaults={"body": body, "because": list(because), "duty": duty, "alerted_at": at}
        )
        if not created:
            return None
        audit.record(
            body=body.slug, at=at, by=by, action="watch.alert", subject=about, because=list(because),
            officer=duty.officer.email if duty else None,
        )  # fmt: skip
    return made


def acknowledge(*, alert_id: int, body: Body, by: Officer, at: datetime) -> Alert:
    """HRS-05: somebody has seen an alert, and it goes no further. Raises: Refused when somebody had before."""
    require(by, body, Permission.ACKNOWLEDGE)
    with audit.one_transaction():
        found = Alert.objects.select_for_update(of=("self",)).select_related("acknowledged_by")
        alerted = found.get(pk=alert_id, body=body)
        if alerted.acknowledged_by:
            raise Refused(
                tried="to acknowledge an alert", forbids=f"{alerted.acknowledged_by.name} did before",
                do="ask them what they did, or look at the case", rule="HRS-05",
            )  # fmt: skip
        alerted.acknowledged_by, alerted.acknowledged_at = by, at
        alerted.save(update_fields=["acknowledged_by", "acknowledged_at"])
        audit.record(body=body.slug, at=at, by=by.email, action="watch.acknowledge", subject=alerted.about)
    return alerted

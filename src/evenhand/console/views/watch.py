"""The calendar, incidents, and who is on call."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.calendars import public_holidays
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out
from evenhand.console.banners import when
from evenhand.console.watch_forms import DayOffForm, DutyForm, IncidentForm
from evenhand.core.clocks import next_active
from evenhand.core.values import ActiveHours, Incidents, OutOfHoursAlerts, PublicHolidays, Weekday
from evenhand.intake.queries import channels_of
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import who_may
from evenhand.watch import operations, queries
from evenhand.watch.models import Alert, AlertStep, DayOff, DeclaredIncident, Duty

SHOWN_AHEAD = timedelta(days=366)


def tabs(body: Body, current: str) -> list[dict[str, Any]]:
    """The pages of the calendar."""
    pages = (("Calendar", "watch"), ("Incidents", "incidents"), ("On call", "on-call"), ("Elections", "elections"))
    return [{"text": text, "url": reverse(name, args=[body.slug]), "current": name == current} for text, name in pages]


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_WATCH)
def calendar(request: OfficerRequest) -> HttpResponse:
    """HRS-01, HRS-03: active hours, days on which nobody works, and setting another."""
    body, now = request.body_of_page, clock.now()
    form = DayOffForm(request.POST or None) if Permission.SET_CALENDAR in request.permissions else None

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        given = form.cleaned_data
        operations.set_day_off(body=body, day=given["day"], why=given["why"], by=request.user, at=now)
        return f"{given['day']:%-d %B %Y} is a day off."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("watch", body.slug)
    context = _calendar(body, now, request.permissions) | {"form": form, "tabs": tabs(body, "watch")}
    return render(request, "evenhand/watch/calendar.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound else 200


def _calendar(body: Body, now: datetime, held: frozenset[Permission]) -> dict[str, Any]:
    edition, office = queries.edition_of(body, now), queries.calendar(body, now)
    hours = edition.value("HRS-01", ActiveHours)
    opens = next_active(office, now, channel="")
    return {
        "is_active": opens <= now,
        "opens": when(opens),
        "hours": [
            {"day": day.value.capitalize(), "opening": hours.hours.get(day)} for day in Weekday
        ],
        "days": _days(body, now, edition.value("HRS-03", PublicHolidays), held),
        "uncovered": _uncovered(body, now),
        "on_call": queries.duty_on(body, now),
        "on_call_url": reverse("on-call", args=[body.slug]),
    }  # fmt: skip


def _days(body: Body, now: datetime, values: PublicHolidays, held: frozenset[Permission]) -> list[dict[str, Any]]:
    today = localtime(now).date()
    until = today + SHOWN_AHEAD
    rows: list[dict[str, Any]] = [
        {"day": day, "why": name, "whose": f"Public holiday in {values.nation.title()}"}
        for day, name in public_holidays(values.nation, today.year, until.year).items()
    ]
    rows += [{"day": day, "why": "Closed", "whose": "Named in the edition"} for day in values.also_closed]
    for row in queries.days_off(body, today):
        url = reverse("withdraw-day-off", args=[body.slug, row.pk]) if _may_withdraw(row.day, today, held) else ""
        rows.append({"day": row.day, "why": row.why, "whose": f"Set by {row.set_by.name}", "withdraw_url": url})
    return sorted((row for row in rows if today <= row["day"] <= until), key=lambda row: row["day"])


def _may_withdraw(day: date, today: date, held: frozenset[Permission]) -> bool:
    return Permission.SET_CALENDAR in held and day > today


def _uncovered(body: Body, now: datetime) -> list[str]:
    return [f"{when(gap.starts_at)} to {when(gap.ends_at)}" for gap in queries.nobody_on_call(body, now)]


@require_POST
@needs(Permission.SET_CALENDAR)
def withdraw_day_off(request: OfficerRequest, day_off: int) -> HttpResponse:
    """HRS-03: work on that day after all."""
    body = request.body_of_page
    get_object_or_404(DayOff, pk=day_off, body=body, withdrawn_at=None)
    operations.withdraw_day_off(day_off_id=day_off, body=body, by=request.user, at=clock.now())
    return redirect("watch", body.slug)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_WATCH)
def incidents(request: OfficerRequest) -> HttpResponse:
    """HRS-04: incidents that run, are to come, and are over; and declaring one."""
    body, now = request.body_of_page, clock.now()
    form = _incident_form(request, body, now) if Permission.DECLARE in request.permissions else None

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        row = operations.declare_incident(
            body=body, edition=queries.edition_of(body, now), by=request.user, at=now, **form.cleaned_data
        )
        return f"Declared: {row.kind} until {when(row.ends_at)}. It ends by itself."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("incidents", body.slug)
    titles = {channel.name: channel.title for channel in channels_of(body)}
    may = Permission.DECLARE in request.permissions
    context = {
        "running": [_incident(row, titles, may) for row in queries.running(body, now)],
        "to_come": [_incident(row, titles, may) for row in queries.to_come(body, now)],
        "over": [_incident(row, titles, False) for row in queries.over(body, now)],
        "longest_hours": queries.edition_of(body, now).value("HRS-04", Incidents).longest_hours,
        "form": form,
        "form_open": bool(form and (form.is_bound or request.GET.get("extends"))),
        "tabs": tabs(body, "incidents"),
    }
    return render(request, "evenhand/watch/incidents.html", context, status=_status(form))


def _incident_form(request: OfficerRequest, body: Body, now: datetime) -> IncidentForm:
    before = DeclaredIncident.objects.filter(body=body, pk=_number(request.GET.get("extends"))).first()
    initial: dict[str, object] = {"starts_at": f"{localtime(now):%Y-%m-%dT%H:%M}"}
    if before:
        initial = {
            "kind": before.kind, "why": before.why, "channels": before.channels, "extends": before.pk,
            "starts_at": f"{localtime(before.ends_at):%Y-%m-%dT%H:%M}",
        }  # fmt: skip
    return IncidentForm(request.POST or None, initial=initial, channels=channels_of(body))


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 15 else 0


def _incident(row: DeclaredIncident, titles: dict[str, str], may: bool) -> dict[str, Any]:
    place = [row.body.slug, row.pk]
    return {
        "kind": row.kind,
        "why": row.why,
        "declared_by": row.declared_by.name,
        "declared_at": row.declared_at,
        "starts_at": row.starts_at,
        "ends_at": row.ended_at or row.ends_at,
        "ended_by": row.ended_by.name if row.ended_by else "",
        "extends": row.extends_id,
        "channels": ", ".join(titles.get(name, name) for name in row.channels),
        "end_url": reverse("end-incident", args=place) if may else "",
        "extend_url": f"{reverse('incidents', args=place[:1])}?extends={row.pk}" if may else "",
    }


@require_POST
@needs(Permission.DECLARE)
def end_incident(request: OfficerRequest, incident: int) -> HttpResponse:
    """HRS-04: end it now."""
    body = request.body_of_page
    get_object_or_404(DeclaredIncident, pk=incident, body=body)
    operations.end_incident(incident_id=incident, body=body, by=request.user, at=clock.now())
    return redirect("incidents", body.slug)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_WATCH)
def on_call(request: OfficerRequest) -> HttpResponse:
    """HRS-05: who is on call, when nobody is, and the alerts there were."""
    body, now = request.body_of_page, clock.now()
    may = Permission.SET_CALENDAR in request.permissions
    form = DutyForm(request.POST or None, officers=who_may(body, Permission.DECIDE)) if may else None

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        given = form.cleaned_data
        who = Officer.objects.get(pk=given.pop("officer"))
        operations.set_duty(body=body, officer=who, by=request.user, at=now, **given)
        return f"{who.name} is on call from {when(given['starts_at'])} to {when(given['ends_at'])}."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("on-call", body.slug)
    context = {
        "duties": [_duty(row, may, now) for row in queries.duties(body, now)],
        "uncovered": _uncovered(body, now),
        "alerts": [_alert(row, request.permissions) for row in queries.alerts(body)],
        "minutes": queries.edition_of(body, now).value("HRS-05", OutOfHoursAlerts).acknowledge_within_minutes,
        "form": form,
        "tabs": tabs(body, "on-call"),
    }
    return render(request, "evenhand/watch/on_call.html", context, status=_status(form))


def _duty(row: Duty, may: bool, now: datetime) -> dict[str, Any]:
    return {
        "officer": row.officer.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "phone": row.phone,
        "email": row.email,
        "is_now": row.starts_at <= now,
        "withdraw_url": reverse("withdraw-duty", args=[row.body.slug, row.pk]) if may else "",
    }


def _alert(row: Alert, held: frozenset[Permission]) -> dict[str, Any]:
    case = int(row.about.removeprefix("case "))
    return {
        "case": case,
        "case_url": reverse("case", args=[row.body.slug, case]) if Permission.SEE_CASES in held else "",
        "at": row.alerted_at,
        "because": ", ".join(row.because),
        "officer": row.duty.officer.name if row.duty else "",
        "acknowledged_by": row.acknowledged_by.name if row.acknowledged_by else "",
        "acknowledged_at": row.acknowledged_at,
        "url": reverse("acknowledge", args=[row.body.slug, row.pk]) if Permission.ACKNOWLEDGE in held else "",
        "steps": [_step(step) for step in row.steps.all()],
    }


def _step(step: AlertStep) -> dict[str, Any]:
    return {
        "whom": step.whom,
        "officer": step.officer.name if step.officer else "",
        "at": step.at,
        "because": step.because,
    }


@require_POST
@needs(Permission.SET_CALENDAR)
def withdraw_duty(request: OfficerRequest, duty: int) -> HttpResponse:
    """HRS-05: somebody is not on call after all."""
    body = request.body_of_page
    get_object_or_404(Duty, pk=duty, body=body)
    operations.withdraw_duty(duty_id=duty, body=body, by=request.user, at=clock.now())
    return redirect("on-call", body.slug)


@require_POST
@needs(Permission.ACKNOWLEDGE)
def acknowledge(request: OfficerRequest, alert: int) -> HttpResponse:
    """HRS-05: somebody has seen an alert."""
    body = request.body_of_page
    get_object_or_404(Alert, pk=alert, body=body)
    operations.acknowledge(alert_id=alert, body=body, by=request.user, at=clock.now())
    return redirect("on-call", body.slug)

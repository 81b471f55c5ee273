"""HRS-05: alerts that nobody acknowledges go on, step by step; each step is a row and an audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.escalation import Hears, Onward, Told, onward
from evenhand.core.values import OutOfHoursAlerts
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission, Role
from evenhand.officers.queries import who_may, with_role
from evenhand.watch.models import Alert, AlertStep, Duty
from evenhand.watch.queries import edition_of


@dataclass(frozen=True, slots=True)
class Next:
    """Who hears of an alert now, why, and where they are reached. Nobody for the standing task."""

    whom: Hears
    because: str
    to: tuple[tuple[Officer, str], ...]


def next_step(alert: Alert, at: datetime) -> Next | None:
    """HRS-05: who is to hear of an alert now; None while there is time, once it is acknowledged, and at the end."""
    if alert.acknowledged_at is not None:
        return None
    rota, co_ordinators = _next_on_rota(alert, at), _co_ordinators(alert)
    who = {Hears.NEXT: [(rota.officer, rota.email)] if rota else [], Hears.CO_ORDINATOR: co_ordinators}
    found = _onward(alert, [whom for whom, people in who.items() if people], at)
    return Next(found.whom, found.because, tuple(who.get(found.whom, []))) if found else None


def _onward(alert: Alert, there_are: Sequence[Hears], at: datetime) -> Onward | None:
    values = edition_of(alert.body, alert.alerted_at).value("HRS-05", OutOfHoursAlerts)
    told = [Told(Hears(step.whom), step.at) for step in alert.steps.all()]
    if alert.duty:
        told.append(Told(Hears.ON_CALL, alert.alerted_at))
    return onward(values, told, there_are, now=at)


def _already(alert: Alert) -> set[int]:
    told = {step.officer_id for step in alert.steps.all() if step.officer_id}
    return told | ({alert.duty.officer_id} if alert.duty else set())


def _next_on_rota(alert: Alert, at: datetime) -> Duty | None:
    """The first duty of somebody else that runs now or is to come."""
    standing = Duty.objects.filter(body=alert.body, withdrawn_at=None, ends_at__gt=at)
    able = who_may(alert.body, Permission.ACKNOWLEDGE)
    others = standing.filter(officer__in=able).exclude(officer__in=_already(alert))
    return others.select_related("officer").order_by("starts_at").first()


def _co_ordinators(alert: Alert) -> list[tuple[Officer, str]]:
    """Those of the body; where it has none, its senior officers."""
    found = with_role(alert.body, Role.CO_ORDINATOR) or with_role(alert.body, Role.SENIOR)
    return [(officer, officer.email) for officer in found if officer.pk not in _already(alert)]


def escalate(*, alert_id: int, body: Body, by: str, at: datetime) -> Next | None:
    """HRS-05: take the step that is due, once however often it is asked for. What was taken; None where none was."""
    with audit.one_transaction():
        locked = Alert.objects.select_for_update(of=("self",)).select_related("body", "duty")
        alert = locked.get(pk=alert_id, body=body)
        step = next_step(alert, at)
        if step is None:
            return None
        for officer, email in step.to or [(None, "")]:
            AlertStep.objects.create(
                alert=alert, whom=step.whom.value, officer=officer, email=email, because=step.because, at=at
            )
        audit.record(
            body=body.slug, at=at, by=by, action="watch.escalate", subject=alert.about, whom=step.whom.value,
            because=step.because, officers=[officer.email for officer, _ in step.to],
        )  # fmt: skip
    return step

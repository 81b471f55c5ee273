"""HRS-05: every minute, alerts that nobody has acknowledged go on to whoever is next, who is told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.connections import shadow
from evenhand.core.escalation import Hears
from evenhand.core.lifecycle import CaseState
from evenhand.notices import operations as notices
from evenhand.officers.models import Body, Officer
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.watch import escalating
from evenhand.watch.models import Alert
from evenhand.work.alerts import BY, ON_CALL, channels_of

Due = tuple[Alert, escalating.Next]


def look_after(*, at: datetime) -> int:
    """HRS-05: take every step that is due. How many alerts went on; of each body in a transaction of its own.

    Raises: ExceptionGroup, after all others, when some body's could not; they are tried again next time.
    """
    taken, faults = 0, []
    for body in Body.objects.filter(alert__acknowledged_at=None, alert__isnull=False).distinct().order_by("pk"):
        try:
            taken += _look_after(body, at)
        except Exception as fault:
            faults.append(fault)
    _take_back_tasks(at)
    if faults:
        raise ExceptionGroup("alerts of some bodies could not go on", faults)
    return taken


def _look_after(body: Body, at: datetime) -> int:
    """One notice tells somebody of all that goes on to them."""
    went: dict[tuple[Officer, str], list[Due]] = defaultdict(list)
    with audit.one_transaction():
        waiting = Alert.objects.filter(body=body, acknowledged_at=None).order_by("pk")
        due = [(alert, step) for alert in waiting if _nobody_looked(alert) for step in _taken(alert, body, at)]
        for alert, step in due:
            if step.whom is Hears.TASK:
                _open_task(alert, step, at)
            for somebody in step.to:
                went[somebody].append((alert, step))
        for (officer, email), theirs in went.items():
            _tell(body, officer, email, theirs, at)
    return len(due)


def _taken(alert: Alert, body: Body, at: datetime) -> list[escalating.Next]:
    step = escalating.escalate(alert_id=alert.pk, body=body, by=BY, at=at)
    return [step] if step else []


def _nobody_looked(alert: Alert) -> bool:
    """A case that was decided needs nobody to be woken for it."""
    number = int(alert.about.removeprefix("case "))
    return Case.objects.filter(pk=number, body=alert.body_id, state=CaseState.OPEN.value).exists()


def _tell(body: Body, officer: Officer, email: str, due: Sequence[Due], at: datetime) -> None:
    cases = ", ".join(alert.about for alert, _ in due)
    first, step = due[0]
    notices.tell(
        body=body, kind="alert", about=f"alert {first.pk}", subject=f"Evenhand: nobody has acknowledged {cases}",
        paragraphs=[
            f"{cases.capitalize()} came in to {body.name} out of hours and cannot wait (HRS-05).",
            f"You hear of it as {step.whom}: {step.because}.",
            f"Acknowledge what you have seen: {settings.EVENHAND_ADDRESS}{ON_CALL.format(body=body.slug)}",
            *shadow.said_to_staff(channels_of(alert for alert, _ in due)),
        ],
        to=notices.To(officer=officer, email=email), by=BY, at=at,
    )  # fmt: skip


def _open_task(alert: Alert, step: escalating.Next, at: datetime) -> None:
    tasks.open_task(
        body=alert.body, about=f"alert {alert.pk}", title=f"Nobody has acknowledged the alert about {alert.about}",
        why=f"{alert.about.capitalize()} came in out of hours and cannot wait; {step.because}",
        steps=[
            f"Open {alert.about} now, and do what is needed", "Acknowledge the alert on the page of who is on call",
            "Find out why nobody did, and put that right",
        ],
        url="", by=BY, at=at,
    )  # fmt: skip


def _take_back_tasks(at: datetime) -> None:
    """Once somebody has acknowledged an alert, its task need not stand."""
    for about in Task.objects.filter(done_at=None, about__startswith="alert ").values_list("about", flat=True):
        alert = Alert.objects.select_related("acknowledged_by").get(pk=int(about.removeprefix("alert ")))
        if alert.acknowledged_by:
            tasks.withdraw(about=about, why=f"{alert.acknowledged_by.name} acknowledged the alert", by=BY, at=at)

"""HRS-05: out of hours the gravest cases alert the person on call, once a case."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from evenhand.cases.models import Case
from evenhand.cases.urgency import in_earnest
from evenhand.connections import shadow
from evenhand.core import clocks
from evenhand.core.lifecycle import CaseState
from evenhand.core.values import OutOfHoursAlerts
from evenhand.core.vocabulary import Severity
from evenhand.intake.models import Channel
from evenhand.notices import operations as notices
from evenhand.officers.models import Body
from evenhand.tasks import operations as tasks
from evenhand.watch import operations as watch
from evenhand.watch.models import Alert
from evenhand.watch.queries import calendar, edition_of

BY = "program: alerts"
ON_CALL = "/{body}/watch/on-call"  # an address of the console, which this room cannot ask for


def alert_gravest(*, body: Body, comment_ids: Sequence[int], at: datetime) -> list[Alert]:
    """HRS-05: of the open cases about these comments, those that the person on call must hear of now.

    A program's doubt wakes nobody: it waits in the queue, right after what is certain. One notice tells of them
    all; where nobody is on call, a task says so.
    """
    found = Case.objects.filter(body=body, comment_id__in=comment_ids, state=CaseState.OPEN.value)
    cases = list(found.select_related("proposal", "comment__channel").order_by("band", "pk"))
    if not cases:
        return []
    office, values = calendar(body, at), edition_of(body, at).value("HRS-05", OutOfHoursAlerts)
    made = []
    for case in cases:
        made_of = case.proposal
        rules = [rule for rule in (*made_of.grounds, made_of.route) if in_earnest(made_of, rule)]
        heard = clocks.alert(office, values, Severity(case.severity), rules, at, channel=case.comment.channel.name)
        if heard.whom is clocks.Whom.ON_CALL:
            noted = watch.alert(body=body, about=f"case {case.pk}", because=heard.because, by=BY, at=at)
            made += [noted] if noted else []
    if made:
        _tell(body, made, at)
    return made


def _tell(body: Body, made: Sequence[Alert], at: datetime) -> None:
    duty = made[0].duty
    if duty is None:
        tasks.open_task(
            body=body, about=f"on call {body.slug}", title="Nobody was on call for the gravest cases",
            why=f"{made[0].about.capitalize()} came in out of hours and nobody is on call (HRS-05)",
            steps=["Look at the alerts on the page of who is on call", "Put somebody on call"], url="", by=BY, at=at,
        )  # fmt: skip
        return
    cases = ", ".join(alert.about for alert in made)
    notices.tell(
        body=body, kind="alert", about=f"alert {made[0].pk}", subject=f"Evenhand: {cases} out of hours",
        paragraphs=[
            f"You are on call for {body.name}. {cases.capitalize()} came in out of hours and cannot wait (HRS-05).",
            f"Acknowledge what you have seen: {settings.EVENHAND_ADDRESS}{ON_CALL.format(body=body.slug)}",
            *shadow.said_to_staff(channels_of(made)),
        ],
        to=notices.To(officer=duty.officer, email=duty.email), by=BY, at=at,
    )  # fmt: skip


def channels_of(alerts: Iterable[Alert]) -> list[Channel]:
    """Where what they are about was written."""
    cases = [int(alert.about.removeprefix("case ")) for alert in alerts]
    return list(Channel.objects.filter(comment__case__in=cases).distinct())

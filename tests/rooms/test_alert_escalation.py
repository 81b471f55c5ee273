"""HRS-05: an alert that nobody acknowledges goes on, step by step, each told and on record, until a task stands."""

from datetime import datetime, timedelta

import pytest
from tests.rooms import world
from tests.rooms.watching import on_call, wrote
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.audit.models import Entry
from evenhand.cases.models import Case
from evenhand.core.escalation import Hears
from evenhand.intake.models import Channel
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.watch import operations as watch
from evenhand.watch.models import Alert, AlertStep
from evenhand.work import escalation

GRAVE = "I am going to kill you, Ben Okafor, I know where you live"
NIGHT = wall("2024-03-05 02:00")


@pytest.fixture
def cara(body: Body) -> Officer:
    return world.new_officer(body, "Cara Finch", Role.CO_ORDINATOR)


@pytest.fixture
def alert(body: Body, channel: Channel, ada: Officer, ben: Officer) -> Alert:
    """Ada is on call tonight and Ben tomorrow night; a threat comes in at two."""
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    on_call(body, ben, "2024-03-05 17:00", "2024-03-06 09:00", by=ada)
    wrote(channel, "n1", GRAVE, NIGHT)
    return Alert.objects.get()


def after(minutes: float) -> datetime:
    return NIGHT + timedelta(minutes=minutes)


def every_minute(first: int, last: int) -> list[tuple[int, str, str]]:
    """As the worker looks: which step was taken in which minute, and for whom."""
    for minute in range(first, last + 1):
        escalation.look_after(at=after(minute))
    return [
        ((step.at - NIGHT) // timedelta(minutes=1), step.whom, step.officer.name if step.officer else "")
        for step in AlertStep.objects.select_related("officer").order_by("at", "pk")
    ]


def test_a_night_on_which_nobody_acknowledges_goes_the_whole_way(alert: Alert, ben: Officer, cara: Officer) -> None:
    assert every_minute(0, 15) == []
    assert every_minute(16, 120) == [
        (16, Hears.NEXT, ben.name), (32, Hears.CO_ORDINATOR, cara.name), (48, Hears.TASK, ""),
    ]  # fmt: skip
    told = Notice.objects.filter(kind="alert").order_by("pk")
    assert [notice.email for notice in told] == ["ada@harrowmere.example", ben.email, cara.email]
    assert f"nobody has acknowledged case {Case.objects.get().pk}" in told[1].subject
    assert "the person on call did not acknowledge it within 15 minutes (HRS-05)" in " ".join(told[1].paragraphs)
    assert not any(GRAVE in " ".join(notice.paragraphs) for notice in told), "no words of the comment leave by e-mail"
    task = Task.objects.get()
    assert task.title == f"Nobody has acknowledged the alert about {alert.about}"
    assert "the co-ordinator did not acknowledge it" in task.why


def test_each_step_is_an_audit_entry(alert: Alert, ben: Officer, cara: Officer) -> None:
    every_minute(0, 60)
    steps = Entry.objects.filter(action="watch.escalate").order_by("pk")
    assert [entry.subject for entry in steps] == [alert.about] * 3
    assert ben.email in steps[0].content
    assert cara.email in steps[1].content


def test_whoever_acknowledges_stops_it_there(alert: Alert, body: Body, ben: Officer, cara: Officer) -> None:
    every_minute(0, 20)
    watch.acknowledge(alert_id=alert.pk, body=body, by=ben, at=after(21))
    assert every_minute(21, 120) == [(16, Hears.NEXT, ben.name)]
    assert not Task.objects.exists()


def test_the_co_ordinator_may_acknowledge_though_not_decide(alert: Alert, body: Body, cara: Officer) -> None:
    every_minute(0, 40)
    assert watch.acknowledge(alert_id=alert.pk, body=body, by=cara, at=after(41)).acknowledged_by == cara
    auditor = world.new_officer(body, "Olu Auditor", Role.AUDITOR)
    with refused("", "to acknowledge alerts", "no role there that allows it"):
        watch.acknowledge(alert_id=alert.pk, body=body, by=auditor, at=after(42))


def test_the_task_is_withdrawn_once_somebody_acknowledges(
    alert: Alert, body: Body, ada: Officer, cara: Officer
) -> None:
    every_minute(0, 50)
    assert Task.objects.filter(about=f"alert {alert.pk}", done_at=None).exists()
    watch.acknowledge(alert_id=alert.pk, body=body, by=ada, at=after(51))
    every_minute(52, 53)
    assert not Task.objects.exists()
    assert "Ada" in Entry.objects.get(action="tasks.withdraw").content


def test_a_task_that_somebody_did_by_hand_stays_done(alert: Alert, body: Body, ada: Officer, cara: Officer) -> None:
    every_minute(0, 50)
    tasks.finish(task_id=Task.objects.get().pk, body=body, outcome="Rang the police at 02:55", by=ada, at=after(55))
    every_minute(56, 60)
    assert Task.objects.get().outcome == "Rang the police at 02:55"


def test_a_case_that_was_decided_wakes_nobody_else(alert: Alert, ada: Officer, cara: Officer) -> None:
    world.decide(Case.objects.get(), world.HIDE, ada, after(5))
    assert every_minute(6, 60) == []


def test_without_a_rota_beyond_tonight_the_co_ordinator_is_next_and_without_one_the_senior_officers(
    body: Body, channel: Channel, ada: Officer, ben: Officer
) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    wrote(channel, "n1", GRAVE, NIGHT)
    assert every_minute(0, 60) == [(16, Hears.CO_ORDINATOR, ben.name), (32, Hears.TASK, "")], (
        "Ben is the other senior officer; Ada has been told"
    )


def test_where_nobody_was_on_call_the_next_on_the_rota_hears_at_once(
    body: Body, channel: Channel, ada: Officer, ben: Officer, cara: Officer
) -> None:
    on_call(body, ben, "2024-03-05 17:00", "2024-03-06 09:00", by=ada)
    wrote(channel, "n1", GRAVE, NIGHT)
    assert every_minute(0, 1) == [(0, Hears.NEXT, ben.name)]


def test_several_alerts_go_to_somebody_in_one_notice(
    alert: Alert, channel: Channel, ben: Officer, cara: Officer
) -> None:
    wrote(channel, "n2", GRAVE + ", be sure", after(0.5))
    escalation.look_after(at=after(17))
    to_ben = Notice.objects.filter(kind="alert", email=ben.email)
    assert to_ben.count() == 1
    assert all(f"case {case.pk}" in to_ben.get().subject for case in Case.objects.all())


def test_looking_twice_in_a_minute_takes_no_step_twice(alert: Alert, cara: Officer) -> None:
    assert escalation.look_after(at=after(16)) == 1
    assert escalation.look_after(at=after(16)) == 0


def test_one_body_hears_nothing_of_anothers_alerts(alert: Alert) -> None:
    elsewhere = world.new_body("elsewhere")
    stranger = world.new_officer(elsewhere, "Stan Strange", Role.CO_ORDINATOR)
    sue = world.new_officer(elsewhere, "Sue Senior")
    on_call(elsewhere, sue, "2024-03-04 17:00", "2024-03-07 09:00", by=sue)
    every_minute(0, 60)
    assert not Notice.objects.filter(body=elsewhere).exists()
    assert not AlertStep.objects.filter(officer=stranger).exists()

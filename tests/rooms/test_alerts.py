"""HRS-05: out of hours the gravest cases alert the person on call, once; in hours the team has its queue."""

from datetime import datetime

import pytest
from tests.rooms import world
from tests.rooms.watching import declare, on_call, wrote
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.cases.models import Case, ProposalMade
from evenhand.intake.models import Channel
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.tasks.models import Task
from evenhand.watch import operations as watch
from evenhand.watch import queries
from evenhand.watch.models import Alert
from evenhand.work.alerts import alert_gravest

GRAVE = "I am going to kill you, Ben Okafor, I know where you live"
NIGHT = wall("2024-03-05 02:00")


def comes_in(channel: Channel, at: datetime, text: str = GRAVE, id_: str = "n1") -> Case:
    wrote(channel, id_, text, at)
    return Case.objects.get(comment__native_id=id_)


def test_the_person_on_call_is_told_of_a_grave_case_at_night(body: Body, channel: Channel, ada: Officer) -> None:
    duty = on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    case = comes_in(channel, NIGHT)
    alert = Alert.objects.get()
    assert (alert.about, alert.duty, alert.alerted_at) == (f"case {case.pk}", duty, NIGHT)
    assert "HRS-05" in " ".join(alert.because)
    notice = Notice.objects.get(kind="alert")
    assert (notice.officer, notice.email) == (ada, ada.email)
    assert f"Case {case.pk} came in out of hours" in " ".join(notice.paragraphs)
    assert GRAVE not in " ".join(notice.paragraphs), "no words of the comment leave by e-mail"
    assert not Task.objects.exists()


def test_the_same_case_alerts_once_whatever_is_edited(body: Body, channel: Channel, ada: Officer) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    comes_in(channel, NIGHT)
    edited = wall("2024-03-05 02:10")
    wrote(channel, "n1", GRAVE + " again", NIGHT, edited_at=edited)
    assert Alert.objects.count() == Notice.objects.filter(kind="alert").count() == 1


def test_in_active_hours_and_in_an_incident_the_team_has_its_queue(body: Body, channel: Channel, ada: Officer) -> None:
    on_call(body, ada, "2024-03-04 08:00", "2024-03-06 09:00", by=ada)
    comes_in(channel, wall("2024-03-04 12:00"))
    declare(body, ada, "2024-03-05 00:00", "2024-03-05 06:00")
    comes_in(channel, NIGHT, id_="n2")
    assert not Alert.objects.exists()


def test_what_is_not_grave_waits_until_morning(body: Body, channel: Channel, ada: Officer) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    case = comes_in(channel, NIGHT, "You are an idiot, Ben Okafor.")
    assert case.state == "open"
    assert not Alert.objects.exists()


def test_with_nobody_on_call_a_task_says_so_once_for_the_body(body: Body, channel: Channel) -> None:
    first = comes_in(channel, NIGHT)
    comes_in(channel, NIGHT, id_="n2")
    assert Alert.objects.filter(duty=None).count() == 2
    task = Task.objects.get()
    assert task.title == "Nobody was on call for the gravest cases"
    assert f"Case {first.pk}" in task.why


def test_an_alert_is_acknowledged_by_name_and_once(body: Body, channel: Channel, ada: Officer, ben: Officer) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    comes_in(channel, NIGHT)
    alert = Alert.objects.get()
    watch.acknowledge(alert_id=alert.pk, body=body, by=ben, at=wall("2024-03-05 02:05"))
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.acknowledged_at) == (ben, wall("2024-03-05 02:05"))
    with refused("HRS-05", "Ben Okafor did before"):
        watch.acknowledge(alert_id=alert.pk, body=body, by=ada, at=wall("2024-03-05 02:06"))
    assert queries.alerts(world.new_body("elsewhere")) == []


def test_on_the_nights_when_clocks_change_three_in_the_morning_is_out_of_hours(
    body: Body, channel: Channel, ada: Officer
) -> None:
    on_call(body, ada, "2024-03-28 17:00", "2024-04-02 09:00", by=ada)
    comes_in(channel, wall("2024-03-31 02:30"))
    assert Alert.objects.get().duty is not None


@pytest.mark.parametrize(("doubt", "alerts"), [(True, 0), (False, 1)])
def test_a_doubt_of_a_program_wakes_nobody(
    body: Body, channel: Channel, ada: Officer, doubt: bool, alerts: int
) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
    case = comes_in(channel, wall("2024-03-04 12:00"), "Why is the library closed?")
    reason = {
        "rule": "REF-05", "because": "the writer may be in despair", "severity": "medium", "suggest": "reply",
        "doubt": doubt, "words": [],
    }  # fmt: skip
    made = ProposalMade.objects.create(
        revision_id=case.proposal.revision_id, edition_id=case.proposal.edition_id, made_at=NIGHT, grounds=[],
        route="REF-05", severity="medium", suggest="reply", reasons=[reason], missing=[], signals={},
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(proposal=made, severity="medium")
    assert len(alert_gravest(body=body, comment_ids=[case.comment_id], at=NIGHT)) == alerts

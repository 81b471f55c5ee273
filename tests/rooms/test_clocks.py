"""HRS-06: until when a case wants its answer, in the queue and in what is reported."""

from datetime import datetime

import pytest
from tests.rooms import world
from tests.rooms.watching import declare
from tests.rules.working_time import wall

from evenhand.cases.clocks import Clocks, Standing, answer_times
from evenhand.cases.models import Case
from evenhand.cases.queries import Filters, queue
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer


def came(channel: Channel, id_: str, at: str) -> None:
    received = world.receive(channel, world.a_comment(id_, author_id=id_), at=wall(at))
    world.propose_for(channel, received, world.THREAT, at=wall(at))


def second_channel(body: Body) -> Channel:
    """A platform of its own target: bluesky answers in half the time. The simulator stands in for neither."""
    return intake.create_channel(
        body=body, name="sky", title="Sky", platform="bluesky", account="sky", known=["bluesky"], by=world.BY,
        at=world.NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2024-03-04 09:00", "2024-03-04 13:00"),
        ("2024-03-04 15:00", "2024-03-05 11:00"),
        ("2024-03-08 18:30", "2024-03-11 13:00"),
        ("2024-03-28 16:00", "2024-04-02 12:00"),
        ("2024-10-25 16:00", "2024-10-28 12:00"),
    ],
)
def test_a_case_is_answered_within_four_active_hours_whatever_the_clocks_do(
    body: Body, channel: Channel, opened: str, due: str
) -> None:
    clocks = Clocks(body, wall("2024-03-04 09:30"))
    assert clocks.of(channel, wall(opened)).due_at == wall(due)


def test_each_platform_has_its_own_target(body: Body, channel: Channel) -> None:
    clocks = Clocks(body, world.NOON)
    assert clocks.of(second_channel(body), wall("2024-03-04 09:00")).due_at == wall("2024-03-04 11:00")
    assert clocks.of(channel, wall("2024-03-04 09:00")).due_at == wall("2024-03-04 13:00")


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        ("2024-03-04 11:59", Standing.IN_TIME),
        ("2024-03-04 12:00", Standing.SOON),
        ("2024-03-04 13:00", Standing.SOON),
        ("2024-03-04 13:01", Standing.MISSED),
        ("2024-03-04 22:00", Standing.MISSED),
    ],
)
def test_a_clock_stands_at_in_time_about_to_miss_or_missed(
    body: Body, channel: Channel, at: str, standing: Standing
) -> None:
    assert Clocks(body, wall(at)).of(channel, wall("2024-03-04 09:00")).standing is standing


def test_nobody_becomes_late_out_of_hours(body: Body, channel: Channel) -> None:
    opened = wall("2024-03-08 13:00")
    for at in ("2024-03-08 17:00", "2024-03-09 12:00", "2024-03-11 09:00"):
        assert Clocks(body, wall(at)).of(channel, opened).standing is Standing.SOON
    assert Clocks(body, wall("2024-03-11 09:01")).of(channel, opened).standing is Standing.MISSED


def test_an_incident_makes_the_clock_run_at_night(body: Body, channel: Channel, ada: Officer) -> None:
    declare(body, ada, "2024-03-04 17:00", "2024-03-04 22:00")
    assert Clocks(body, world.NOON).of(channel, wall("2024-03-04 16:00")).due_at == wall("2024-03-04 20:00")


def shown(body: Body, at: datetime, **asked: object) -> list[str]:
    ids = [line.id for line in queue(body, Filters(**asked), page=1, at=at).lines]  # type: ignore[arg-type]
    return [Case.objects.get(pk=id_).comment.native_id for id_ in ids]


def test_the_queue_is_filtered_by_how_cases_stand(body: Body, channel: Channel) -> None:
    for id_, at in (("missed", "2024-03-04 09:00"), ("soon", "2024-03-04 10:30"), ("calm", "2024-03-04 13:30")):
        came(channel, id_, at)
    now = wall("2024-03-04 14:00")
    found = {standing.value: shown(body, now, standing=standing.value) for standing in Standing}
    assert found == {"missed": ["missed"], "about to miss": ["soon"], "in time": ["calm"]}
    lines = queue(body, Filters(), page=1, at=now).lines
    assert {line.answer.standing.value for line in lines if line.answer} == set(found)


def test_the_queue_can_be_read_by_the_clock_across_channels(body: Body, channel: Channel) -> None:
    sky = second_channel(body)
    came(channel, "early but slow", "2024-03-04 09:00")
    came(sky, "late but quick", "2024-03-04 10:00")
    came(channel, "last", "2024-03-04 11:00")
    now = wall("2024-03-04 11:30")
    assert shown(body, now, by_clock=True) == ["late but quick", "early but slow", "last"]
    assert shown(body, now) == ["early but slow", "late but quick", "last"]


def test_first_decisions_are_measured_in_active_minutes(body: Body, channel: Channel, ada: Officer) -> None:
    for id_, at in (("c1", "2024-03-04 09:00"), ("c2", "2024-03-04 16:30"), ("c3", "2024-03-05 09:00")):
        case = _decided(channel, id_, wall(at))
        world.decide(case, world.LEAVE, ada, {"c1": wall("2024-03-04 09:30"), "c2": wall("2024-03-05 09:10"),
                                              "c3": wall("2024-03-05 15:00")}[id_])  # fmt: skip
    [times] = answer_times(body, wall("2024-03-04 00:00"), wall("2024-03-06 00:00"))
    assert (times.decided, times.median_minutes, times.late) == (3, 40, 1)
    assert answer_times(body, wall("2024-03-06 00:00"), wall("2024-03-07 00:00")) == []
    assert answer_times(world.new_body("elsewhere"), wall("2024-03-04 00:00"), wall("2024-03-06 00:00")) == []


def test_an_undone_decision_does_not_make_the_first_one_later(body: Body, channel: Channel, ada: Officer) -> None:
    case = _decided(channel, "c1", wall("2024-03-04 09:00"))
    world.decide(case, world.LEAVE, ada, wall("2024-03-04 09:30"))
    world.undo(case, ada, wall("2024-03-04 10:00"))
    world.decide(case, world.LEAVE, ada, wall("2024-03-04 16:00"))
    [times] = answer_times(body, wall("2024-03-04 00:00"), wall("2024-03-06 00:00"))
    assert (times.decided, times.median_minutes, times.late) == (1, 30, 0)


def _decided(channel: Channel, id_: str, at: datetime) -> Case:
    world.propose_for(channel, world.receive(channel, world.a_comment(id_), at=at), world.THREAT, at=at)
    return Case.objects.get(comment__native_id=id_)

"""HRS-06: replies are made as quickly as possible in active hours: a target per channel, shown as a clock."""

from datetime import datetime, timedelta

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, during, storm, wall

from evenhand.core.clocks import ReplyClock, is_late, reply_clock, reply_due, reply_target
from evenhand.core.hours import Calendar
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Pace, ReplyTarget, Within

TWO_DAYS = Within(2, Pace.WORKING_DAYS)
HOUR = Within(60, Pace.ACTIVE_MINUTES)


def due(within: Within, received: str, calendar: Calendar = OFFICE) -> datetime:
    return reply_due(calendar, within, wall(received), channel="facebook")


def clock(within: Within, received: str, at: str, calendar: Calendar = OFFICE) -> ReplyClock:
    return reply_clock(calendar, within, wall(received), wall(at), channel="facebook")


def test_a_platform_has_its_own_target_or_the_one_for_all() -> None:
    values = STOCKPORT.value("HRS-06", ReplyTarget)
    assert reply_target(values, "bluesky") == Within(120, Pace.ACTIVE_MINUTES)
    assert reply_target(values, "facebook") == Within(240, Pace.ACTIVE_MINUTES)


def test_bodies_may_count_in_minutes_and_in_working_days() -> None:
    values = WEALDHAM.value("HRS-06", ReplyTarget)
    assert reply_target(values, "facebook") == HOUR
    assert reply_target(values, "import_file") == TWO_DAYS


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2024-03-08 16:50", "2024-03-11 09:50"),
        ("2024-03-08 16:00", "2024-03-08 17:00"),
        ("2024-03-09 12:00", "2024-03-11 10:00"),
        ("2024-12-24 16:30", "2024-12-27 09:30"),
    ],
)
def test_sixty_minutes_are_sixty_active_minutes(received: str, by: str) -> None:
    assert due(HOUR, received) == wall(by)


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2024-03-04 09:00", "2024-03-06 17:00"),
        ("2024-03-08 16:59", "2024-03-12 17:00"),
        ("2024-03-08 17:00", "2024-03-13 17:00"),
        ("2024-03-11 08:59", "2024-03-13 17:00"),
        ("2024-12-24 16:59", "2024-12-30 17:00"),
    ],
)
def test_two_working_days_end_with_the_active_hours_of_the_second(received: str, by: str) -> None:
    assert due(TWO_DAYS, received) == wall(by)


def test_what_comes_in_during_an_incident_is_received_that_day() -> None:
    calendar = during(storm("2024-03-09 10:00", "2024-03-09 18:00"))
    assert due(TWO_DAYS, "2024-03-09 12:00", calendar) == wall("2024-03-12 17:00")
    assert due(HOUR, "2024-03-09 12:00", calendar) == wall("2024-03-09 13:00")


def test_a_reply_on_the_dot_is_in_time_and_one_second_later_is_late() -> None:
    on_the_dot = clock(HOUR, "2024-03-08 16:50", "2024-03-11 09:50")
    assert (on_the_dot.active, on_the_dot.late) == (timedelta(minutes=60), timedelta())
    assert clock(HOUR, "2024-03-08 16:50", "2024-03-11 09:50:01").late == timedelta(seconds=1)


def test_nobody_becomes_late_out_of_hours() -> None:
    """Due on Friday at five: nothing runs until Monday at nine."""
    assert clock(HOUR, "2024-03-08 16:00", "2024-03-10 12:00").late == timedelta()
    assert clock(HOUR, "2024-03-08 16:00", "2024-03-11 09:00").late == timedelta()
    assert clock(HOUR, "2024-03-08 16:00", "2024-03-11 09:01").late == timedelta(minutes=1)
    assert clock(TWO_DAYS, "2024-03-04 09:00", "2024-03-07 08:00").late == timedelta()
    assert clock(TWO_DAYS, "2024-03-04 09:00", "2024-03-07 09:05").late == timedelta(minutes=5)


def test_a_clock_shows_its_working() -> None:
    assert clock(HOUR, "2024-03-08 16:50", "2024-03-11 09:20").because == (
        "target: 60 active minutes",
        "waited: 30 active minutes",
        "due by 09:50 on 11 March 2024",
        "in time",
    )
    late = clock(TWO_DAYS, "2024-03-04 09:00", "2024-03-07 09:05")
    assert late.because[0] == "target: 2 working days"
    assert late.because[2:] == ("due by 17:00 on 6 March 2024", "late by 5 active minutes")


def test_the_time_due_is_on_the_wall_clock_in_summer_too() -> None:
    assert clock(HOUR, "2024-07-08 10:00", "2024-07-08 10:20").because[2] == "due by 11:00 on 8 July 2024"


def test_a_reply_before_its_message_is_refused() -> None:
    with refused("HRS-02", "The end is before the start"):
        clock(HOUR, "2024-03-08 16:50", "2024-03-08 16:49")


def test_a_target_of_nothing_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        Within(0, Pace.ACTIVE_MINUTES)
    assert Within(1, Pace.WORKING_DAYS).count == 1


@pytest.mark.parametrize(
    "now",
    [
        "2024-03-05 12:59", "2024-03-05 13:00", "2024-03-05 13:01", "2024-03-05 17:00", "2024-03-05 23:59",
        "2024-03-08 17:00", "2024-03-09 12:00", "2024-03-11 09:00", "2024-11-28 12:00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("received", ["2024-03-05 12:00", "2024-03-05 16:00", "2024-03-05 16:30", "2024-03-08 16:00"])
def test_whether_it_is_late_is_the_same_when_nobody_counts_by_how_much(received: str, now: str) -> None:
    at = max(wall(received), wall(now))
    counted = reply_clock(OFFICE, HOUR, wall(received), at, channel="facebook")
    assert is_late(OFFICE, counted.due_at, at, channel="facebook") == bool(counted.late)

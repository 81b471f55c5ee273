"""HRS-02: nothing posted out of hours counts against the team, whatever the clocks do in March and October."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, wall

from evenhand.core.clocks import active_minutes, active_time, after_active_time, next_active
from evenhand.core.hours import Calendar, active_spans
from evenhand.core.values import Opening, Weekday

FROM_EIGHT = replace(OFFICE, hours={day: Opening(time(8), time(17)) for day in list(Weekday)[:5]})


def sundays(opens: time, closes: time) -> Calendar:
    """A body that is at work while the clocks change."""
    return replace(OFFICE, hours={Weekday.SUNDAY: Opening(opens, closes)})


def test_a_message_on_friday_at_ten_to_five_answered_on_monday_at_twenty_past_nine_took_thirty_minutes() -> None:
    assert active_minutes(OFFICE, wall("2024-03-08 16:50"), wall("2024-03-11 09:20"), channel="") == 30


def test_a_message_at_seven_in_the_evening_answered_at_nine_took_the_hour_since_eight() -> None:
    assert active_minutes(FROM_EIGHT, wall("2024-03-04 19:00"), wall("2024-03-05 09:00"), channel="") == 60


def test_the_weekends_in_which_the_clocks_change_cost_nobody_an_hour() -> None:
    assert active_minutes(OFFICE, wall("2024-03-29 16:50"), wall("2024-04-02 09:20"), channel="") == 20  # Easter
    assert active_minutes(OFFICE, wall("2023-03-24 16:50"), wall("2023-03-27 09:20"), channel="") == 30
    assert active_minutes(OFFICE, wall("2024-10-25 16:50"), wall("2024-10-28 09:20"), channel="") == 30


def test_active_hours_across_the_change_in_march_are_an_hour_shorter() -> None:
    night = sundays(time(0, 30), time(4))
    assert active_minutes(night, wall("2024-03-31 00:00"), wall("2024-03-31 12:00"), channel="") == 150
    assert active_minutes(night, wall("2024-03-24 00:00"), wall("2024-03-24 12:00"), channel="") == 210


def test_active_hours_across_the_change_in_october_are_an_hour_longer() -> None:
    night = sundays(time(0, 30), time(4))
    assert active_minutes(night, wall("2024-10-27 00:00"), wall("2024-10-27 12:00"), channel="") == 270


def test_an_hour_that_comes_twice_is_active_both_times() -> None:
    night = sundays(time(1, 15), time(1, 45))
    assert active_minutes(night, wall("2024-10-27 00:00"), wall("2024-10-27 12:00"), channel="") == 90
    assert active_minutes(night, wall("2024-10-27 01:15"), wall("2024-10-27 01:15", fold=1), channel="") == 60


def test_an_hour_that_the_clocks_skip_is_read_as_before_the_change() -> None:
    night = sundays(time(1, 15), time(1, 45))
    assert active_spans(night, wall("2024-03-31 00:00"), wall("2024-03-31 12:00"), channel="") == [
        (wall("2024-03-31 02:15"), wall("2024-03-31 02:45"))
    ]


def test_minutes_are_rounded_down_and_time_is_not() -> None:
    start, end = wall("2024-03-04 10:00:00"), wall("2024-03-04 10:01:59")
    assert active_minutes(OFFICE, start, end, channel="") == 1
    assert active_time(OFFICE, start, end, channel="") == timedelta(seconds=119)


def test_no_time_passes_in_an_instant_and_none_backwards() -> None:
    ten = wall("2024-03-04 10:00")
    assert active_minutes(OFFICE, ten, ten, channel="") == 0
    with refused("HRS-02", "from 4 March 2024 10:00 to 4 March 2024 09:59 UTC", "The end is before the start"):
        active_minutes(OFFICE, ten, ten - timedelta(microseconds=1), channel="")
    with refused("HRS-02", "A clock runs forward"):
        after_active_time(OFFICE, ten, -timedelta(microseconds=1), channel="")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2024-03-08 16:50", 10, "2024-03-08 17:00"),
        ("2024-03-08 16:50", 11, "2024-03-11 09:01"),
        ("2024-03-08 16:50", 490, "2024-03-11 17:00"),
        ("2024-03-08 20:00", 60, "2024-03-11 10:00"),
        ("2024-03-08 20:00", 0, "2024-03-11 09:00"),
    ],
)
def test_so_much_active_time_after_a_message_is_found_on_the_wall_clock(start: str, minutes: int, end: str) -> None:
    assert after_active_time(OFFICE, wall(start), timedelta(minutes=minutes), channel="") == wall(end)


def test_what_ends_at_midnight_asks_nothing_of_the_next_day() -> None:
    last_day = replace(OFFICE, last=date(2024, 3, 4))
    assert active_minutes(last_day, wall("2024-03-04 09:00"), wall("2024-03-05 00:00"), channel="") == 480
    with refused("HRS-03", "working time on 5 March 2024", "known from 1 January 2023 to 4 March 2024"):
        active_minutes(last_day, wall("2024-03-04 09:00"), wall("2024-03-05 00:00:01"), channel="")


def test_where_the_calendar_ends_nothing_is_guessed() -> None:
    last_day = replace(OFFICE, last=date(2024, 3, 4))
    assert next_active(last_day, wall("2024-03-04 16:59"), channel="") == wall("2024-03-04 16:59")
    for at in ("2024-03-04 17:00", "2024-03-09 12:00"):
        with refused("HRS-03", "build the calendar over more years"):
            next_active(last_day, wall(at), channel="")
    with refused("HRS-03", "31 December 2022"):
        next_active(OFFICE, wall("2022-12-31 12:00"), channel="")

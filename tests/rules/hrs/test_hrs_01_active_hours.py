"""HRS-01: channels are watched and answered in active hours, on the wall clock of the body's own zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM_OFFICE, wall

from evenhand.core.clocks import active_time, next_active
from evenhand.core.hours import (
    Calendar,
    active_spans,
    closing_time,
    working_day_on_or_before,
    working_days_after,
    works_on,
)
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import ActiveHours, Opening, Weekday

MINUTE = timedelta(minutes=1)


def minutes(start: str, end: str, calendar: Calendar = OFFICE) -> float:
    return active_time(calendar, wall(start), wall(end), channel="facebook") / MINUTE


def test_a_working_day_has_eight_hours_from_nine_to_five() -> None:
    assert minutes("2024-03-04 00:00", "2024-03-05 00:00") == 8 * 60
    assert active_spans(OFFICE, wall("2024-03-04 00:00"), wall("2024-03-05 00:00"), channel="") == [
        (wall("2024-03-04 09:00"), wall("2024-03-04 17:00"))
    ]


def test_a_week_has_five_of_them_and_a_weekend_none() -> None:
    assert minutes("2024-03-04 00:00", "2024-03-11 00:00") == 5 * 8 * 60
    assert minutes("2024-03-09 00:00", "2024-03-11 00:00") == 0


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2024-03-04 08:59", "2024-03-04 09:00"),
        ("2024-03-04 09:00", "2024-03-04 09:00"),
        ("2024-03-04 16:59:59", "2024-03-04 16:59:59"),
        ("2024-03-04 17:00", "2024-03-05 09:00"),
        ("2024-03-08 17:00", "2024-03-11 09:00"),
    ],
)
def test_opening_time_is_active_and_closing_time_is_not(at: str, opens: str) -> None:
    assert next_active(OFFICE, wall(at), channel="") == wall(opens)


def test_days_may_have_different_hours() -> None:
    """Wealdham: 08:30 to 16:00, on Fridays to 15:30."""
    assert minutes("2025-06-05 00:00", "2025-06-06 00:00", WEALDHAM_OFFICE) == 7.5 * 60
    assert minutes("2025-06-06 00:00", "2025-06-07 00:00", WEALDHAM_OFFICE) == 7 * 60
    assert closing_time(WEALDHAM_OFFICE, date(2025, 6, 6)) == wall("2025-06-06 15:30")


def test_hours_follow_the_wall_clock_in_summer_and_winter() -> None:
    assert next_active(OFFICE, wall("2024-01-10 03:00"), channel="") == datetime(2024, 1, 10, 9, tzinfo=UTC)
    assert next_active(OFFICE, wall("2024-07-10 03:00"), channel="") == datetime(2024, 7, 10, 8, tzinfo=UTC)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert working_days_after(OFFICE, date(2024, 3, 8), 0) == date(2024, 3, 8)
    assert working_days_after(OFFICE, date(2024, 3, 8), 1) == date(2024, 3, 11)
    assert working_days_after(OFFICE, date(2024, 3, 9), 1) == date(2024, 3, 11)
    assert working_days_after(OFFICE, date(2024, 3, 4), 5) == date(2024, 3, 11)


def test_the_working_day_on_or_before_a_day_is_itself_or_earlier() -> None:
    assert working_day_on_or_before(OFFICE, date(2024, 3, 8)) == date(2024, 3, 8)
    assert working_day_on_or_before(OFFICE, date(2024, 3, 9)) == date(2024, 3, 8)
    assert working_day_on_or_before(OFFICE, date(2024, 3, 10)) == date(2024, 3, 8)


def test_no_working_days_are_added_backwards() -> None:
    with refused("HRS-03", "add -1 working days"):
        working_days_after(OFFICE, date(2024, 3, 8), -1)


def test_a_day_off_has_no_closing_time() -> None:
    with refused("HRS-01", "9 March 2024. It is not a working day"):
        closing_time(OFFICE, date(2024, 3, 9))


def test_hours_that_are_empty_or_close_before_they_open_are_impossible() -> None:
    with pytest.raises(ImpossibleError, match="name at least one"):
        ActiveHours("Europe/London", {})
    nine = STOCKPORT.value("HRS-01", ActiveHours).hours[Weekday.MONDAY].opens
    with pytest.raises(ImpossibleError, match="closing must be later"):
        Opening(nine, nine)


def test_a_calendar_without_hours_or_with_its_days_reversed_is_refused() -> None:
    with refused("HRS-01", "No weekday has active hours"):
        replace(OFFICE, hours={})
    with refused("HRS-03", "It ends before it begins"):
        replace(OFFICE, last=date(2022, 12, 31))
    one_day = replace(OFFICE, first=date(2024, 3, 4), last=date(2024, 3, 4))
    assert works_on(one_day, date(2024, 3, 4))


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2024, 3, 4, 10)  # noqa: DTZ001
    with refused("HRS-02", "4 March 2024 at 10:00", "no time zone", "with its zone"):
        active_time(OFFICE, naive, wall("2024-03-05 10:00"), channel="")
    with refused("HRS-02", "no time zone"):
        active_time(OFFICE, wall("2024-03-04 09:00"), naive, channel="")

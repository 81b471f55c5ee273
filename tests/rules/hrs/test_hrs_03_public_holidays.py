"""HRS-03: public holidays are not active hours; the nation is a value, and a body may close on days of its own."""

from dataclasses import replace
from datetime import date

from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, WEALDHAM_OFFICE, wall

from evenhand.calendars import calendar_of, closed_days
from evenhand.core.clocks import active_minutes
from evenhand.core.hours import working_days_after, works_on
from evenhand.core.values import Nation, PublicHolidays


def closed(nation: Nation, year: int) -> frozenset[date]:
    return closed_days(PublicHolidays(nation, ()), year, year)


def test_the_public_holidays_of_england_in_2024_are_these() -> None:
    assert closed(Nation.ENGLAND, 2024) == {
        date(2024, 1, 1), date(2024, 3, 29), date(2024, 4, 1), date(2024, 5, 6), date(2024, 5, 27),
        date(2024, 8, 26), date(2024, 12, 25), date(2024, 12, 26),
    }  # fmt: skip


def test_no_minute_of_a_public_holiday_counts_nor_does_the_day() -> None:
    assert active_minutes(OFFICE, wall("2024-12-25 00:00"), wall("2024-12-27 00:00"), channel="") == 0
    assert working_days_after(OFFICE, date(2024, 12, 24), 1) == date(2024, 12, 27)


def test_single_proclamations_are_known() -> None:
    assert date(2022, 9, 19) in closed(Nation.ENGLAND, 2022)  # the late Queen's funeral
    assert date(2023, 5, 8) in closed(Nation.ENGLAND, 2023)  # the coronation


def test_a_holiday_on_a_weekend_is_kept_on_the_day_proclaimed_for_it() -> None:
    assert not works_on(calendar_of(STOCKPORT, 2021, 2021, ()), date(2021, 12, 28))
    assert works_on(calendar_of(STOCKPORT, 2021, 2021, ()), date(2021, 12, 29))


def test_another_nation_has_other_days() -> None:
    assert date(2024, 1, 2) in closed(Nation.SCOTLAND, 2024)
    assert date(2024, 4, 1) not in closed(Nation.SCOTLAND, 2024)
    assert date(2024, 7, 12) in closed(Nation.NORTHERN_IRELAND, 2024)
    assert closed(Nation.WALES, 2024) == closed(Nation.ENGLAND, 2024)


def test_a_body_may_close_on_days_of_its_own() -> None:
    assert WEALDHAM.value("HRS-03", PublicHolidays).also_closed == (date(2026, 3, 1), date(2027, 3, 1))
    assert not works_on(WEALDHAM_OFFICE, date(2027, 3, 1))  # a Monday
    assert works_on(WEALDHAM_OFFICE, date(2027, 3, 2))


def test_a_calendar_reaches_from_the_first_day_of_its_years_to_the_last() -> None:
    two_years = calendar_of(STOCKPORT, 2024, 2025, ())
    assert (two_years.first, two_years.last) == (date(2024, 1, 1), date(2025, 12, 31))
    assert not works_on(two_years, date(2024, 1, 1))
    assert not works_on(two_years, date(2025, 12, 26))
    assert works_on(two_years, date(2025, 12, 31))


def test_a_day_whose_holidays_nobody_knows_is_refused_and_not_taken_for_a_working_day() -> None:
    year = calendar_of(STOCKPORT, 2024, 2024, ())
    for day in (date(2023, 12, 29), date(2025, 1, 2)):
        with refused("HRS-03", "known from 1 January 2024 to 31 December 2024"):
            works_on(year, day)


def test_years_in_the_wrong_order_are_refused() -> None:
    with refused("HRS-03", "It ends before it begins"):
        calendar_of(STOCKPORT, 2025, 2024, ())


def test_a_closed_day_is_closed_although_its_weekday_has_hours() -> None:
    monday = date(2024, 3, 4)
    assert works_on(OFFICE, monday)
    assert not works_on(replace(OFFICE, closed=OFFICE.closed | {monday}), monday)

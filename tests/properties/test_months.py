"""Of every count of months: it lands in that month, never after the same day, and only forward."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.dates import months_after
from evenhand.core.refusals import Refused


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_a_month_later_is_in_that_month_and_never_after_the_same_day(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_the_last_year_there_is_can_be_reached_and_not_passed() -> None:
    assert months_after(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(Refused, match="counted forward, up to the year 9999"):
        months_after(date(9999, 12, 1), 1)


def test_months_are_not_counted_back() -> None:
    assert months_after(date(2024, 2, 29), 0) == date(2024, 2, 29)
    with pytest.raises(Refused, match="mend the figure in the edition"):
        months_after(date(2024, 2, 29), -1)

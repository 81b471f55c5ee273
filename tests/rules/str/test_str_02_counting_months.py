"""STR-02: "3 within 12 months" needs months to be counted in one way."""

from datetime import date

import pytest
from tests.rules.refusal import refused

from evenhand.core.dates import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 3, 15), 0, date(2024, 3, 15)),
        (date(2024, 3, 15), 12, date(2025, 3, 15)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 11, 30), 2, date(2025, 1, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_months_are_counted_forward_and_no_further_than_the_calendar_goes() -> None:
    assert months_after(date(9999, 12, 31), 0) == date(9999, 12, 31)
    with refused("", "to count -1 months from 2024-03-15", "Months are counted forward, up to the year 9999"):
        months_after(date(2024, 3, 15), -1)
    with refused("", "to count 1 months from 9999-12-31"):
        months_after(date(9999, 12, 31), 1)

"""Days and instants as the policy counts them. Nothing here reads a clock."""

from calendar import monthrange
from datetime import UTC, date, datetime, tzinfo

from evenhand.core.refusals import Refused
from evenhand.core.values import Weekday


def utc(at: datetime, rule: str) -> datetime:
    """The same instant in UTC, in which instants are compared and subtracted: wall clocks jump twice a year.

    Raises: Refused under `rule` when `at` has no zone.
    """
    if at.utcoffset() is None:
        raise Refused(
            tried=f"to count from {at:%-d %B %Y at %H:%M}",
            forbids="it has no time zone",
            do="give an instant with its zone",
            rule=rule,
        )
    return at.astimezone(UTC)


def day_of(at: datetime, zone: tzinfo, rule: str) -> date:
    """The day on the wall in `zone`. Raises: Refused under `rule` when `at` has no zone."""
    return utc(at, rule).astimezone(zone).date()


_WEEKDAYS = tuple(Weekday)


def weekday_of(day: date) -> Weekday:
    """The day of the week as editions write it."""
    return _WEEKDAYS[day.weekday()]


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the last of the month where it has no such day (31 August + 6: 28 February).

    Raises: Refused, for fewer than no months or a day beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if months < 0 or year > date.max.year:
        raise Refused(
            tried=f"to count {months} months from {day}",
            forbids="months are counted forward, up to the year 9999",
            do="mend the figure in the edition, or the day",
        )
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def said(day: date) -> str:
    """As people write it: 3 March 2024."""
    return f"{day:%-d %B %Y}"

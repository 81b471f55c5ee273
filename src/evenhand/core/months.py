"""Months of the calendar, as deadlines and lives of records are counted."""

from calendar import monthrange
from datetime import date

from evenhand.core.refusals import Refused


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter.

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

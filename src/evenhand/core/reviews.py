"""BLK-03, MCL-02: when something is looked at again: on a working day, never late."""

from collections.abc import Iterator
from datetime import date

from evenhand.core.dates import months_after, said
from evenhand.core.hours import Calendar, working_day_on_or_before, works_on
from evenhand.core.moderation import Objection
from evenhand.core.refusals import Refused


def review_day(calendar: Calendar, start: date, months: int, rule: str) -> date:
    """BLK-03, MCL-02: so many months after `start`, on a working day, never later than that day.

    Raises: Refused under `rule` when no working day lies between.
    """
    day = working_day_on_or_before(calendar, months_after(start, months))
    if day <= start:
        raise Refused(
            tried=f"to set a review {months} months after {said(start)}",
            forbids="no working day lies between",
            do="give a review date further off",
            rule=rule,
        )
    return day


def review_objections(
    calendar: Calendar, starts_on: date, review_on: date, months: int, rule: str
) -> Iterator[Objection]:
    """BLK-03, MCL-02: what forbids a review on that day. An earlier working day is as good as the latest.

    Raises: Refused under `rule` when no working day lies between, and beyond the calendar.
    """
    latest = review_day(calendar, starts_on, months, rule)
    if review_on <= starts_on:
        yield Objection("review_on", rule, "its review is not after its start", f"review it by {said(latest)}")
    elif review_on > latest:
        yield Objection("review_on", rule, f"its review is later than {said(latest)}", "review it by that day")
    elif not works_on(calendar, review_on):
        wrong = f"{said(review_on)} is not a working day"
        yield Objection("review_on", rule, wrong, "choose the working day before")

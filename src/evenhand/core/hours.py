"""HRS-01 to HRS-03: active hours, and the days and minutes that count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from evenhand.core.dates import day_of, said, utc, weekday_of
from evenhand.core.incidents import Incident
from evenhand.core.refusals import Refused
from evenhand.core.values import Opening, Weekday

Span = tuple[datetime, datetime]  # UTC, the end exclusive
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a body is at work. `closed` is known from `first` to `last`, both inclusive; outside, nothing is counted."""

    zone: tzinfo
    hours: Mapping[Weekday, Opening]
    closed: frozenset[date]
    first: date
    last: date
    incidents: tuple[Incident, ...]

    def __post_init__(self) -> None:
        if not self.hours:
            raise _no_calendar("no weekday has active hours", "name at least one weekday with its hours", "HRS-01")
        if self.first > self.last:
            raise _no_calendar("it ends before it begins", "give a last day on or after the first", "HRS-03")


def works_on(calendar: Calendar, day: date) -> bool:
    """HRS-01, HRS-03: whether a day has active hours. Incidents make no working days.

    Raises: Refused for a day whose public holidays the calendar does not know.
    """
    if not calendar.first <= day <= calendar.last:
        raise _beyond(calendar, day)
    return weekday_of(day) in calendar.hours and day not in calendar.closed


def working_day_on_or_before(calendar: Calendar, day: date) -> date:
    """HRS-03: `day` itself, or the last working day before it. Raises: Refused beyond the calendar."""
    while not works_on(calendar, day):
        day -= DAY
    return day


def working_days_after(calendar: Calendar, day: date, count: int) -> date:
    """HRS-03: the working day that is `count` working days after `day`, which need not be one; 0 gives `day` itself.

    Raises: Refused for a negative count, and beyond the calendar.
    """
    if count < 0:
        raise Refused(
            tried=f"to add {count} working days", forbids="time runs forward", do="give 0 or more", rule="HRS-03"
        )
    while count:
        day += DAY
        count -= works_on(calendar, day)
    return day


def closing_time(calendar: Calendar, day: date) -> datetime:
    """HRS-01: when active hours end on a working day, in UTC. Raises: Refused when it is none."""
    if not works_on(calendar, day):
        raise Refused(
            tried=f"to find the end of active hours on {said(day)}",
            forbids="it is not a working day",
            do="take a working day",
            rule="HRS-01",
        )
    return _hours_of(calendar, day)[1]


def active_spans(calendar: Calendar, start: datetime, end: datetime, *, channel: str) -> list[Span]:
    """HRS-01 to HRS-04: the active time of a channel from `start` up to, not including, `end`, in UTC, in order.

    `channel` "" is that of no channel in particular: no incident counts. Raises: Refused for an instant without
    a zone, an end before its start, and days that the calendar does not know.
    """
    start, end = utc(start, "HRS-02"), utc(end, "HRS-02")
    if end < start:
        raise Refused(
            tried=f"to count active time from {start:%-d %B %Y %H:%M} to {end:%-d %B %Y %H:%M} UTC",
            forbids="the end is before the start",
            do="check both times",
            rule="HRS-02",
        )
    spans = [_hours_of(calendar, day) for day in _days(calendar, start, end) if works_on(calendar, day)]
    spans += [(each.runs_from, each.runs_until) for each in calendar.incidents if channel in each.channels]
    clipped = ((max(opens, start), min(closes, end)) for opens, closes in spans)
    return _joined(sorted(span for span in clipped if span[0] < span[1]))


def spans_after(calendar: Calendar, at: datetime, *, channel: str) -> Iterator[Span]:
    """HRS-01: active spans from `at` on, in order, none longer than a day.

    Raises: Refused where the calendar ends.
    """
    start, end = utc(at, "HRS-02"), _instant(calendar, calendar.last + DAY, time.min, fold=0)
    while start < end:
        until = min(start + DAY, end)
        yield from active_spans(calendar, start, until, channel=channel)
        start = until
    raise _beyond(calendar, day_of(start, calendar.zone, "HRS-02"))


def _days(calendar: Calendar, start: datetime, end: datetime) -> Iterator[date]:
    """Every day that has an instant of the span; the day of `start` even when the span is empty."""
    last = max(start, end - datetime.resolution).astimezone(calendar.zone).date()
    day = start.astimezone(calendar.zone).date()
    while day <= last:
        yield day
        day += DAY


def _hours_of(calendar: Calendar, day: date) -> Span:
    """Of an hour that comes twice, both are active; a time that the clocks skip is read as before the change."""
    opening = calendar.hours[weekday_of(day)]
    closes = max(_instant(calendar, day, opening.closes, fold=fold) for fold in (0, 1))
    return _instant(calendar, day, opening.opens, fold=0), closes


def _instant(calendar: Calendar, day: date, wall: time, *, fold: int) -> datetime:
    return datetime.combine(day, wall.replace(fold=fold), calendar.zone).astimezone(UTC)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans that touch or overlap as one, so that nothing counts twice. `spans` in order."""
    joined: list[Span] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return joined


def _beyond(calendar: Calendar, day: date) -> Refused:
    return Refused(
        tried=f"to count working time on {said(day)}",
        forbids=f"public holidays are known from {said(calendar.first)} to {said(calendar.last)}",
        do="build the calendar over more years",
        rule="HRS-03",
    )


def _no_calendar(forbids: str, do: str, rule: str) -> Refused:
    return Refused(tried="to make a calendar", forbids=forbids, do=do, rule=rule)

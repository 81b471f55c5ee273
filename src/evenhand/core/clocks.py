"""HRS-02, HRS-05, HRS-06: response clocks, which run in active hours alone, and who hears of a case out of hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from evenhand.core.dates import day_of, utc
from evenhand.core.hours import Calendar, active_spans, closing_time, spans_after, working_days_after
from evenhand.core.refusals import Refused
from evenhand.core.values import OutOfHoursAlerts, Pace, ReplyTarget, Within
from evenhand.core.vocabulary import Severity

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ReplyClock:
    """How long a message has waited for its reply in active time, and by how much that is late; `due_at` in UTC."""

    active: timedelta
    due_at: datetime
    late: timedelta
    because: tuple[str, ...]


class Whom(StrEnum):
    """Who hears of a case at once."""

    TEAM = "the team"
    ON_CALL = "the person on call"
    NOBODY = "nobody until active hours"


@dataclass(frozen=True, slots=True)
class Alert:
    """Who hears of a case, from when (UTC), and why."""

    whom: Whom
    from_at: datetime
    because: tuple[str, ...]


def active_time(calendar: Calendar, start: datetime, end: datetime, *, channel: str) -> timedelta:
    """HRS-02: the active time from `start` to `end`. Raises: Refused, as `active_spans`."""
    spans = active_spans(calendar, start, end, channel=channel)
    return sum((closes - opens for opens, closes in spans), timedelta())


def active_minutes(calendar: Calendar, start: datetime, end: datetime, *, channel: str) -> int:
    """HRS-02: whole active minutes from `start` to `end`, rounded down. Raises: Refused, as `active_spans`."""
    return active_time(calendar, start, end, channel=channel) // MINUTE


def next_active(calendar: Calendar, at: datetime, *, channel: str) -> datetime:
    """HRS-01, HRS-04: `at` itself in active hours, or else when they next begin, in UTC.

    Raises: Refused when the calendar has no more active time.
    """
    return after_active_time(calendar, at, timedelta(), channel=channel)


def after_active_time(calendar: Calendar, at: datetime, length: timedelta, *, channel: str) -> datetime:
    """HRS-02: the first instant by which so much active time has run since `at`, in UTC.

    Raises: Refused for a negative length, and when the calendar has no more active time.
    """
    if length < timedelta():
        raise Refused(
            tried="to count active time backwards", forbids="a clock runs forward", do="give 0 or more", rule="HRS-02"
        )
    spans = spans_after(calendar, at, channel=channel)
    opens, closes = next(spans)
    while closes - opens < length:
        length -= closes - opens
        opens, closes = next(spans)
    return opens + length


def reply_target(values: ReplyTarget, platform: str) -> Within:
    """HRS-06: the target for a platform, or the one for all."""
    return values.by_platform.get(platform, values.within)


def reply_due(calendar: Calendar, within: Within, received_at: datetime, *, channel: str) -> datetime:
    """HRS-06: until when a reply is in time, that instant included, in UTC.

    What comes in out of hours is received when active hours next begin; the day it is received is not counted.
    Raises: Refused, beyond the calendar.
    """
    if within.unit is Pace.ACTIVE_MINUTES:
        return after_active_time(calendar, received_at, within.count * MINUTE, channel=channel)
    received_on = day_of(next_active(calendar, received_at, channel=channel), calendar.zone, "HRS-06")
    return closing_time(calendar, working_days_after(calendar, received_on, within.count))


def is_late(calendar: Calendar, due_at: datetime, at: datetime, *, channel: str) -> bool:
    """HRS-06: whether active time has run since a reply was due. As `reply_clock`, without counting how much."""
    at = utc(at, "HRS-06")
    return utc(due_at, "HRS-06") < at and next_active(calendar, due_at, channel=channel) < at


def reply_clock(calendar: Calendar, within: Within, received_at: datetime, at: datetime, *, channel: str) -> ReplyClock:
    """HRS-06: the clock of a message at `at`, the time of its reply or now. Out of hours nobody becomes late.

    Raises: Refused for a reply before its message, and beyond the calendar.
    """
    due_at = reply_due(calendar, within, received_at, channel=channel)
    active = active_time(calendar, received_at, at, channel=channel)
    late = active_time(calendar, due_at, max(due_at, utc(at, "HRS-06")), channel=channel)
    because = (
        f"target: {within.count} {within.unit}",
        f"waited: {active // MINUTE} active minutes",
        f"due by {due_at.astimezone(calendar.zone):%H:%M on %-d %B %Y}",
        f"late by {late // MINUTE} active minutes" if late else "in time",
    )
    return ReplyClock(active, due_at, late, because)


def alert(
    calendar: Calendar,
    values: OutOfHoursAlerts,
    severity: Severity,
    rules: Iterable[str],
    at: datetime,
    *,
    channel: str,
) -> Alert:
    """HRS-05: who hears of a case: the team in active hours; out of them the person on call, for the gravest alone.

    `rules`: the grounds and the route proposed. Either a named severity or a named rule is enough.
    """
    opens = next_active(calendar, at, channel=channel)
    if opens == utc(at, "HRS-05"):
        return Alert(Whom.TEAM, opens, ("it is within active hours (HRS-01)",))
    grave = [f"its severity is {severity} (HRS-05)"] if severity in values.severities else []
    grave += [f"{rule} alerts out of hours (HRS-05)" for rule in sorted(set(rules) & set(values.rules))]
    if grave:
        return Alert(Whom.ON_CALL, utc(at, "HRS-05"), tuple(grave))
    return Alert(Whom.NOBODY, opens, ("it is out of hours, and nothing in it is grave (HRS-05)",))

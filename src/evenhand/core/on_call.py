"""HRS-05: when somebody must be on call, and when nobody is."""

from collections.abc import Iterable
from datetime import datetime

from evenhand.core.dates import utc
from evenhand.core.hours import Calendar, Span, active_spans


def uncovered(calendar: Calendar, duties: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """HRS-05: the time out of hours from `start` up to `end` in which nobody is on call, in UTC, in order.

    `duties`: from when until when somebody is, the end exclusive. An incident covers its own channels alone, so it
    counts for nobody here. Raises: Refused, as `active_spans`.
    """
    watched = active_spans(calendar, start, end, channel="")
    covered = sorted([*watched, *((utc(opens, "HRS-05"), utc(closes, "HRS-05")) for opens, closes in duties)])
    gaps, reached, until = [], utc(start, "HRS-05"), utc(end, "HRS-05")
    for opens, closes in covered:
        if min(opens, until) > reached:
            gaps.append((reached, min(opens, until)))
        reached = max(reached, closes)
    if until > reached:
        gaps.append((reached, until))
    return gaps

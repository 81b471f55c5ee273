"""CMT-02: which posts stay open when nobody watches: a plan that suggests, and a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from evenhand.core.clocks import next_active
from evenhand.core.dates import day_of, utc, weekday_of
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar, closing_time, working_day_on_or_before
from evenhand.core.values import FridayPlan


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post as the plan sees it. There is no place for criticism: only what an officer removed counts.

    `removed_at`: when comments under it were removed; `is_sensitive`: said by a person.
    """

    id: str
    channel: str
    is_open: bool
    is_sensitive: bool
    removed_at: tuple[datetime, ...]
    can_close: bool
    can_hold: bool


class Suggested(StrEnum):
    """What the plan suggests for a post over the days on which nobody watches."""

    LEAVE = "leave"
    CLOSE = "close"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A post of the plan: what is suggested, why, and until when in UTC. Nobody has decided."""

    post: str
    suggested: Suggested
    because: str
    until: datetime


def plan_due(edition: Edition, calendar: Calendar, at: datetime) -> datetime | None:
    """CMT-02: when the plan of that week is drawn up, in UTC; None for a week without a working day up to it.

    On the edition's weekday and hour, or when that day is none of work, on the last working day before it, at the
    same hour. Raises: Refused beyond the calendar, and without a zone.
    """
    values = edition.value("CMT-02", FridayPlan)
    today = day_of(at, calendar.zone, "CMT-02")
    monday = today - timedelta(days=today.weekday())
    planned = next(day for day in (monday + timedelta(days=n) for n in range(7)) if weekday_of(day) is values.on)
    drawn_up = working_day_on_or_before(calendar, planned)
    if drawn_up < monday:
        return None
    return utc(datetime.combine(drawn_up, values.at, calendar.zone), "CMT-02")


def friday_plan(posts: Iterable[OpenPost], edition: Edition, calendar: Calendar, at: datetime) -> tuple[PlanLine, ...]:
    """CMT-02: a line for each post that is still open, closing first. `at`: when the plan is drawn up.

    Raises: Refused on a day without active hours, beyond the calendar, and without a zone.
    """
    values = edition.value("CMT-02", FridayPlan)
    closes = closing_time(calendar, day_of(at, calendar.zone, "CMT-02"))
    since = utc(at, "CMT-02") - timedelta(days=values.in_days)
    lines = []
    for post in posts:
        if post.is_open:
            removed = sum(since <= utc(when, "CMT-02") <= utc(at, "CMT-02") for when in post.removed_at)
            suggested, because = _suggested(post, values, removed)
            lines.append(PlanLine(post.id, suggested, because, next_active(calendar, closes, channel=post.channel)))
    order = [Suggested.CLOSE, Suggested.HOLD, Suggested.LEAVE]
    return tuple(sorted(lines, key=lambda line: (order.index(line.suggested), line.post)))


def _suggested(post: OpenPost, values: FridayPlan, removed: int) -> tuple[Suggested, str]:
    """A sensitive post is closed; one with removals is held, which keeps what people write; any other stays open."""
    if post.is_sensitive:
        wish, because = [Suggested.CLOSE, Suggested.HOLD], "it was marked as sensitive"
    elif removed >= values.removals:
        wish, because = [Suggested.HOLD, Suggested.CLOSE], f"removed under it in {values.in_days} days: {removed}"
    else:
        return Suggested.LEAVE, "nothing speaks against it"
    possible = {Suggested.CLOSE: post.can_close, Suggested.HOLD: post.can_hold}
    for each in wish:
        if possible[each]:
            return each, because
    return Suggested.LEAVE, f"{because}, but the platform can neither close nor hold it: somebody must look"

"""CMT-01, CMT-04: turning the comments on a post off, turning them on again, and counting the time between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from evenhand.core.dates import utc
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar, active_spans
from evenhand.core.refusals import Refused
from evenhand.core.values import Unwatched


class WhyOff(StrEnum):
    """For what the policy lets comments be off."""

    SENSITIVE = "a sensitive post"
    UNWATCHED = "it cannot be watched"


@dataclass(frozen=True, slots=True)
class Closing:
    """Comments on a post are off from `starts_at` up to, not including, `ends_at`, or for as long as it took.

    `on_again_at`: when the platform confirmed that they were on; None while they are not.
    """

    post: str
    why: WhyOff
    words: str
    decided_by: int
    starts_at: datetime
    ends_at: datetime
    on_again_at: datetime | None


class Comments(StrEnum):
    """What is to be done about the comments on a post."""

    STAY_OFF = "they stay off"
    TURN_ON = "turn them on"
    TASK = "a person must turn them on"
    ARE_ON = "they are on"


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What is to be done about a post's comments at an instant, and why."""

    comments: Comments
    because: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody watches, in UTC, the end exclusive, and how long it is."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


def close_comments(closing: Closing) -> Closing:
    """CMT-01: the closing, when it says which post, why, from when and until when. Raises: Refused."""
    if not closing.post.strip():
        raise _refused("it names no post", "name the post")
    if not closing.words.strip():
        raise _refused("it gives no reason in words", "write why, in your own words")
    if utc(closing.ends_at, "CMT-01") <= utc(closing.starts_at, "CMT-01"):
        raise _refused("it ends before it begins", "give an end later than the start: comments come back by themselves")
    return closing


def unwatched_gaps(edition: Edition, calendar: Calendar, start: datetime, end: datetime, channel: str) -> list[Gap]:
    """CMT-01: the timetable for posts that are off whenever nobody watches: gaps in active hours, long enough.

    Only gaps that begin and end between `start` and `end`; in UTC. Raises: Refused beyond the calendar.
    """
    least = timedelta(hours=edition.value("CMT-01", Unwatched).gap_hours)
    spans = active_spans(calendar, start, end, channel=channel)
    gaps = [Gap(before[1], after[0]) for before, after in pairwise(spans)]
    return [gap for gap in gaps if gap.length >= least]


def coming_back(closings: Iterable[Closing], at: datetime, *, refusal: str) -> ComingBack:
    """CMT-01: what is to be done about one post's comments at `at`. Another closing that still runs keeps them off.

    `refusal`: why the platform did not turn them on when it was last asked; empty where it was not asked, or cannot
    say. Raises: Refused for closings of several posts, or a time without a zone.
    """
    of_post = tuple(closings)
    if len({each.post for each in of_post}) > 1:
        raise _refused("the closings are of several posts", "ask for one post at a time")
    begun = [each for each in of_post if utc(each.starts_at, "CMT-01") <= utc(at, "CMT-01")]
    off = [each for each in begun if each.on_again_at is None]
    running = [each for each in off if utc(at, "CMT-01") < utc(each.ends_at, "CMT-01")]
    if not off:
        return ComingBack(Comments.ARE_ON, "no closing runs (CMT-01)")
    if running:
        last = max(running, key=lambda each: utc(each.ends_at, "CMT-01"))
        return ComingBack(Comments.STAY_OFF, f"{last.why} until {last.ends_at:%H:%M on %-d %B %Y} (CMT-01)")
    if refusal.strip():
        return ComingBack(Comments.TASK, f"the platform answered: {refusal.strip()} (CMT-01)")
    return ComingBack(Comments.TURN_ON, "the time is over (CMT-01)")


def time_off(closings: Iterable[Closing], now: datetime) -> timedelta:
    """CMT-04: how long comments were off up to `now`, on every post: what overlaps counts once, what is still off
    counts to `now`, also past its planned end. Raises: Refused for a time without a zone."""
    until = utc(now, "CMT-04")
    total, reached = timedelta(), dict[str, datetime]()
    for closing in sorted(closings, key=lambda each: utc(each.starts_at, "CMT-04")):
        ended = until if closing.on_again_at is None else min(until, utc(closing.on_again_at, "CMT-04"))
        begun = max(utc(closing.starts_at, "CMT-04"), reached.get(closing.post, utc(closing.starts_at, "CMT-04")))
        total += max(timedelta(), ended - begun)
        reached[closing.post] = max(begun, ended)
    return total


def minutes_off(closings: Iterable[Closing], now: datetime) -> int:
    """CMT-04: whole minutes of `time_off`, rounded down. Raises: Refused, as `time_off`."""
    return time_off(closings, now) // timedelta(minutes=1)


def _refused(forbids: str, do: str) -> Refused:
    return Refused(tried="to turn comments off", forbids=forbids, do=do, rule="CMT-01")

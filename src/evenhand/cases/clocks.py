"""HRS-06: until when a case wants its answer, which are late, and how long first decisions took."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from django.db.models import Min, Q

from evenhand.core.clocks import active_time, is_late, reply_clock, reply_due, reply_target
from evenhand.core.values import ReplyTarget
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel
from evenhand.intake.queries import channels_of
from evenhand.officers.models import Body
from evenhand.watch.queries import calendar, edition_of

SOON = timedelta(minutes=60)
"""Of active time left: less is "about to miss". Ours."""
OLDEST = timedelta(days=366)
"""Nothing that has waited longer is in time under any target."""


class Standing(StrEnum):
    """How a case stands to its target."""

    MISSED = "missed"
    SOON = "about to miss"
    IN_TIME = "in time"


@dataclass(frozen=True, slots=True)
class AnswerBy:
    """Until when an answer is in time, that instant included."""

    due_at: datetime
    standing: Standing


class Clocks:
    """The clocks of a body's cases at an instant. A case's runs from when it was opened, or opened again."""

    def __init__(self, body: Body, at: datetime) -> None:
        self.body, self.at = body, at
        self.calendar = calendar(body, at)
        self.target = edition_of(body, at).value("HRS-06", ReplyTarget)

    def of(self, channel: Channel, opened_at: datetime) -> AnswerBy:
        """HRS-06: the clock of a case of a channel."""
        within = reply_target(self.target, channel.platform)
        due_at = reply_due(self.calendar, within, opened_at, channel=channel.name)
        return AnswerBy(due_at, self._standing(due_at, channel))

    def _standing(self, due_at: datetime, channel: Channel) -> Standing:
        """How late is not counted: over the months of an old case that would take longer than the page itself."""
        if is_late(self.calendar, due_at, self.at, channel=channel.name):
            return Standing.MISSED
        left = active_time(self.calendar, self.at, max(due_at, self.at), channel=channel.name)
        return Standing.SOON if left <= SOON else Standing.IN_TIME

    def opened_when(self, standing: Standing) -> Q:
        """The cases that stand so, as a condition on when they were opened, channel by channel, to the second."""
        wanted = Q(pk__in=[])
        for channel in channels_of(self.body):
            missed = self._last_opened(channel, lambda found: found is Standing.MISSED)
            soon = self._last_opened(channel, lambda found: found is not Standing.IN_TIME)
            opened = {
                Standing.MISSED: Q(opened_at__lte=missed),
                Standing.SOON: Q(opened_at__gt=missed, opened_at__lte=soon),
                Standing.IN_TIME: Q(opened_at__gt=soon),
            }[standing]
            wanted |= Q(comment__channel=channel) & opened
        return wanted

    def _last_opened(self, channel: Channel, stands_so: Callable[[Standing], bool]) -> datetime:
        """The latest second at which a case was opened that stands so: who waits longer never stands better."""
        low, high = 0, int(OLDEST.total_seconds())
        first = self.at - OLDEST
        while low < high:
            middle = (low + high + 1) // 2
            if stands_so(self.of(channel, first + timedelta(seconds=middle)).standing):
                low = middle
            else:
                high = middle - 1
        return first + timedelta(seconds=low)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Of one channel, what came in within some days and was decided since: in active minutes."""

    channel: str
    decided: int
    median_minutes: float
    late: int


def answer_times(body: Body, since: datetime, until: datetime) -> list[AnswerTimes]:
    """HRS-06: how long first decisions took on what came in from `since` up to `until`, by channel.

    Counted from when a comment came in, whatever was edited or undone later.
    """
    office, target = calendar(body, until), edition_of(body, until).value("HRS-06", ReplyTarget)
    times = []
    for channel in channels_of(body):
        came = Decision.objects.filter(
            comment__channel=channel, comment__received_at__gte=since, comment__received_at__lt=until
        )
        firsts = came.values("comment_id", "comment__received_at").annotate(first=Min("at"))
        within = reply_target(target, channel.platform)
        waited = [
            reply_clock(office, within, one["comment__received_at"], one["first"], channel=channel.name)
            for one in firsts.order_by("comment_id")
        ]
        if waited:
            minutes = [clock.active // timedelta(minutes=1) for clock in waited]
            times.append(
                AnswerTimes(channel.title, len(waited), float(median(minutes)), sum(bool(c.late) for c in waited))
            )
    return times

"""HRS-05: an alert that nobody acknowledges goes on: to the next person, to the co-ordinator, at last to everybody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from evenhand.core.dates import utc
from evenhand.core.values import OutOfHoursAlerts


class Hears(StrEnum):
    """Who hears of an alert, in this order."""

    ON_CALL = "the person on call"
    NEXT = "the next person on the rota"
    CO_ORDINATOR = "the co-ordinator"
    TASK = "everybody, by a standing task"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody heard of an alert."""

    whom: Hears
    at: datetime


@dataclass(frozen=True, slots=True)
class Onward:
    """Who is to hear of an alert now, and why."""

    whom: Hears
    because: str


def onward(
    values: OutOfHoursAlerts, told: Iterable[Told], there_are: Collection[Hears], *, now: datetime
) -> Onward | None:
    """HRS-05: who hears next of an alert that nobody has acknowledged; None while there is time, and at the end.

    Each has the edition's minutes, the last instant included, from when they were told. A step for which
    `there_are` nobody is passed over at once, but for the standing task, which needs nobody. Where nobody was told
    at all, the next one hears at once. Raises: Refused, for an instant without a zone.
    """
    order, wait = list(Hears), timedelta(minutes=values.acknowledge_within_minutes)
    last = max(told, key=lambda one: order.index(one.whom), default=None)
    at = utc(now, "HRS-05")
    if last and at <= utc(last.at, "HRS-05") + wait:
        return None
    reached = order.index(last.whom) if last else 0
    whom = next((each for each in order[reached + 1 :] if each is Hears.TASK or each in there_are), None)
    minutes = f"{values.acknowledge_within_minutes} minutes"
    because = f"{last.whom} did not acknowledge it within {minutes}" if last else "nobody was on call"
    return Onward(whom, f"{because} (HRS-05)") if whom else None

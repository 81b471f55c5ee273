"""REF-02: whether somebody has said that they have a concern, and when the alarm sounds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from evenhand.core.given import aware, in_order
from evenhand.core.values import Safeguarding

ActiveMinutes = Callable[[datetime, datetime], int]
"""HRS-02: active minutes from one aware instant to another."""


class Heard(StrEnum):
    """Whether somebody has said that they have it."""

    WAITING = "waiting"
    ALARM = "alarm"
    IN_TIME = "acknowledged in time"
    LATE = "acknowledged late"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`active_minutes`: from opening to the acknowledgement, or to now."""

    heard: Heard
    active_minutes: int
    because: str


def acknowledgement(
    values: Safeguarding,
    active_minutes: ActiveMinutes,
    *,
    opened_at: datetime,
    acknowledged_at: datetime | None,
    now: datetime,
) -> Acknowledgement:
    """REF-02: the alarm sounds when as many active minutes as the edition says have gone by, that minute included.

    Raises: Refused, for an instant without a zone, or an acknowledgement before the opening or after now.
    """
    tried = "to look whether a concern was acknowledged"
    aware("REF-02", tried, opening=opened_at, acknowledgement=acknowledged_at, present=now)
    in_order("REF-02", tried, opening=opened_at, acknowledgement=acknowledged_at, present=now)
    gone, limit = active_minutes(opened_at, acknowledged_at or now), values.alarm_after_active_minutes
    over = gone >= limit
    said = f"{gone} active minutes; the alarm is at {limit}"
    if acknowledged_at is not None:
        return Acknowledgement(Heard.LATE if over else Heard.IN_TIME, gone, f"acknowledged after {said}")
    return Acknowledgement(Heard.ALARM if over else Heard.WAITING, gone, f"nobody has acknowledged it for {said}")

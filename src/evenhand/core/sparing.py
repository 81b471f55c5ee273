"""STF-02: the software spares its users: it counts what they have looked at and suggests a break."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.core.given import aware
from evenhand.core.refusals import Refused
from evenhand.core.values import Sparing


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a case."""

    case: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Exposure:
    """`cases`: different ones since `since`, the first look after the last break; None when there was none."""

    cases: int
    since: datetime | None
    break_suggested: bool
    because: str


def exposure(values: Sparing, seen: Iterable[Seen], now: datetime) -> Exposure:
    """STF-02: how much an officer has looked at since the last break, in any order of looks.

    A pause is a break when it is as long as the edition says, that minute included. A case looked at twice counts once.
    Raises: Refused, for an instant without a zone or a look after now.
    """
    tried = "to count what an officer has looked at"
    given = tuple(seen)
    for look in given:
        aware("STF-02", tried, look=look.at)
    aware("STF-02", tried, present=now)
    looks = sorted(given, key=lambda look: look.at)
    if looks and looks[-1].at > now:
        raise Refused(
            tried=tried, forbids=f"a look at {looks[-1].at} is after the present", do="mend the clock", rule="STF-02"
        )
    recent = _since_the_break(looks, now, timedelta(minutes=values.break_minutes))
    cases = len({look.case for look in recent})
    suggested = cases >= values.break_after_cases
    because = f"{cases} cases since the last break; a break is suggested at {values.break_after_cases}"
    return Exposure(cases, recent[0].at if recent else None, suggested, because)


def _since_the_break(looks: list[Seen], now: datetime, pause: timedelta) -> list[Seen]:
    later, recent = now, list[Seen]()
    for look in reversed(looks):
        if later - look.at >= pause:
            break
        recent.insert(0, look)
        later = look.at
    return recent

"""STF-02: the software spares its users: it counts what they have looked at and suggests a break."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.core.given import aware
from evenhand.core.refusals import Refused
from evenhand.core.values import Sparing
from evenhand.core.vocabulary import Severity

BLURRED = frozenset({Severity.HIGH, Severity.GRAVE})
"""Words of these severities start blurred, where the edition blurs at all. Ours."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a case, and how grave that is."""

    case: int
    at: datetime
    severity: Severity


@dataclass(frozen=True, slots=True)
class Exposure:
    """`cases`: different ones since `since`, the first look after the last break; None when there was none.

    `counted`: the same, each as many times as the edition says for its severity.
    """

    cases: int
    counted: int
    since: datetime | None
    break_suggested: bool
    because: str


def exposure(values: Sparing, seen: Iterable[Seen], now: datetime) -> Exposure:
    """STF-02: how much an officer has looked at since the last break, in any order of looks.

    A pause is a break when it is as long as the edition says, that minute included. A case looked at twice counts
    once, as grave as it ever was.
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
    cases, counted = _counted(values, recent)
    because = f"{cases} case{'' if cases == 1 else 's'} since the last break"
    because += f", which count as {counted} for how grave they were" if counted != cases else ""
    because += f"; a break is suggested at {values.break_after_cases}"
    return Exposure(cases, counted, recent[0].at if recent else None, counted >= values.break_after_cases, because)


def _counted(values: Sparing, looks: list[Seen]) -> tuple[int, int]:
    """How many cases, and as how many they count."""
    times = dict[int, int]()
    for look in looks:
        times[look.case] = max(times.get(look.case, 0), values.counts_as.get(look.severity, 0))
    return len(times), sum(times.values())


def upsets(values: Sparing, severity: Severity) -> bool:
    """STF-02: whether looking at a case of a severity counts towards a break at all."""
    return values.counts_as.get(severity, 0) > 0


def blurs(values: Sparing, severity: Severity) -> bool:
    """STF-02: whether words of a severity start blurred."""
    return values.blur and severity in BLURRED


def _since_the_break(looks: list[Seen], now: datetime, pause: timedelta) -> list[Seen]:
    later, recent = now, list[Seen]()
    for look in reversed(looks):
        if later - look.at >= pause:
            break
        recent.insert(0, look)
        later = look.at
    return recent

"""HRS, CMT and ELE: when channels are watched and comments are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least
from evenhand.core.vocabulary import Severity


class Weekday(StrEnum):
    """Days as an edition writes them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Nation(StrEnum):
    """Whose public holidays apply."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern ireland"


@dataclass(frozen=True, slots=True)
class Opening(Stated):
    """From `opens` up to, not including, `closes`, on the wall clock of the edition's zone."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ImpossibleError("closes", f"opens at {self.opens} and closes at {self.closes}: closing must be later")


@dataclass(frozen=True, slots=True)
class ActiveHours(Stated):
    """HRS-01. A weekday that is not named has no active hours."""

    timezone: str
    hours: Mapping[Weekday, Opening]

    def __post_init__(self) -> None:
        if not self.hours:
            raise ImpossibleError("hours", "no weekday has active hours: name at least one")


@dataclass(frozen=True, slots=True)
class PublicHolidays(Stated):
    """HRS-03."""

    nation: Nation
    also_closed: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Incidents(Stated):
    """HRS-04. An incident that nobody ended ends by itself."""

    longest_hours: int

    def __post_init__(self) -> None:
        at_least(1, longest_hours=self.longest_hours)


@dataclass(frozen=True, slots=True)
class OutOfHoursAlerts(Stated):
    """HRS-05. Either is enough: a severity, or a rule."""

    severities: tuple[Severity, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyTarget(Stated):
    """HRS-06. In active minutes; `by_platform` overrides."""

    active_minutes: int
    by_platform: Mapping[str, int]

    def __post_init__(self) -> None:
        at_least(1, active_minutes=self.active_minutes, **self.by_platform)


@dataclass(frozen=True, slots=True)
class FridayPlan(Stated):
    """CMT-02."""

    on: Weekday
    at: time


@dataclass(frozen=True, slots=True)
class RelatedComments(Stated):
    """CMT-03."""

    within_hours: int

    def __post_init__(self) -> None:
        at_least(1, within_hours=self.within_hours)

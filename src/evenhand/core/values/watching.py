"""HRS, CMT and ELE: when and what is watched, and when comments are off."""

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
    """HRS-05. Either is enough: a severity, or a rule.

    `acknowledge_within_minutes`: of the wall clock, which whoever is told has before the next one hears of it.
    """

    severities: tuple[Severity, ...]
    rules: tuple[str, ...]
    acknowledge_within_minutes: int

    def __post_init__(self) -> None:
        at_least(1, acknowledge_within_minutes=self.acknowledge_within_minutes)


class Pace(StrEnum):
    """What a target for replies is counted in."""

    ACTIVE_MINUTES = "active minutes"
    WORKING_DAYS = "working days"


@dataclass(frozen=True, slots=True)
class Within(Stated):
    """A target: so many active minutes, or until the end of active hours so many working days later."""

    count: int
    unit: Pace

    def __post_init__(self) -> None:
        at_least(1, count=self.count)


@dataclass(frozen=True, slots=True)
class ReplyTarget(Stated):
    """HRS-06. `by_platform` overrides."""

    within: Within
    by_platform: Mapping[str, Within]


@dataclass(frozen=True, slots=True)
class Unwatched(Stated):
    """CMT-01. Posts on the timetable are closed over every gap in active hours of at least so many hours."""

    gap_hours: int

    def __post_init__(self) -> None:
        at_least(1, gap_hours=self.gap_hours)


@dataclass(frozen=True, slots=True)
class FridayPlan(Stated):
    """CMT-02. A post with so many removals in the last days is not left open unwatched."""

    on: Weekday
    at: time
    removals: int
    in_days: int

    def __post_init__(self) -> None:
        at_least(1, removals=self.removals, in_days=self.in_days)


@dataclass(frozen=True, slots=True)
class RelatedComments(Stated):
    """CMT-03. Counted from the moment the post was closed."""

    within_hours: int

    def __post_init__(self) -> None:
        at_least(1, within_hours=self.within_hours)


@dataclass(frozen=True, slots=True)
class PreElection(Stated):
    """ELE-01. What is suggested to the person who sets the dates."""

    weeks_before_poll: int

    def __post_init__(self) -> None:
        at_least(1, weeks_before_poll=self.weeks_before_poll)

"""REF, APL, STF, EQU and REC: who is told, who is heard, what is kept and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least


@dataclass(frozen=True, slots=True)
class Allegations(Stated):
    """REF-01."""

    officer: str
    form: str


@dataclass(frozen=True, slots=True)
class Contact(Stated):
    """Who to call, when: a number for `hours` ("any time", "Monday to Friday, 09:00 to 17:00")."""

    kind: str
    name: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Safeguarding(Stated):
    """REF-02."""

    contacts: tuple[Contact, ...]
    alarm_after_active_minutes: int

    def __post_init__(self) -> None:
        at_least(1, alarm_after_active_minutes=self.alarm_after_active_minutes)
        if not self.contacts:
            raise ImpossibleError("contacts", "nobody is named to take a concern: name at least one contact")


@dataclass(frozen=True, slots=True)
class Complaints(Stated):
    """REF-04."""

    form: str


@dataclass(frozen=True, slots=True)
class HelpLines(Stated):
    """REF-05."""

    lines: tuple[Contact, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise ImpossibleError("lines", "no help line is named: name at least one")


@dataclass(frozen=True, slots=True)
class AppealDeadlines(Stated):
    """APL-02. Working days from receipt."""

    acknowledge: int
    answer: int
    second_acknowledge: int
    second_answer: int

    def __post_init__(self) -> None:
        at_least(1, acknowledge=self.acknowledge, second_acknowledge=self.second_acknowledge)
        at_least(self.acknowledge, answer=self.answer)
        at_least(self.second_acknowledge, second_answer=self.second_answer)


@dataclass(frozen=True, slots=True)
class Sparing(Stated):
    """STF-02."""

    blur: bool
    break_after_cases: int

    def __post_init__(self) -> None:
        at_least(1, break_after_cases=self.break_after_cases)


class RecordClass(StrEnum):
    """REC-02. What is kept, each class for its own time."""

    COMMENTS_LEFT_UP = "comments_left_up"
    CASES = "cases"
    DECISIONS = "decisions"
    EVIDENCE = "evidence"
    BLOCKS = "blocks"
    MANAGED_CONTACTS = "managed_contacts"
    REFERRALS = "referrals"
    SAFEGUARDING = "safeguarding"
    APPEALS = "appeals"
    STAFF_REPORTS = "staff_reports"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Retention(Stated):
    """REC-02. Months for which each class of record is kept after it was last needed."""

    months: Mapping[RecordClass, int]

    def __post_init__(self) -> None:
        at_least(0, **{kind.value: months for kind, months in self.months.items()})
        if unsaid := [kind.value for kind in RecordClass if kind not in self.months]:
            raise ImpossibleError("months", f"no time is given for {', '.join(unsaid)}: give months for each")


@dataclass(frozen=True, slots=True)
class Suppression(Stated):
    """EQU-02 and REC-03. Counts under this are not published."""

    counts_under: int

    def __post_init__(self) -> None:
        at_least(1, counts_under=self.counts_under)


@dataclass(frozen=True, slots=True)
class Sampling(Stated):
    """REC-05. Of the decisions of a month, from 0 up to and including 100."""

    percent: float

    def __post_init__(self) -> None:
        at_least(0, percent=self.percent)
        if self.percent > 100:
            raise ImpossibleError("percent", f"{self.percent} is more than all decisions: at most 100")

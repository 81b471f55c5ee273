"""REF, APL and STF: who is told, who is heard, who is spared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least
from evenhand.core.vocabulary import Severity


class Reached(StrEnum):
    """REF-02. When somebody answers. `ITS_OWN_HOURS`: shown always, with the words of its hours."""

    ANY_TIME = "any time"
    ACTIVE_HOURS = "active hours"
    OUT_OF_HOURS = "out of hours"
    ITS_OWN_HOURS = "its own hours"


@dataclass(frozen=True, slots=True)
class Allegations(Stated):
    """REF-01."""

    officer: str
    form: str


@dataclass(frozen=True, slots=True)
class Contact(Stated):
    """Who to call: `hours` in words for people, `reached` for the choice of whom to show now."""

    kind: str
    name: str
    phone: str
    hours: str
    reached: Reached


DANGER_NOW = "danger now"
"""The kind of contact that is always shown first."""


@dataclass(frozen=True, slots=True)
class Safeguarding(Stated):
    """REF-02."""

    contacts: tuple[Contact, ...]
    alarm_after_active_minutes: int

    def __post_init__(self) -> None:
        at_least(1, alarm_after_active_minutes=self.alarm_after_active_minutes)
        if not self.contacts:
            raise ImpossibleError("contacts", "nobody is named to take a concern: name at least one contact")
        if not any(each.kind == DANGER_NOW and each.reached is Reached.ANY_TIME for each in self.contacts):
            raise ImpossibleError("contacts", f'nobody is reached at any time as "{DANGER_NOW}": name 999')


@dataclass(frozen=True, slots=True)
class Police(Stated):
    """REF-03."""

    contacts: tuple[Contact, ...]

    def __post_init__(self) -> None:
        if not self.contacts:
            raise ImpossibleError("contacts", "the police are not named: name at least one contact")


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
    """APL-01 and APL-02. Working days from receipt; `within_months` of the decision, the last day included.

    `afterwards`: who looks at a complaint when both stages are over.
    """

    acknowledge: int
    answer: int
    second_acknowledge: int
    second_answer: int
    within_months: int
    second_within_working_days: int
    afterwards: str

    def __post_init__(self) -> None:
        at_least(1, acknowledge=self.acknowledge, second_acknowledge=self.second_acknowledge)
        at_least(self.acknowledge, answer=self.answer)
        at_least(self.second_acknowledge, second_answer=self.second_answer)
        at_least(1, within_months=self.within_months, second_within_working_days=self.second_within_working_days)


@dataclass(frozen=True, slots=True)
class StaffReports(Stated):
    """STF-01. An outcome is due within these working days of the report.

    `support`: lines for staff and councillors, not for residents. `otherwise`: whom to ask besides, in words.
    """

    outcome_within_working_days: int
    support: tuple[Contact, ...]
    otherwise: str

    def __post_init__(self) -> None:
        at_least(1, outcome_within_working_days=self.outcome_within_working_days)
        if not self.otherwise.strip():
            raise ImpossibleError("otherwise", "nobody is named to talk to: say whom to ask, such as a manager")


@dataclass(frozen=True, slots=True)
class Sparing(Stated):
    """STF-02. A pause of `break_minutes` or more is a break; the count of cases begins again after it.

    `blur`: the worst words start blurred. `grey_scale`: pages offer to take the colour out of pictures.
    `counts_as`: as how many cases one of a severity counts; those that are not named count as none.
    """

    blur: bool
    grey_scale: bool
    break_after_cases: int
    break_minutes: int
    counts_as: Mapping[Severity, int]

    def __post_init__(self) -> None:
        at_least(1, break_after_cases=self.break_after_cases, break_minutes=self.break_minutes)
        at_least(0, **{severity.value: times for severity, times in self.counts_as.items()})


@dataclass(frozen=True, slots=True)
class ReplyTone(Stated):
    """STF-03. `discourteous` and `officialese`: a phrase, and what to write instead (empty: take it out)."""

    longest_sentence_words: int
    discourteous: Mapping[str, str]
    officialese: Mapping[str, str]

    def __post_init__(self) -> None:
        at_least(1, longest_sentence_words=self.longest_sentence_words)

"""REF, APL and STF: who is told, who is heard, who is spared."""

from dataclasses import dataclass

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

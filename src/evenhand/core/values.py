"""The values that an edition gives to rules. Nothing has a default: what the edition does not say is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from evenhand.core.vocabulary import Severity, Suggestion


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


class LadderStep(StrEnum):
    """What is proposed at a number of strikes."""

    WARNING = "warning"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Opening:
    """From `opens` up to, not including, `closes`, on the wall clock of the edition's zone."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"opens at {self.opens} and closes at {self.closes}: closing must be later")


@dataclass(frozen=True, slots=True)
class ActiveHours:
    """HRS-01. A weekday that is not named has no active hours."""

    timezone: str
    hours: Mapping[Weekday, Opening]

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("no weekday has active hours: name at least one")


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """HRS-03."""

    nation: Nation
    also_closed: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Incidents:
    """HRS-04. An incident that nobody ended ends by itself."""

    longest_hours: int


@dataclass(frozen=True, slots=True)
class OutOfHoursAlerts:
    """HRS-05. Either is enough: a severity, or a rule."""

    severities: tuple[Severity, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """HRS-06. In active minutes; `by_platform` overrides."""

    active_minutes: int
    by_platform: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StaffConduct:
    """CON-11."""

    may_refer_to: str


@dataclass(frozen=True, slots=True)
class Removal:
    """MOD-01."""

    default: Suggestion
    delete_needs_reason: bool


@dataclass(frozen=True, slots=True)
class TellAuthor:
    """MOD-05."""

    tell: bool


@dataclass(frozen=True, slots=True)
class WarnFirst:
    """MOD-06."""

    before_block: bool
    in_private: bool


@dataclass(frozen=True, slots=True)
class MoveToPrivate:
    """MOD-07."""

    contact: str


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """EVD-02."""

    wording: str


@dataclass(frozen=True, slots=True)
class KeepEvidence:
    """EVD-03."""

    months: int


@dataclass(frozen=True, slots=True)
class Repeatedly:
    """STR-02."""

    strikes: int
    within_months: int


@dataclass(frozen=True, slots=True)
class StrikeLife:
    """STR-03."""

    months: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder."""

    at_strikes: int
    step: LadderStep


@dataclass(frozen=True, slots=True)
class Ladder:
    """STR-04. `block_at_once`: grounds under which a single breach may propose a block."""

    rungs: tuple[Rung, ...]
    block_at_once: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.rungs:
            raise ValueError("the ladder has no steps: give at least one rung")


@dataclass(frozen=True, slots=True)
class NoStrike:
    """STR-05. Rules and grounds that never count."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockApproval:
    """BLK-01."""

    second_person: bool
    within_working_days: int


@dataclass(frozen=True, slots=True)
class BlockReview:
    """BLK-03."""

    after_months: int


@dataclass(frozen=True, slots=True)
class BlockLapse:
    """BLK-04."""

    working_days_late: int


@dataclass(frozen=True, slots=True)
class BlockExtension:
    """BLK-05. No single extension is longer than this."""

    longest_months: int


@dataclass(frozen=True, slots=True)
class Questions:
    """BLK-06. Each is answered in words before a block."""

    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManagedReview:
    """MCL-02."""

    after_months: int


@dataclass(frozen=True, slots=True)
class FridayPlan:
    """CMT-02."""

    on: Weekday
    at: time


@dataclass(frozen=True, slots=True)
class RelatedComments:
    """CMT-03."""

    within_hours: int


@dataclass(frozen=True, slots=True)
class Allegations:
    """REF-01."""

    officer: str
    form: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to call, when: a number for `hours` ("any time", "Monday to Friday, 09:00 to 17:00")."""

    kind: str
    name: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """REF-02."""

    contacts: tuple[Contact, ...]
    alarm_after_active_minutes: int


@dataclass(frozen=True, slots=True)
class Complaints:
    """REF-04."""

    form: str


@dataclass(frozen=True, slots=True)
class HelpLines:
    """REF-05."""

    lines: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class AppealDeadlines:
    """APL-02. Working days from receipt."""

    acknowledge: int
    answer: int
    second_acknowledge: int
    second_answer: int


@dataclass(frozen=True, slots=True)
class Sparing:
    """STF-02."""

    blur: bool
    break_after_cases: int


@dataclass(frozen=True, slots=True)
class Retention:
    """REC-02. Months, by class of record."""

    months: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suppression:
    """EQU-02 and REC-03. Counts under this are not published."""

    counts_under: int


@dataclass(frozen=True, slots=True)
class Sampling:
    """REC-05."""

    percent: float


VALUES: Mapping[str, type] = {
    "HRS-01": ActiveHours,
    "HRS-03": PublicHolidays,
    "HRS-04": Incidents,
    "HRS-05": OutOfHoursAlerts,
    "HRS-06": ReplyTarget,
    "CON-11": StaffConduct,
    "MOD-01": Removal,
    "MOD-05": TellAuthor,
    "MOD-06": WarnFirst,
    "MOD-07": MoveToPrivate,
    "EVD-02": EvidencePack,
    "EVD-03": KeepEvidence,
    "STR-02": Repeatedly,
    "STR-03": StrikeLife,
    "STR-04": Ladder,
    "STR-05": NoStrike,
    "BLK-01": BlockApproval,
    "BLK-03": BlockReview,
    "BLK-04": BlockLapse,
    "BLK-05": BlockExtension,
    "BLK-06": Questions,
    "MCL-02": ManagedReview,
    "CMT-02": FridayPlan,
    "CMT-03": RelatedComments,
    "REF-01": Allegations,
    "REF-02": Safeguarding,
    "REF-04": Complaints,
    "REF-05": HelpLines,
    "APL-02": AppealDeadlines,
    "STF-02": Sparing,
    "EQU-02": Suppression,
    "REC-02": Retention,
    "REC-03": Suppression,
    "REC-05": Sampling,
}
"""Which values each rule must have; a rule that is not here has wording alone."""

_LAST = {
    "HRS": 6, "CON": 11, "MOD": 8, "EVD": 3, "STR": 5, "BLK": 6, "MCL": 4,
    "CMT": 4, "REF": 5, "APL": 4, "STF": 3, "ELE": 1, "EQU": 2, "REC": 5,
}  # fmt: skip
RULE_IDS = tuple(
    f"{chapter}-{number:02d}"
    for chapter, last in _LAST.items()
    for number in range(0 if chapter == "CON" else 1, last + 1)
)
GROUND_IDS = tuple(f"CON-{number:02d}" for number in range(11))
ROUTE_IDS = ("MOD-07", "REF-01", "REF-02", "REF-04", "REF-05")

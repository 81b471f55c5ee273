"""The values that an edition gives to rules. None has a default: what the edition does not say is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least
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


class Telling(StrEnum):
    """MOD-05. Whether the author is told; `ALWAYS`: by hand where the platform has no way."""

    NEVER = "never"
    WHERE_POSSIBLE = "where possible"
    ALWAYS = "always"


class Reached(StrEnum):
    """REF-02. When somebody answers. `ITS_OWN_HOURS`: shown always, with the words of its hours."""

    ANY_TIME = "any time"
    ACTIVE_HOURS = "active hours"
    OUT_OF_HOURS = "out of hours"
    ITS_OWN_HOURS = "its own hours"


class SwapKind(StrEnum):
    """EQU-01. What is swapped for its like in a comment."""

    CHARACTERISTIC = "characteristic"
    PARTY = "party"
    NAME = "name"
    DIALECT = "dialect"


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
class StaffConduct(Stated):
    """CON-11."""

    may_refer_to: str


@dataclass(frozen=True, slots=True)
class Removal(Stated):
    """MOD-01. `hide_until_seen`: from which severity a ground hides by itself until a person has looked."""

    default: Suggestion
    delete_needs_reason: bool
    hide_until_seen: Mapping[str, Severity]  # by ground; empty: nothing is ever done without a person


@dataclass(frozen=True, slots=True)
class TellAuthor(Stated):
    """MOD-05. Each thing that may happen to an author; danger to somebody goes before all of them."""

    hide: Telling
    delete: Telling
    restore: Telling
    warning: Telling
    block: Telling
    unblock: Telling


@dataclass(frozen=True, slots=True)
class WarnFirst(Stated):
    """MOD-06."""

    before_block: bool
    in_private: bool


@dataclass(frozen=True, slots=True)
class MoveToPrivate(Stated):
    """MOD-07."""

    contact: str


@dataclass(frozen=True, slots=True)
class EvidencePack(Stated):
    """EVD-02. `wording` stands in every pack; `never_says` are words that judge, which is not for us to do."""

    wording: str
    never_says: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.wording.strip():
            raise ImpossibleError("wording", "is empty: say that the police decide")


@dataclass(frozen=True, slots=True)
class KeepEvidence(Stated):
    """EVD-03."""

    months: int

    def __post_init__(self) -> None:
        at_least(1, months=self.months)


@dataclass(frozen=True, slots=True)
class Repeatedly(Stated):
    """STR-02."""

    strikes: int
    within_months: int

    def __post_init__(self) -> None:
        at_least(1, strikes=self.strikes, within_months=self.within_months)


@dataclass(frozen=True, slots=True)
class StrikeLife(Stated):
    """STR-03."""

    months: int

    def __post_init__(self) -> None:
        at_least(1, months=self.months)


@dataclass(frozen=True, slots=True)
class Rung(Stated):
    """One step of the ladder."""

    at_strikes: int
    step: LadderStep

    def __post_init__(self) -> None:
        at_least(1, at_strikes=self.at_strikes)


@dataclass(frozen=True, slots=True)
class Ladder(Stated):
    """STR-04. `block_at_once`: grounds under which a single breach may propose a block."""

    rungs: tuple[Rung, ...]
    block_at_once: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.rungs:
            raise ImpossibleError("rungs", "the ladder has no steps: give at least one rung")
        heights = [rung.at_strikes for rung in self.rungs]
        if heights != sorted(set(heights)):
            raise ImpossibleError("rungs", "the steps of the ladder do not rise: give each a higher number of strikes")


@dataclass(frozen=True, slots=True)
class NoStrike(Stated):
    """STR-05. Rules and grounds that never count."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockApproval(Stated):
    """BLK-01."""

    second_person: bool
    within_working_days: int

    def __post_init__(self) -> None:
        at_least(1, within_working_days=self.within_working_days)


@dataclass(frozen=True, slots=True)
class BlockReview(Stated):
    """BLK-03."""

    after_months: int

    def __post_init__(self) -> None:
        at_least(1, after_months=self.after_months)


@dataclass(frozen=True, slots=True)
class BlockLapse(Stated):
    """BLK-04."""

    working_days_late: int

    def __post_init__(self) -> None:
        at_least(1, working_days_late=self.working_days_late)


@dataclass(frozen=True, slots=True)
class BlockExtension(Stated):
    """BLK-05. No single extension is longer than this."""

    longest_months: int

    def __post_init__(self) -> None:
        at_least(1, longest_months=self.longest_months)


@dataclass(frozen=True, slots=True)
class Questions(Stated):
    """BLK-06. Each is answered in words before a block."""

    ask: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.ask:
            raise ImpossibleError("ask", "no question is asked before a block: ask at least one")


@dataclass(frozen=True, slots=True)
class ManagedReview(Stated):
    """MCL-02."""

    after_months: int

    def __post_init__(self) -> None:
        at_least(1, after_months=self.after_months)


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
    """STF-01. An outcome is due within these working days of the report."""

    outcome_within_working_days: int

    def __post_init__(self) -> None:
        at_least(1, outcome_within_working_days=self.outcome_within_working_days)


@dataclass(frozen=True, slots=True)
class Sparing(Stated):
    """STF-02. A pause of `break_minutes` or more is a break; the count of cases begins again after it."""

    blur: bool
    grey_scale: bool
    break_after_cases: int
    break_minutes: int

    def __post_init__(self) -> None:
        at_least(1, break_after_cases=self.break_after_cases, break_minutes=self.break_minutes)


@dataclass(frozen=True, slots=True)
class ReplyTone(Stated):
    """STF-03. `discourteous` and `officialese`: a phrase, and what to write instead (empty: take it out)."""

    longest_sentence_words: int
    discourteous: Mapping[str, str]
    officialese: Mapping[str, str]

    def __post_init__(self) -> None:
        at_least(1, longest_sentence_words=self.longest_sentence_words)


@dataclass(frozen=True, slots=True)
class Likeness(Stated):
    """EQU-01. Groups that are treated alike: each row the words for one, the same forms in the same order."""

    kind: SwapKind
    name: str
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(self.rows) < 2:
            raise ImpossibleError("rows", f"{self.name} has nothing to swap: give at least two rows")
        if any(not row for row in self.rows) or len({len(row) for row in self.rows}) > 1:
            raise ImpossibleError("rows", f"{self.name} has rows of different length: give each the same forms")
        words = [word.casefold() for row in self.rows for word in row]
        if len(set(words)) < len(words) or not all(word.strip() for word in words):
            raise ImpossibleError("rows", f"{self.name} has a word twice, or an empty one: give each word once")


@dataclass(frozen=True, slots=True)
class EvenHandedness(Stated):
    """EQU-01."""

    likenesses: tuple[Likeness, ...]

    def __post_init__(self) -> None:
        if unsaid := [kind.value for kind in SwapKind if kind not in {each.kind for each in self.likenesses}]:
            raise ImpossibleError("likenesses", f"nothing is swapped by {', '.join(unsaid)}: add one of each kind")


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
    """EQU-02 and REC-03. Counts under this are not published; `show_nought`: but 0 is, as nobody is in it."""

    counts_under: int
    show_nought: bool

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
    "REF-03": Police,
    "REF-04": Complaints,
    "REF-05": HelpLines,
    "APL-02": AppealDeadlines,
    "STF-01": StaffReports,
    "STF-02": Sparing,
    "STF-03": ReplyTone,
    "EQU-01": EvenHandedness,
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
NEVER_AUTOMATIC = ("CON-00", "CON-07", "CON-08", "CON-09")
ROUTE_IDS = ("MOD-07", "REF-01", "REF-02", "REF-04", "REF-05")

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
    """MOD-05."""

    tell: bool


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
    """EVD-02."""

    wording: str


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
    """STR-03. `spent_by_block`: a strike that a block rested on brings no second one."""

    months: int
    spent_by_block: bool

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


class Approver(StrEnum):
    """Who may be the second person on a block."""

    ANY_SECOND_PERSON = "any second person"
    CO_ORDINATOR = "co-ordinator"


@dataclass(frozen=True, slots=True)
class BlockApproval(Stated):
    """BLK-01. Counted from the day of the decision to the end of active hours of the last day."""

    second_person: bool
    approver: Approver
    within_working_days: int

    def __post_init__(self) -> None:
        at_least(1, within_working_days=self.within_working_days)


@dataclass(frozen=True, slots=True)
class BlockNotice(Stated):
    """BLK-02. `prior_working_days`: between the notice and the start, but for extreme cases; 0: no prior notice."""

    compulsory: bool
    prior_working_days: int

    def __post_init__(self) -> None:
        at_least(0, prior_working_days=self.prior_working_days)


@dataclass(frozen=True, slots=True)
class BlockReview(Stated):
    """BLK-03. `interim_longest_months`: for a block until a matter is settled; 0: this body makes none."""

    after_months: int
    interim_longest_months: int

    def __post_init__(self) -> None:
        at_least(1, after_months=self.after_months)
        at_least(0, interim_longest_months=self.interim_longest_months)


@dataclass(frozen=True, slots=True)
class BlockLapse(Stated):
    """BLK-04."""

    working_days_late: int

    def __post_init__(self) -> None:
        at_least(1, working_days_late=self.working_days_late)


@dataclass(frozen=True, slots=True)
class BlockExtension(Stated):
    """BLK-05. `longest_months`: of a single extension; `in_all_months`: of a block with all of them, 0 for no limit."""

    longest_months: int
    in_all_months: int

    def __post_init__(self) -> None:
        at_least(1, longest_months=self.longest_months)
        at_least(self.longest_months if self.in_all_months else 0, in_all_months=self.in_all_months)


@dataclass(frozen=True, slots=True)
class Questions(Stated):
    """BLK-06. Each is answered in words before a block."""

    ask: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.ask:
            raise ImpossibleError("ask", "no question is asked before a block: ask at least one")


@dataclass(frozen=True, slots=True)
class ManagedReview(Stated):
    """MCL-02. `seen_by`: the roles that may see the list."""

    after_months: int
    seen_by: tuple[str, ...]

    def __post_init__(self) -> None:
        at_least(1, after_months=self.after_months)
        if not self.seen_by:
            raise ImpossibleError("seen_by", "nobody may see the list: name at least one role")


@dataclass(frozen=True, slots=True)
class StatutoryRoutes(Stated):
    """MCL-04. Ways of contact that no block closes; each stands in the notice as it is written here."""

    routes: tuple[str, ...]

    def __post_init__(self) -> None:
        if not all(route.strip() for route in self.routes) or not self.routes:
            raise ImpossibleError("routes", "no way of contact is named: name each that the law keeps open")


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


@dataclass(frozen=True, slots=True)
class Retention(Stated):
    """REC-02. Months for which each class of record is kept after it was last needed."""

    months: Mapping[RecordClass, int]

    def __post_init__(self) -> None:
        at_least(0, **{kind.value: months for kind, months in self.months.items()})
        if unsaid := [kind.value for kind in RecordClass if kind not in self.months]:
            raise ImpossibleError("months", f"no time is given for {', '.join(unsaid)}: give months for each")


@dataclass(frozen=True, slots=True)
class PreElection(Stated):
    """ELE-01. What is suggested to the person who sets the dates."""

    weeks_before_poll: int

    def __post_init__(self) -> None:
        at_least(1, weeks_before_poll=self.weeks_before_poll)


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
    "BLK-02": BlockNotice,
    "BLK-03": BlockReview,
    "BLK-04": BlockLapse,
    "BLK-05": BlockExtension,
    "BLK-06": Questions,
    "MCL-02": ManagedReview,
    "MCL-04": StatutoryRoutes,
    "CMT-01": Unwatched,
    "CMT-02": FridayPlan,
    "CMT-03": RelatedComments,
    "REF-01": Allegations,
    "REF-02": Safeguarding,
    "REF-04": Complaints,
    "REF-05": HelpLines,
    "APL-02": AppealDeadlines,
    "STF-02": Sparing,
    "ELE-01": PreElection,
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

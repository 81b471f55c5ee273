"""STR, BLK and MCL: strikes, blocks and the managed contacts list."""

from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least


class LadderStep(StrEnum):
    """What is proposed at a number of strikes."""

    WARNING = "warning"
    BLOCK = "block"


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
    """BLK-05. `longest_months`: of a single extension; `in_all_months`: of a block with all of them, 0 for no limit.

    A block that reaches the limit is over after that day, whether anybody has looked at it or not.
    """

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

"""CON, MOD, EVD, STR, BLK and MCL: what is done about a comment and its author."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least
from evenhand.core.vocabulary import Severity, Suggestion


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
    """STR-03."""

    months: int

    def __post_init__(self) -> None:
        at_least(1, months=self.months)


class LadderStep(StrEnum):
    """What is proposed at a number of strikes."""

    WARNING = "warning"
    BLOCK = "block"


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

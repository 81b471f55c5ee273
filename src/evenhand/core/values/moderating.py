"""CON, MOD and EVD: what is done to a comment, and on what evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.core.stated import Stated, at_least
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

"""CON, MOD and EVD: what is done to a comment, and on what evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least
from evenhand.core.vocabulary import Severity, Suggestion


class Telling(StrEnum):
    """MOD-05. Whether the author is told. Where the platform has no way, `ALWAYS` is by hand, and `IN_WRITING` by
    letter or e-mail, as a telephone call leaves nothing to show.
    """

    NEVER = "never"
    WHERE_POSSIBLE = "where possible"
    ALWAYS = "always"
    IN_WRITING = "in writing"


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

"""EQU and REC: what is kept, compared and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.stated import ImpossibleError, Stated, at_least


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

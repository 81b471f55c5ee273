"""REC-03, EQU-02: what was done, counted by ground and outcome, and how often we act by topic and language."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evenhand.core.suppression import TOTAL, Published, published
from evenhand.core.values import Suppression
from evenhand.core.vocabulary import Outcome

ACTED, NOT_ACTED = "acted on", "left up"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is counted. `ground`: "none" where there is none; `topic`, `language`: "unknown" likewise."""

    id: str
    ground: str
    outcome: Outcome
    topic: str
    language: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How often comments of one group were acted on. None: not published. `percent` of `looked_at`, to one place."""

    group: str
    looked_at: int | None
    acted_on: int | None
    percent: float | None


def by_ground(decisions: Iterable[Decision], values: Suppression) -> Published:
    """REC-03: decisions by ground and outcome, each decision counted once by its id, small counts left out."""
    once = _once(decisions)
    counts = Counter((each.ground, each.outcome.value) for each in once)
    grounds = sorted({each.ground for each in once})
    return published(counts, grounds, [outcome.value for outcome in Outcome], values)


def action_rates(
    decisions: Iterable[Decision], group: Callable[[Decision], str], values: Suppression
) -> tuple[Rate, ...]:
    """EQU-02: how often comments of each group were hidden or deleted, the last line for all of them.

    A rate is published only where both of its counts are, so that neither follows from it.
    """
    once = _once(decisions)
    counts = Counter((group(each), ACTED if acted_on(each) else NOT_ACTED) for each in once)
    groups = sorted({group(each) for each in once})
    table = published(counts, groups, (ACTED, NOT_ACTED), values)
    return tuple(_rate(row, table) for row in table.rows)


def by_topic(decision: Decision) -> str:
    """EQU-02."""
    return decision.topic


def by_language(decision: Decision) -> str:
    """EQU-02."""
    return decision.language


def acted_on(decision: Decision) -> bool:
    """EQU-02: hidden or deleted; an answer or a referral takes nothing from anybody."""
    return decision.outcome in (Outcome.HIDE, Outcome.DELETE)


def _rate(row: str, table: Published) -> Rate:
    looked_at, acted = table.cells[row, TOTAL], table.cells[row, ACTED]
    if looked_at is None or acted is None or not looked_at:
        return Rate(row, looked_at, acted, None)
    return Rate(row, looked_at, acted, round(100 * acted / looked_at, 1))


def _once(decisions: Iterable[Decision]) -> list[Decision]:
    return list({each.id: each for each in decisions}.values())

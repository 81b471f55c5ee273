"""STR-04, MOD-06: from strikes to a warning or a block. It proposes; an officer decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from evenhand.core.dates import day_of, months_after, said, utc
from evenhand.core.edition import Edition
from evenhand.core.strikes import Record, Strike
from evenhand.core.values import Ladder, LadderStep, Repeatedly, Rung, StrikeLife, WarnFirst


class Step(StrEnum):
    """What the ladder points to, mildest first."""

    NOTHING = "nothing"
    WARNING = "a warning"
    BLOCK = "a block"
    BLOCK_AT_ONCE = "a block at once"

    @property
    def rank(self) -> int:
        """0 for nothing to 3 for a block at once."""
        return list(Step).index(self)


@dataclass(frozen=True, slots=True)
class Sanction:
    """What is proposed for a person, under which rule, and the working of it, line by line. Nobody has decided."""

    step: Step
    rule: str
    because: str
    working: tuple[str, ...]
    strikes: tuple[Strike, ...]
    edition: str

    @property
    def is_block(self) -> bool:
        """Whether a block is proposed, at the limit or at once."""
        return self.step in (Step.BLOCK, Step.BLOCK_AT_ONCE)


def sanction(edition: Edition, record: Record, warnings: Iterable[datetime], zone: tzinfo) -> Sanction:
    """STR-04, MOD-06: what a record points to on its day, in the body's `zone`.

    `warnings`: when the person was told of each. A warning lives as long as a strike, and a block at the limit
    needs a breach written after one. Raises: Refused for a warning without a zone.
    """
    told = live_warnings(edition, warnings, record.on, zone)
    step, rule, because = _step(edition, record, told)
    working = (
        *(_counted(strike) for strike in record.counted),
        *(f"Decision {each.decision} does not count: {each.because} ({each.rule})" for each in record.not_counted),
        _total(edition, record),
        *(f"Warned on {said(day_of(at, zone, 'MOD-06'))} (MOD-06)" for at in told),
        f"Proposed: {step}, because {because} ({rule})",
    )
    return Sanction(step, rule, because, working, record.counted, edition.sha256)


def live_warnings(edition: Edition, warnings: Iterable[datetime], on: date, zone: tzinfo) -> tuple[datetime, ...]:
    """MOD-06: the warnings that count on a day, in UTC, earliest first; the day they were given included.

    Raises: Refused for a warning without a zone.
    """
    months = edition.value("STR-03", StrikeLife).months
    given = sorted({utc(at, "MOD-06") for at in warnings})
    days = {at: day_of(at, zone, "MOD-06") for at in given}
    return tuple(at for at, day in days.items() if day <= on < months_after(day, months))


def _step(edition: Edition, record: Record, told: tuple[datetime, ...]) -> tuple[Step, str, str]:
    ladder = edition.value("STR-04", Ladder)
    severe = sorted({ground for strike in record.counted for ground in strike.grounds} & set(ladder.block_at_once))
    if severe:
        return Step.BLOCK_AT_ONCE, "STR-04", f"{' and '.join(severe)} may bring a block at once"
    reached = [rung for rung in ladder.rungs if rung.at_strikes <= record.total]
    if not reached:
        return Step.NOTHING, "STR-04", f"the first step is at {ladder.rungs[0].at_strikes}"
    warned = not edition.value("MOD-06", WarnFirst).before_block or _breached_after(record, told, 0)
    for rung in reached:
        if rung.step is LadderStep.BLOCK and warned:
            return Step.BLOCK, "STR-04", f"{record.total} strikes reach the step at {rung.at_strikes}"
    return _warning(record, reached, told)


def _warning(record: Record, reached: list[Rung], told: tuple[datetime, ...]) -> tuple[Step, str, str]:
    """A warning for each warning step reached, and never a second one for the same breaches."""
    if not told:
        return Step.WARNING, "MOD-06", "a warning comes before a block"
    due = sum(rung.step is LadderStep.WARNING for rung in reached)
    if len(told) < due and _breached_after(record, told, -1):
        return Step.WARNING, "STR-04", f"{record.total} strikes reach the step at {reached[-1].at_strikes}"
    return Step.NOTHING, "MOD-06", "the person was warned, and no further step is reached since"


def _breached_after(record: Record, told: tuple[datetime, ...], which: int) -> bool:
    """`which`: 0 for the first warning, -1 for the last; without a warning nothing came after it."""
    return bool(told) and any(strike.written_at > told[which] for strike in record.counted)


def _counted(strike: Strike) -> str:
    decisions = f"decision{'s' * (len(strike.decisions) > 1)} {', '.join(strike.decisions)}"
    return (
        f"{said(strike.written_on)}: {', '.join(strike.grounds)}, weight {strike.weight}, "
        f"counts to the day before {said(strike.ends_on)} ({decisions}; STR-01, STR-03)"
    )


def _total(edition: Edition, record: Record) -> str:
    repeatedly = edition.value("STR-02", Repeatedly)
    return (
        f"Total: {record.total}; repeatedly is {repeatedly.strikes} within {repeatedly.within_months} months (STR-02)"
    )

"""APL-01 to APL-03: which appeals are opened, by when they are answered, by whom, and how they end."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.core.given import day_alone, in_order, in_words
from evenhand.core.moderation import Objection, may_decide
from evenhand.core.refusals import Refused
from evenhand.core.values import AppealDeadlines

WorkingDays = Callable[[date, int], date]
"""HRS-03: the day that is so many working days after another; the day itself is not counted."""


class Stage(StrEnum):
    """Which look at a decision it is."""

    FIRST = "first"
    SECOND = "second"


class Ending(StrEnum):
    """APL-03."""

    STANDS = "stands"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Days on which it is still in time."""

    acknowledge_by: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class Due:
    """One of the two things promised. `on`: the day it was done, None if it was not."""

    what: str
    by: date
    on: date | None
    late: bool
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a stage ended, with its reasons, and what the appellant may do next."""

    ending: Ending
    stage: Stage
    by: int
    on: date
    reasons: str
    next_step: str


def deadlines(values: AppealDeadlines, stage: Stage, received_on: date, after: WorkingDays) -> Deadlines:
    """APL-02: from the day on which this stage was asked for. Raises: Refused, for an instant."""
    day_alone("APL-02", "to set the days of an appeal", receipt=received_on)
    first = stage is Stage.FIRST
    acknowledge = values.acknowledge if first else values.second_acknowledge
    answer = values.answer if first else values.second_answer
    return Deadlines(after(received_on, acknowledge), after(received_on, answer))


def due(promised: Deadlines, *, acknowledged_on: date | None, answered_on: date | None, today: date) -> tuple[Due, Due]:
    """APL-02: how the acknowledgement and the answer stand. On the last day is in time.

    Raises: Refused, for a day after today, or an answer before its acknowledgement.
    """
    tried = "to look how an appeal stands"
    day_alone("APL-02", tried, acknowledgement=acknowledged_on, answer=answered_on, today=today)
    in_order("APL-02", tried, acknowledgement=acknowledged_on, answer=answered_on, present_day=today)
    return (
        _due("acknowledgement", promised.acknowledge_by, acknowledged_on, today),
        _due("answer", promised.answer_by, answered_on, today),
    )


def _due(what: str, by: date, on: date | None, today: date) -> Due:
    late = (on or today) > by
    done = f"{what} on {on:%-d %B %Y}" if on else f"no {what} yet"
    return Due(what, by, on, late, f"{done}; it was due by {by:%-d %B %Y}")


def may_look_again(
    officer: int, *, stage: Stage, deciders: Collection[int], first_reviewer: int | None, target: int | None
) -> Objection | None:
    """APL-02, APL-03, MOD-08: who may not answer an appeal: who decided or approved, the target, the first reviewer.

    Raises: Refused, for a second stage without a first reviewer, or a first stage with one.
    """
    if (stage is Stage.SECOND) is (first_reviewer is None):
        raise Refused(
            tried=f"to choose who answers the {stage} stage",
            forbids="only the second stage has a first reviewer, and it always has one",
            do="name who answered the first stage, at the second alone",
            rule="APL-02",
        )
    ask = "ask a colleague who has not decided about it"
    if officer in deciders:
        return Objection("", "APL-03", "you made this decision, or approved it", ask)
    if officer == first_reviewer:
        return Objection("", "APL-02", "you answered the first stage of this appeal", ask)
    return may_decide(officer, target)


def end(
    values: AppealDeadlines, ending: Ending, *, stage: Stage, by: int, received_on: date, on: date, reasons: str
) -> Verdict:
    """APL-03: *stands* or *reversed*, with reasons. Raises: Refused, without reasons or before the receipt."""
    tried = f"to end an appeal as {ending}"
    if ending is not Ending.WITHDRAWN:
        in_words("APL-03", tried, reasons=reasons)
    day_alone("APL-03", tried, receipt=received_on, ending=on)
    in_order("APL-03", tried, receipt=received_on, ending=on)
    return Verdict(ending, stage, by, on, reasons, _next_step(values, ending, stage))


def _next_step(values: AppealDeadlines, ending: Ending, stage: Stage) -> str:
    if ending is not Ending.STANDS:
        return ""
    if stage is Stage.SECOND:
        return f"You can take this to {values.afterwards}."
    days = values.second_within_working_days
    return f"You can ask for somebody else to look at it within {days} working days."

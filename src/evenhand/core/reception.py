"""APL-01: what is done with an appeal that comes in. Every one is opened or answered; none is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.core.appeals import Ending, Stage, WorkingDays
from evenhand.core.dates import months_after
from evenhand.core.given import day_alone, in_order
from evenhand.core.values import AppealDeadlines


@dataclass(frozen=True, slots=True)
class Earlier:
    """An appeal that was made before about the same decision. `ending` and `ended_on` are None while it is open."""

    reference: str
    stage: Stage
    ending: Ending | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Appealed:
    """What somebody asks to have looked at again.

    `decided_on`: None when no such decision is known; `theirs`: it is about the appellant, or they may act for that
    person; `in_force`: it still blocks somebody or keeps a comment hidden; `earlier`: in order of receipt.
    """

    received_on: date
    decided_on: date | None
    theirs: bool
    in_force: bool
    earlier: Sequence[Earlier] = ()


class Answer(StrEnum):
    """What an appellant is told at once, whatever the language."""

    OPENED = "opened"
    SECOND = "second"
    FOR_A_PERSON = "for_a_person"
    NOT_THEIRS = "not_theirs"
    TOO_LATE = "too_late"
    ALREADY_OPEN = "already_open"
    REVERSED = "reversed"
    BOTH_OVER = "both_over"
    SECOND_TOO_LATE = "second_too_late"


@dataclass(frozen=True, slots=True)
class Received:
    """`stage`: the stage that is opened, None where the appeal is answered at once; `answer`: for the appellant.

    `kind` and `blanks` say the same for another language; a blank is a name with a number, a day or words.
    """

    stage: Stage | None
    answer: str
    because: str
    kind: Answer
    blanks: tuple[tuple[str, int | date | str], ...] = ()


def receive(values: AppealDeadlines, appealed: Appealed, after: WorkingDays) -> Received:
    """APL-01: opened at its stage, or answered at once with what can be done instead.

    An answer to somebody else does not say whether there is a decision. What is in force is never too late.
    Raises: Refused, for an appeal before its decision or before the end of the one before it.
    """
    tried = "to take in an appeal"
    day_alone("APL-01", tried, receipt=appealed.received_on, decision=appealed.decided_on)
    if appealed.decided_on is None or not appealed.theirs:
        return _not_theirs()
    in_order("APL-01", tried, decision=appealed.decided_on, receipt=appealed.received_on)
    told = [each for each in appealed.earlier if each.ending is not Ending.WITHDRAWN]
    if told:
        return _again(values, appealed, told[-1], after)
    last = months_after(appealed.decided_on, values.within_months)
    if appealed.received_on > last and not appealed.in_force:
        answer = (
            f"An appeal can be made within {values.within_months} months. You can take this to {values.afterwards}."
        )
        because = f"it could be made until {last:%-d %B %Y}, and nothing of it is in force"
        blanks = (("months", values.within_months), ("afterwards", values.afterwards))
        return Received(None, answer, because, Answer.TOO_LATE, blanks)
    return Received(Stage.FIRST, "We have your appeal.", "the first appeal about this decision", Answer.OPENED)


def _not_theirs() -> Received:
    answer = (
        "We look at a decision again with the person it is about, or with somebody who may act for them. "
        "If that is you, please send us the link to the comment and the name of the account."
    )
    return Received(None, answer, "no decision about the appellant is known", Answer.NOT_THEIRS)


def _again(values: AppealDeadlines, appealed: Appealed, last: Earlier, after: WorkingDays) -> Received:
    if last.ending is None or last.ended_on is None:
        answer = f"We are already looking at this: your reference is {last.reference}."
        because = f"{last.reference} about the same decision is open"
        return Received(None, answer, because, Answer.ALREADY_OPEN, (("reference", last.reference),))
    if last.ending is Ending.REVERSED:
        return undone_already(f"{last.reference} reversed it")
    if last.stage is Stage.SECOND:
        answer = f"Both stages of our appeal are over. {_elsewhere(values)}"
        elsewhere = (("afterwards", values.afterwards),)
        return Received(None, answer, f"{last.reference} ended the second stage", Answer.BOTH_OVER, elsewhere)
    in_order("APL-02", "to take in a second appeal", end_of_the_first=last.ended_on, receipt=appealed.received_on)
    until = after(last.ended_on, values.second_within_working_days)
    if appealed.received_on > until:
        answer = (
            f"The second stage could be asked for until {until:%-d %B %Y}. You can take this to {values.afterwards}."
        )
        because, blanks = (
            f"the second stage of {last.reference} is too late", (("until", until), ("afterwards", values.afterwards))
        )  # fmt: skip
        return Received(None, answer, because, Answer.SECOND_TOO_LATE, blanks)
    because = f"{last.reference} let the decision stand"
    return Received(Stage.SECOND, "Somebody else will look at it.", because, Answer.SECOND)


def undone_already(because: str) -> Received:
    """What was undone, by an appeal or otherwise, is not looked at again."""
    return Received(None, "That decision has been reversed.", because, Answer.REVERSED)


def _elsewhere(values: AppealDeadlines) -> str:
    return f"You can take this to {values.afterwards}."

"""APL-03: the grounds are looked at again by someone who did not decide; it ends *stands* or *reversed*."""

from datetime import date, datetime

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.appeals import Ending, Stage, Verdict, end, may_look_again
from evenhand.core.refusals import Refused
from evenhand.core.values import AppealDeadlines

VALUES = STOCKPORT.value("APL-02", AppealDeadlines)
DECIDER, SECOND_PERSON, TARGET, COLLEAGUE = 3, 4, 5, 6


def ended(ending: Ending, stage: Stage = Stage.FIRST, reasons: str = "the words were quoted", day: int = 11) -> Verdict:
    received, on = date(2024, 3, 4), date(2024, 3, day)
    return end(VALUES, ending, stage=stage, by=COLLEAGUE, received_on=received, on=on, reasons=reasons)


@pytest.mark.parametrize("officer", [DECIDER, SECOND_PERSON])
def test_neither_who_decided_nor_who_approved_may_answer(officer: int) -> None:
    objection = may_look_again(
        officer, stage=Stage.FIRST, deciders={DECIDER, SECOND_PERSON}, first_reviewer=None, target=None
    )
    assert objection is not None
    assert (objection.rule, objection.do) == ("APL-03", "ask a colleague who has not decided about it")


def test_the_target_of_the_comment_may_not_answer_either() -> None:
    objection = may_look_again(TARGET, stage=Stage.FIRST, deciders={DECIDER}, first_reviewer=None, target=TARGET)
    assert objection is not None
    assert objection.rule == "MOD-08"


def test_a_colleague_who_has_nothing_to_do_with_it_may_answer() -> None:
    assert may_look_again(COLLEAGUE, stage=Stage.FIRST, deciders={DECIDER}, first_reviewer=None, target=TARGET) is None


def test_what_stands_says_what_can_be_done_next() -> None:
    first = ended(Ending.STANDS)
    assert (first.ending, first.by, first.reasons) == (Ending.STANDS, COLLEAGUE, "the words were quoted")
    assert first.next_step == "You can ask for somebody else to look at it within 20 working days."
    assert "Ombudsman" in ended(Ending.STANDS, Stage.SECOND).next_step


def test_what_is_reversed_or_withdrawn_needs_no_next_step() -> None:
    assert ended(Ending.REVERSED).next_step == ""
    assert ended(Ending.WITHDRAWN, reasons="").next_step == ""


@pytest.mark.parametrize("ending", [Ending.STANDS, Ending.REVERSED])
def test_no_answer_goes_without_reasons(ending: Ending) -> None:
    with pytest.raises(Refused, match="Next: write the reasons"):
        ended(ending, reasons=" ")


def test_an_answer_on_the_day_of_receipt_is_possible_and_before_it_is_not() -> None:
    assert ended(Ending.STANDS, day=4).on == date(2024, 3, 4)
    with pytest.raises(Refused, match=r"The ending \(2024-03-03\) is before the receipt \(2024-03-04\) \(APL-03\)"):
        ended(Ending.STANDS, day=3)


def test_an_instant_is_no_day() -> None:
    with pytest.raises(Refused, match="is an instant"):
        end(
            VALUES,
            Ending.STANDS,
            stage=Stage.FIRST,
            by=1,
            received_on=date(2024, 3, 4),
            on=datetime(2024, 3, 5),  # noqa: DTZ001
            reasons="x",
        )

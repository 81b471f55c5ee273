"""APL-01: anyone blocked or moderated can appeal; every appeal is opened or answered; a reference reveals nobody."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.appeals import Ending, Stage
from evenhand.core.reception import Answer, Appealed, Earlier, Received, receive
from evenhand.core.references import LETTERS, known_form, reference
from evenhand.core.refusals import Refused
from evenhand.core.values import AppealDeadlines

VALUES = STOCKPORT.value("APL-02", AppealDeadlines)
FIRST = Earlier("AP-0000-0001-8", Stage.FIRST, Ending.STANDS, date(2024, 5, 6))
APPEAL = Appealed(date(2024, 4, 2), date(2024, 3, 4), theirs=True, in_force=False)


def days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def received(appealed: Appealed) -> Received:
    return receive(VALUES, appealed, days)


def after(*earlier: Earlier, on: date = date(2024, 5, 20)) -> Received:
    return received(replace(APPEAL, received_on=on, earlier=earlier))


def test_a_first_appeal_is_opened_even_on_the_day_of_the_decision() -> None:
    assert received(APPEAL).stage is Stage.FIRST
    assert received(replace(APPEAL, received_on=date(2024, 3, 4))).stage is Stage.FIRST


def test_an_appeal_before_its_decision_is_refused() -> None:
    with pytest.raises(Refused, match=r"The receipt \(2024-03-03\) is before the decision \(2024-03-04\) \(APL-01\)"):
        received(replace(APPEAL, received_on=date(2024, 3, 3)))


def test_twelve_months_to_the_day_is_in_time_and_a_day_more_is_answered() -> None:
    assert received(replace(APPEAL, received_on=date(2025, 3, 4))).stage is Stage.FIRST
    late = received(replace(APPEAL, received_on=date(2025, 3, 5)))
    assert late.stage is None
    assert "within 12 months" in late.answer
    assert "Ombudsman" in late.answer
    assert late.because == "it could be made until 4 March 2025, and nothing of it is in force"


def test_the_last_day_for_a_decision_of_29_february_is_28_february() -> None:
    leap = replace(APPEAL, decided_on=date(2024, 2, 29))
    assert received(replace(leap, received_on=date(2025, 2, 28))).stage is Stage.FIRST
    assert received(replace(leap, received_on=date(2025, 3, 1))).stage is None


def test_what_is_in_force_is_never_too_late_to_appeal() -> None:
    assert received(replace(APPEAL, received_on=date(2029, 3, 5), in_force=True)).stage is Stage.FIRST


def test_somebody_elses_decision_and_none_at_all_get_the_same_answer() -> None:
    others = received(replace(APPEAL, theirs=False))
    unknown = received(replace(APPEAL, decided_on=None))
    assert others == unknown
    assert others.stage is None
    assert "with the person it is about" in others.answer


def test_a_second_appeal_while_one_is_open_is_answered_with_its_reference() -> None:
    answer = after(replace(FIRST, ending=None, ended_on=None))
    assert (answer.stage, answer.answer) == (None, "We are already looking at this: your reference is AP-0000-0001-8.")


def test_an_appeal_without_a_day_on_which_it_ended_is_still_open() -> None:
    assert after(replace(FIRST, ended_on=None)).answer.startswith("We are already looking at this")
    assert after(replace(FIRST, ending=None)).answer.startswith("We are already looking at this")


def test_an_appeal_against_what_was_reversed_is_answered() -> None:
    assert after(replace(FIRST, ending=Ending.REVERSED)) == Received(
        None, "That decision has been reversed.", "AP-0000-0001-8 reversed it", Answer.REVERSED
    )


def test_after_the_first_stage_comes_the_second_for_twenty_days() -> None:
    assert after(FIRST, on=date(2024, 5, 26)).stage is Stage.SECOND
    late = after(FIRST, on=date(2024, 5, 27))
    assert late.stage is None
    assert "until 26 May 2024" in late.answer
    assert "Ombudsman" in late.answer


def test_the_second_stage_may_be_asked_for_on_the_day_of_the_answer_and_not_before() -> None:
    assert after(FIRST, on=date(2024, 5, 6)).stage is Stage.SECOND
    with pytest.raises(Refused, match=r"The receipt .* is before the end of the first"):
        after(FIRST, on=date(2024, 5, 5))


def test_after_the_second_stage_the_ombudsman_is_named() -> None:
    second = replace(FIRST, stage=Stage.SECOND, reference="AP-0000-0002-G")
    answer = after(FIRST, second)
    assert answer.stage is None
    assert answer.answer.startswith("Both stages of our appeal are over.")
    assert "Local Government and Social Care Ombudsman" in answer.answer


def test_an_appeal_that_was_withdrawn_bars_nothing() -> None:
    assert after(replace(FIRST, ending=Ending.WITHDRAWN)).stage is Stage.FIRST


def test_an_instant_for_a_day_is_refused() -> None:
    with pytest.raises(Refused, match="is an instant"):
        received(replace(APPEAL, received_on=datetime(2024, 4, 2, 9)))  # noqa: DTZ001


def test_a_reference_is_drawn_by_lot_and_carries_a_check_character() -> None:
    drawn = iter([4, 15, 7, 18, 2, 2, 22, 29])
    assert reference(lambda n: next(drawn) if n == 31 else -1) == "AP-4F7J-22PX-8"


def test_a_reference_that_was_drawn_beginning_with_ap_is_known_without_its_prefix() -> None:
    drawn = iter([10, 22, 1, 1, 1, 1, 1, 1])
    whole = reference(lambda _: next(drawn))
    assert whole.startswith("AP-AP11-1111-")
    assert known_form(whole[3:]) == known_form(whole) == whole


def test_a_draw_outside_the_letters_is_refused() -> None:
    for number in (31, -1):
        with pytest.raises(Refused, match=r"not all from 0 to 30"):
            reference(lambda _, number=number: number)  # type: ignore[misc]
    assert reference(lambda _: 30).startswith("AP-YYYY-YYYY-")


def test_a_reference_is_known_however_it_is_typed() -> None:
    drawn = iter([1, 0, 2, 18, 1, 0, 2, 29])
    whole = reference(lambda _: next(drawn))
    assert whole.startswith("AP-102J-102X-")
    for typed in (whole.lower(), f" {whole} ", whole.replace("-", ""), f"ap io2j lo2x {whole[-1]}", whole[3:]):
        assert known_form(typed) == whole
    assert known_form(whole.replace("2", "Z")) == whole


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("AP-4F7J-22PX", "8 characters after AP, not 9"),
        ("AP-4F7J-22PX-81", "10 characters after AP, not 9"),
        ("AP-4F7J-22U$-C", r"\$, U, which no reference has"),
        ("AP-4F7J-22PX-D", "One of its characters is wrong"),
    ],
)
def test_a_reference_that_cannot_be_one_says_what_is_wrong(typed: str, wrong: str) -> None:
    with pytest.raises(Refused, match=wrong):
        known_form(typed)


def test_letters_that_are_easily_confused_are_not_drawn() -> None:
    assert len(set(LETTERS)) == 31
    assert not set("ILOUZ") & set(LETTERS)


def test_one_number_out_of_range_among_good_ones_is_refused() -> None:
    for odd in (-1, len(LETTERS)):
        drawn = iter([0, 1, 2, odd, 4, 5, 6, 7, 8])
        with pytest.raises(Refused, match="are not all from 0 to"):
            reference(lambda _, drawn=drawn: next(drawn))


def test_another_kind_of_reference_begins_with_letters_of_its_own() -> None:
    assert reference(lambda n: 0, prefix="EP") == reference(lambda n: 0).replace("AP-", "EP-")

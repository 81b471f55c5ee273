"""APL-02: acknowledged in 5 working days, answered in 10; the second stage in 5 and 20, by a different person."""

from datetime import date, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.appeals import Deadlines, Stage, deadlines, due, may_look_again
from evenhand.core.lifecycle import AppealEvent, AppealState, next_appeal_state
from evenhand.core.refusals import Refused
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import AppealDeadlines

VALUES = STOCKPORT.value("APL-02", AppealDeadlines)
PROMISED = Deadlines(date(2024, 3, 11), date(2024, 3, 18))


def week_days(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def test_the_first_stage_is_5_and_10_working_days_from_receipt() -> None:
    assert deadlines(VALUES, Stage.FIRST, date(2024, 3, 4), week_days) == PROMISED


def test_the_second_stage_is_5_and_20() -> None:
    assert deadlines(VALUES, Stage.SECOND, date(2024, 3, 4), week_days) == Deadlines(
        date(2024, 3, 11), date(2024, 4, 1)
    )


def test_each_stage_has_figures_of_its_own() -> None:
    other = AppealDeadlines(1, 2, 3, 4, within_months=1, second_within_working_days=1, afterwards="an ombudsman")
    assert deadlines(other, Stage.FIRST, date(2024, 3, 4), week_days).acknowledge_by == date(2024, 3, 5)
    assert deadlines(other, Stage.SECOND, date(2024, 3, 4), week_days).acknowledge_by == date(2024, 3, 7)


def test_the_last_day_is_in_time_and_the_next_is_late() -> None:
    for day, late in ((date(2024, 3, 11), False), (date(2024, 3, 12), True)):
        acknowledgement, _ = due(PROMISED, acknowledged_on=day, answered_on=None, today=date(2024, 3, 12))
        assert (acknowledgement.late, acknowledgement.on) == (late, day)
        waiting, _ = due(PROMISED, acknowledged_on=None, answered_on=None, today=day)
        assert (waiting.late, waiting.on) == (late, None)


def test_what_was_done_in_time_is_not_late_later() -> None:
    day = date(2024, 3, 5)
    acknowledgement, answer = due(PROMISED, acknowledged_on=day, answered_on=None, today=date(2024, 6, 3))
    assert not acknowledgement.late
    assert acknowledgement.because == "acknowledgement on 5 March 2024; it was due by 11 March 2024"
    assert answer.late
    assert (answer.what, answer.because) == ("answer", "no answer yet; it was due by 18 March 2024")


def test_an_answer_before_its_acknowledgement_and_one_of_tomorrow_are_refused() -> None:
    day, before = date(2024, 3, 12), date(2024, 3, 11)
    with pytest.raises(Refused, match=r"The answer .* is before the acknowledgement"):
        due(PROMISED, acknowledged_on=day, answered_on=before, today=day)
    with pytest.raises(Refused, match=r"The present day .* is before the answer"):
        due(PROMISED, acknowledged_on=before, answered_on=day, today=before)
    assert not due(PROMISED, acknowledged_on=before, answered_on=before, today=before)[1].late


def test_an_instant_is_no_day() -> None:
    with pytest.raises(Refused, match=r"The receipt .* is an instant \(APL-02\)"):
        deadlines(VALUES, Stage.FIRST, datetime(2024, 3, 4, 9), week_days)  # noqa: DTZ001
    with pytest.raises(Refused, match="is an instant"):
        due(PROMISED, acknowledged_on=datetime(2024, 3, 4), answered_on=None, today=date(2024, 3, 5))  # noqa: DTZ001


def test_the_second_stage_is_for_a_different_person_than_the_first() -> None:
    objection = may_look_again(7, stage=Stage.SECOND, deciders={3}, first_reviewer=7, target=None)
    assert objection is not None
    assert (objection.rule, objection.wrong) == ("APL-02", "you answered the first stage of this appeal")
    assert may_look_again(8, stage=Stage.SECOND, deciders={3}, first_reviewer=7, target=None) is None


def test_a_second_stage_has_a_first_reviewer_and_a_first_stage_has_none() -> None:
    for stage, first in ((Stage.SECOND, None), (Stage.FIRST, 7)):
        with pytest.raises(Refused, match="Only the second stage has a first reviewer"):
            may_look_again(8, stage=stage, deciders={3}, first_reviewer=first, target=None)


def test_an_answer_due_before_its_acknowledgement_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="4 is too small: at least 5"):
        AppealDeadlines(5, 4, 5, 20, within_months=12, second_within_working_days=20, afterwards="an ombudsman")
    with pytest.raises(ImpossibleError, match="0 is too small: at least 1"):
        AppealDeadlines(5, 10, 5, 20, within_months=0, second_within_working_days=20, afterwards="an ombudsman")


def test_an_appeal_goes_through_both_stages_and_ends() -> None:
    state = AppealState.RECEIVED
    for event in (AppealEvent.ACKNOWLEDGE, AppealEvent.STANDS, AppealEvent.ASK_AGAIN, AppealEvent.ACKNOWLEDGE):
        state = next_appeal_state(state, event)
    assert state is AppealState.SECOND_ACKNOWLEDGED
    assert next_appeal_state(state, AppealEvent.STANDS) is AppealState.CLOSED
    with pytest.raises(Refused, match=r"an appeal that is closed\. Its state allows nothing more"):
        next_appeal_state(AppealState.CLOSED, AppealEvent.ASK_AGAIN)


def test_nothing_is_answered_that_was_not_acknowledged() -> None:
    with pytest.raises(Refused, match="Its state allows acknowledge; withdraw"):
        next_appeal_state(AppealState.RECEIVED, AppealEvent.STANDS)

"""STF-01: staff and councillors report abuse in one step; it is logged for health and safety; each gets an outcome."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.refusals import Refused
from evenhand.core.staff import (
    ReportOutcome,
    StaffReport,
    conclude_report,
    health_and_safety_line,
    may_conclude,
    report,
    report_due,
)
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import StaffReports

AT = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
REPORTER, TARGET, COLLEAGUE = 2, 3, 4
VALUES = STOCKPORT.value("STF-01", StaffReports)


def made(comment: str = "12", words: str = "") -> StaffReport:
    return report(reporter=REPORTER, target=TARGET, at=AT, comment=comment, words=words)


def days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def test_a_comment_or_some_words_are_enough() -> None:
    assert made().words == ""
    assert made("", " shouted at on the market ").words == "shouted at on the market"


def test_nothing_at_all_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"neither a comment nor a word .* \(STF-01\)\. Next: report it from the comment"):
        made("  ", " ")


def test_a_report_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Refused, match="has no time zone"):
        report(reporter=1, target=1, at=datetime(2024, 3, 4), comment="x", words="")  # noqa: DTZ001


def test_the_log_says_who_when_and_from_where() -> None:
    assert health_and_safety_line(made()) == {
        "at": "2024-03-04T09:30:00+00:00",
        "reported by": "2",
        "affected": "3",
        "from": "comment 12",
        "words": "",
    }
    assert health_and_safety_line(made("", "shouted at"))["from"] == "what happened elsewhere"


def test_neither_the_target_nor_the_reporter_says_what_comes_of_it() -> None:
    for officer, wrong in ((TARGET, "this report is about you"), (REPORTER, "you made this report")):
        objection = may_conclude(officer, made())
        assert objection is not None
        assert (objection.rule, objection.wrong) == ("MOD-08", wrong)
        with pytest.raises(Refused, match=r"\(MOD-08\)"):
            conclude_report(made(), ReportOutcome.NO_STEP, by=officer, at=AT, said="x")
    assert may_conclude(COLLEAGUE, made()) is None


@pytest.mark.parametrize("outcome", ReportOutcome)
def test_an_outcome_is_said_in_words(outcome: ReportOutcome) -> None:
    concluded = conclude_report(made(), outcome, by=COLLEAGUE, at=AT, said=" We hid it. ")
    assert (concluded.outcome, concluded.said) == (outcome, "We hid it.")
    with pytest.raises(Refused, match="The answer: nothing is said"):
        conclude_report(made(), outcome, by=COLLEAGUE, at=AT, said=" ")


def test_an_outcome_before_its_report_is_refused() -> None:
    with pytest.raises(Refused, match=r"The outcome .* is before the report"):
        conclude_report(made(), ReportOutcome.POLICE, by=COLLEAGUE, at=AT - timedelta(seconds=1), said="x")
    with pytest.raises(Refused, match=r"The outcome .* has no time zone"):
        conclude_report(made(), ReportOutcome.POLICE, by=COLLEAGUE, at=datetime(2024, 3, 5), said="x")  # noqa: DTZ001


def test_an_outcome_is_due_in_ten_days_the_last_one_included() -> None:
    reported = date(2024, 3, 4)
    for on, late in ((date(2024, 3, 14), False), (date(2024, 3, 15), True)):
        waiting = report_due(VALUES, days, reported_on=reported, concluded_on=None, today=on)
        assert (waiting.by, waiting.late) == (date(2024, 3, 14), late)
        done = report_due(VALUES, days, reported_on=reported, concluded_on=on, today=date(2024, 6, 3))
        assert done.late is late
    assert done.because == "ended on 15 March 2024; it was due by 14 March 2024"
    assert waiting.because == "no outcome yet; it was due by 14 March 2024"


def test_days_that_go_back_and_instants_are_refused() -> None:
    with pytest.raises(Refused, match=r"The outcome .* is before the report"):
        report_due(VALUES, days, reported_on=date(2024, 3, 4), concluded_on=date(2024, 3, 3), today=date(2024, 3, 5))
    with pytest.raises(Refused, match="is an instant"):
        report_due(VALUES, days, reported_on=AT, concluded_on=None, today=date(2024, 3, 5))


def test_a_report_that_may_wait_for_no_day_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        replace(VALUES, outcome_within_working_days=0)


def test_an_edition_always_says_whom_staff_may_ask() -> None:
    assert VALUES.support == (), "the founding council publishes no line for its staff"
    assert VALUES.otherwise.startswith("Ask your manager or occupational health.")
    with pytest.raises(ImpossibleError, match="nobody is named to talk to"):
        replace(VALUES, otherwise=" ")

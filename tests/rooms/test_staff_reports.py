"""STF-01, STF-02: abuse is reported in one step, each report gets an outcome, and what is read is counted."""

import csv
import io
from datetime import timedelta

import pytest
from tests.rooms.referring import CONCERN, Place, a_place
from tests.rooms.world import NOON, later, open_case

from evenhand.audit.models import Entry
from evenhand.core.refusals import Refused
from evenhand.core.staff import ReportOutcome
from evenhand.notices.models import Notice
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import permissions
from evenhand.staff import operations as staff
from evenhand.staff import queries
from evenhand.staff.models import Look, Report

WORDS = "Followed from the surgery to the bus."


@pytest.fixture
def place(db: None) -> Place:
    return a_place()


def reported(place: Place) -> Report:
    return staff.report(body=place.body, target=place.cal, words=WORDS, by=place.cal, at=NOON)


def conclude(report: Report, by: object, said: str = "The police have spoken to him.") -> None:
    staff.conclude(
        report_id=report.pk, body=report.body, outcome=ReportOutcome.POLICE, said=said, by=by, at=later(60)  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_councillor_reports_in_one_step_and_those_who_answer_are_told(place: Place) -> None:
    report = reported(place)
    assert (report.reporter, report.target, report.words) == (place.cal, place.cal, WORDS)
    told = Notice.objects.filter(about=f"report {report.pk}")
    assert {notice.to for notice in told} == {"Ada Marsh", "Hal Reed"}
    assert not any(WORDS in notice.words for notice in told)


def test_from_a_comment_no_word_is_needed_and_the_case_goes_to_others(place: Place) -> None:
    case = open_case(place.channel)
    staff.report(body=place.body, target=place.olu, words="", by=place.olu, at=NOON, case_id=case.pk)
    case.refresh_from_db()
    assert case.target == place.olu


def test_whom_somebody_named_before_stays_the_target(place: Place) -> None:
    case = open_case(place.channel)
    staff.report(body=place.body, target=place.olu, words="", by=place.ada, at=NOON, case_id=case.pk)
    staff.report(body=place.body, target=place.ada, words="", by=place.ada, at=NOON, case_id=case.pk)
    case.refresh_from_db()
    assert case.target == place.olu


def test_a_report_says_something_and_is_about_a_colleague_and_a_case_that_one_sees(place: Place) -> None:
    with pytest.raises(Refused, match="neither a comment nor a word"):
        staff.report(body=place.body, target=place.cal, words=" ", by=place.cal, at=NOON)
    stranger = a_place("fernbridge").cal
    with pytest.raises(Refused, match="does not work for Harrowmere Council"):
        staff.report(body=place.body, target=stranger, words=WORDS, by=place.cal, at=NOON)
    restricted = open_case(place.channel, "c1", CONCERN)
    with pytest.raises(Refused, match="restricted"):
        staff.report(body=place.body, target=place.cal, words="", by=place.cal, at=NOON, case_id=restricted.pk)


def test_the_reporter_is_told_what_came_of_it_in_words(place: Place) -> None:
    report = reported(place)
    conclude(report, place.hal)
    told = Notice.objects.get(kind="abuse report concluded")
    assert told.officer == place.cal
    assert "The police have spoken to him." in told.words


def test_neither_reporter_nor_target_nor_anybody_twice_ends_a_report(place: Place) -> None:
    report = staff.report(body=place.body, target=place.hal, words=WORDS, by=place.ada, at=NOON)
    with pytest.raises(Refused, match="You made this report"):
        conclude(report, place.ada)
    with pytest.raises(Refused, match="This report is about you"):
        conclude(report, place.hal)
    with pytest.raises(Refused, match="see reports of abuse"):
        conclude(report, place.olu)
    mine = reported(place)
    with pytest.raises(Refused, match="nothing is said"):
        conclude(mine, place.hal, " ")
    conclude(mine, place.hal)
    with pytest.raises(Refused, match=r"Hal Reed ended it as .passed to the police."):
        conclude(mine, place.ada)


def test_one_sees_ones_own_reports_and_who_answers_sees_all_of_the_body(place: Place) -> None:
    report, other = reported(place), a_place("fernbridge")
    assert [line.id for line in seen(place, "cal")] == [report.pk]
    assert seen(place, "mo") == []
    assert [line.id for line in seen(place, "hal")] == [report.pk]
    assert seen(other, "hal") == []


def seen(place: Place, who: str) -> list[queries.ReportLine]:
    officer = getattr(place, who)
    return queries.listed(place.body, officer, permissions(officer, place.body), NOON)


def test_an_outcome_is_late_after_ten_working_days(place: Place) -> None:
    report = reported(place)
    assert queries.line(report, NOON + timedelta(days=14)).due.late is False
    assert queries.line(report, NOON + timedelta(days=15)).due.late is True


def test_the_log_for_health_and_safety_has_no_word_of_a_comment_and_nothing_a_spreadsheet_runs(place: Place) -> None:
    case = open_case(place.channel)
    staff.report(body=place.body, target=place.cal, words="=HYPERLINK(1)", by=place.olu, at=NOON, case_id=case.pk)
    conclude(reported(place), place.hal)
    rows = list(csv.DictReader(io.StringIO(queries.for_health_and_safety(place.body))))
    assert [(row["reported by"], row["affected"], row["from"], row["outcome"]) for row in rows] == [
        ("Olu Hart", "Cal Dunn", f"comment {case.comment_id}", ""),
        ("Cal Dunn", "Cal Dunn", "what happened elsewhere", "passed to the police"),
    ]
    assert rows[0]["words"] == "'=HYPERLINK(1)"
    assert "Words that somebody wrote" not in str(rows)
    staff.export(body=place.body, by=place.hal, at=NOON)
    assert Entry.objects.order_by("-number").first().action == "staff.export"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="see reports of abuse"):
        staff.export(body=place.body, by=place.olu, at=NOON)


def test_ten_high_cases_suggest_a_break_and_a_look_leaves_no_audit_entry(place: Place) -> None:
    cases = [open_case(place.channel, f"c{number}") for number in range(10)]
    assert {case.severity for case in cases} == {"high"}, "each counts as two of twenty"
    entries = Entry.objects.count()
    for number, case in enumerate(cases[:9]):
        staff.looked(case=case, by=place.olu, at=later(number / 2))
    assert not queries.exposure_of(place.body, place.olu, later(10)).break_suggested  # type: ignore[union-attr]
    staff.looked(case=cases[9], by=place.olu, at=later(10))
    assert queries.exposure_of(place.body, place.olu, later(10)).break_suggested  # type: ignore[union-attr]
    assert queries.exposure_of(place.body, place.ada, later(10)) is None
    assert Entry.objects.count() == entries


def test_what_harms_nobody_is_not_counted_and_yesterday_is_forgotten(place: Place) -> None:
    quiet = open_case(place.channel, "c1", {"lexicon.complaint": 1})
    staff.looked(case=quiet, by=place.olu, at=NOON)
    assert Look.objects.count() == 0
    loud = open_case(place.channel, "c2")
    for hours in (0, 25):
        staff.looked(case=loud, by=place.olu, at=NOON + timedelta(hours=hours))
    assert Look.objects.count() == 1
    assert Permission.SEE_REPORTS not in permissions(place.olu, place.body)

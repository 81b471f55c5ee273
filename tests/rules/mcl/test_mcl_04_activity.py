"""MCL-04: new activity from a listed person or alias is a task. Statutory contact stays open; the notice says so."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.listing import ENTRY, link
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, wall

from evenhand.core.managed import ContactTask, activity
from evenhand.core.managed_entry import entry_objections, routes_paragraph
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import StatutoryRoutes

NOON = wall("2024-06-10 12:00")
LINKED = (link("l1", "fb:dell", "ig:dilly"),)


@pytest.mark.parametrize("author", ["fb:dell", "ig:dilly"])
def test_a_comment_of_a_listed_person_or_alias_is_a_task(author: str) -> None:
    assert activity(author, [ENTRY], LINKED, OFFICE, NOON) == (
        ContactTask(author, "somebody on the list has commented", "MCL-04"),
    )


def test_a_comment_of_anybody_else_is_not() -> None:
    assert activity("fb:oz", [ENTRY], LINKED, OFFICE, NOON) == ()
    assert activity("fb:dell", [], LINKED, OFFICE, NOON) == ()
    removed = replace(ENTRY, removed_on=date(2024, 6, 10))
    assert activity("fb:dell", [removed], LINKED, OFFICE, NOON) == ()


def test_each_is_a_task_once_even_where_a_likely_alias_is_about_the_same_account() -> None:
    also = link("l2", "fb:dell", "bsky:dd", decided=False)
    assert len(activity("fb:dell", [ENTRY], (*LINKED, also), OFFICE, NOON)) == 1
    assert [task.rule for task in activity("bsky:dd", [ENTRY], (*LINKED, also), OFFICE, NOON)] == ["MCL-03"]


def test_the_notice_names_every_way_of_contact_that_stays_open() -> None:
    paragraph = routes_paragraph(STOCKPORT)
    assert paragraph.startswith("These stay open to you: telephone, letter and e-mail for every council service; ")
    for words in ("complaints procedure", "requests for information", "registering to vote", "999"):
        assert words in paragraph
    assert "Public Services Ombudsman for Wales" in routes_paragraph(WEALDHAM)


@pytest.mark.parametrize("route", STOCKPORT.value("MCL-04", StatutoryRoutes).routes)
def test_a_notice_that_leaves_one_out_is_refused(route: str) -> None:
    (objection,) = entry_objections(replace(ENTRY, notice=ENTRY.notice.replace(route, "")), STOCKPORT, OFFICE)
    assert (objection.field, objection.rule) == ("notice", "MCL-04")
    assert objection.wrong == f"the notice does not say that this stays open: {route}"


def test_no_way_of_contact_at_all_is_impossible() -> None:
    for routes in ((), ("999", " ")):
        with pytest.raises(ImpossibleError, match="each that the law keeps open"):
            StatutoryRoutes(routes)

"""Everybody finds the pages that their roles open, in sections; and nothing else."""

import pytest
from django.urls import resolve
from tests.console.conftest import Council, signed_in

from evenhand.console.sections import SECTIONS, sections
from evenhand.officers.permissions import ALLOWED, Permission, Role

ALL = frozenset(Permission)


def named(path: str, held: frozenset[Permission] = ALL) -> tuple[str, str]:
    """The section and the page that are current."""
    found = [each for each in sections("ashby", path, held, {}) if each.current]
    assert len(found) == 1, path
    return found[0].text, next((item.text for item in found[0].items if item.current), "")


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_each_page_that_it_may_open_once_and_no_other(role: Role) -> None:
    shown = [item.url for section in sections("ashby", "/ashby/x", ALLOWED[role], {}) for item in section.items]
    assert len(shown) == len(set(shown))
    for page in (page for pages in SECTIONS.values() for page in pages):
        url = [each for each in shown if resolve(each).url_name == page[1]]
        assert bool(url) == (page[2] in ALLOWED[role]), page


def test_every_page_of_the_navigation_asks_for_the_permission_that_shows_it() -> None:
    for section in sections("ashby", "/ashby/x", ALL, {}):
        for item in section.items:
            asked = resolve(item.url).func.permission  # type: ignore[attr-defined]
            assert (asked,) == tuple(p for pages in SECTIONS.values() for t, _, p in pages if t == item.text)


def test_a_page_stands_in_its_section_and_so_does_what_is_under_it() -> None:
    assert named("/ashby/cases") == ("Work", "Queue")
    assert named("/ashby/cases/12") == ("Work", "Queue")
    assert named("/ashby/decisions/4") == ("Records", "Decisions")
    assert named("/ashby/watch/on-call") == ("Settings", "Calendar")


def test_a_page_that_nothing_leads_to_has_a_section_all_the_same() -> None:
    assert named("/ashby/people/3") == ("People", "")
    assert named("/ashby/captures/3") == ("Records", "")
    assert named("/ashby/elsewhere") == ("Work", "")
    assert named("/ashby/people/3", frozenset({Permission.SEE_AUDIT})) == ("Records", "")


def test_one_address_that_begins_like_another_is_not_taken_for_it() -> None:
    assert named("/ashby/casesx") == ("Work", "")


def test_what_waits_is_counted_on_the_page_and_on_its_section() -> None:
    work = sections("ashby", "/ashby/audit", ALL, {"queue": 12, "tasks": 3})[0]
    assert (work.text, work.count, work.current) == ("Work", 15, False)
    assert [item.count for item in work.items] == [12, 3, None, None, None]


def test_who_may_open_nothing_is_shown_nothing() -> None:
    assert sections("ashby", "/ashby/x", frozenset(), {}) == ()


def test_somebody_with_a_single_section_sees_one_row(ashby: Council) -> None:
    page = signed_in(ashby.officers[Role.STAFF]).get("/ashby/reports").content.decode()
    assert 'aria-label="Sections"' not in page
    assert 'aria-label="People"' in page

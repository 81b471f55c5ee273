"""From a comment in the queue to its absence on the platform, and back, as an officer does it."""

import pytest
from playwright.sync_api import Page
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, network, work

from evenhand.actions.models import Action
from evenhand.audit.queries import verify
from evenhand.decisions.models import Decision
from evenhand.notices.models import Notice
from evenhand.officers.permissions import Role


def wall(page: Page) -> str:
    page.goto("/simulator/ashby-page")
    return page.inner_text("main")


def test_by_keyboard_a_comment_is_hidden_and_comes_back(ashby: Council, sign_in: SignIn) -> None:
    page = sign_in(ashby.officers[Role.OFFICER])
    assert "muppet" in wall(page)
    page.goto("/ashby/cases")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/cases/*")
    assert page.inner_text("mark").startswith("you utter muppet")
    page.keyboard.press("c")
    page.wait_for_selector("text=Yours until")
    page.keyboard.press("4")
    page.wait_for_function("document.querySelector('#id_statement').value.includes('hidden')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=is recorded")
    assert "muppet" in wall(page), "nothing happens before the worker has captured the evidence"

    work()
    assert "muppet" not in wall(page)
    assert "lovely park" in wall(page)
    action = Action.objects.get(verb="hide")
    assert (action.state, network().counted("effect", str(action.key))) == ("done", 1)
    assert action.capture is not None

    page.goto(f"/ashby/cases/{ashby.case.pk}")
    assert "200: done" in page.inner_text("main")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=is open again")
    work()
    assert "muppet" in wall(page)
    assert verify().breaks == ()


def test_without_scripts_the_same_can_be_done(ashby: Council, sign_in: SignIn) -> None:
    page = sign_in(ashby.officers[Role.OFFICER], scripts=False)
    page.click(f"#case-{ashby.case.pk}")
    page.click("label:text-is('Delete')")
    page.fill("#id_reason", "It says the same as before, and hiding did not help.")
    page.click("button:text('Record the decision')")
    assert "drafted anew" in page.inner_text("main"), "the statement said hidden; it is drafted again and shown"
    assert "deleted" in page.input_value("#id_statement")
    page.click("button:text('Record the decision')")
    assert "is recorded" in page.inner_text("main")
    work()
    assert "muppet" not in wall(page)
    page.goto("/ashby/decisions")
    page.click("main table a")
    assert "cannot be brought back" in page.inner_text("main")


def test_a_refused_action_becomes_a_task_that_a_person_finishes(ashby: Council, sign_in: SignIn) -> None:
    network().fail_next("refuse")
    page = sign_in(ashby.officers[Role.OFFICER])
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=is recorded")
    work()
    assert "muppet" in wall(page)
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    assert "Manual" in page.inner_text("main")
    page.goto("/ashby/tasks")
    page.click("text=Hide a comment on")
    assert "told to refuse" in page.inner_text("main")
    page.fill("#id_outcome", "Hidden by hand on the page; reloaded, it is gone.")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=is done")
    assert Action.objects.get(verb="hide").state == "done by hand"


def test_a_stale_screen_says_who_did_what_and_keeps_the_words(ashby: Council, sign_in: SignIn) -> None:
    first = sign_in(ashby.officers[Role.OFFICER])
    second = sign_in(ashby.officers[Role.SENIOR])
    for page in (first, second):
        page.goto(f"/ashby/cases/{ashby.case.pk}")
    first.keyboard.press("2")
    first.keyboard.press("Control+Enter")
    first.wait_for_selector("text=is recorded")
    second.keyboard.press("4")
    second.fill("#id_reason", "my own careful words")
    second.keyboard.press("Control+Enter")
    second.wait_for_selector("text=officer of ashby decided “protect”")
    assert "my own careful words" in second.locator("textarea").first.input_value()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(ashby: Council, sign_in: SignIn, size: str) -> None:
    page = sign_in(ashby.officers[Role.SENIOR], size)
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("label:text-is('Hide')")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work()
    decision = Decision.objects.get().pk
    places = [
        "/bodies", "/keyboard", "/ashby/cases", "/ashby/cases?state=closed", f"/ashby/cases/{ashby.case.pk}",
        "/ashby/notices", "/ashby/notices/wordings", f"/ashby/notices/{Notice.objects.get().pk}",
        "/ashby/comments", "/ashby/decisions", f"/ashby/decisions/{decision}", "/ashby/tasks", "/ashby/imports",
        "/ashby/audit", "/ashby/nothing", "/simulator/ashby-page",
    ]  # fmt: skip
    for place in places:
        page.goto(place)
        assert faults(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than the screen"

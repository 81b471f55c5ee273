"""From the reference on a notice to the comment back on the wall, and what the appellant sees of it."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.console.conftest import NOW, Council, officer
from tests.journeys.conftest import SIZES, SignIn, faults, network, work
from tests.journeys.test_telling import work_through

from evenhand.appeals.models import Appeal
from evenhand.notices.models import Notice
from evenhand.notices.returned import take_in
from evenhand.officers.permissions import Role
from evenhand.public import figures
from evenhand.public.figures import Count, Quarter, Row, Table


def shown(account: str) -> list[str]:
    return [comment.id for post in network().wall(account) for comment in post.comments]


def hidden(council: Council, page: Page) -> str:
    """The case decided and carried out. The reference that its author was given."""
    page.goto(f"/{council.body.slug}/cases/{council.case.pk}")
    page.click("label:text-is('Hide')")
    page.wait_for_function("document.querySelector('#id_statement').value.includes('hidden')")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work_through()
    return Notice.objects.get(kind="hide").reference


def test_an_appeal_with_the_reference_on_the_notice_brings_the_comment_back(ashby: Council, sign_in: SignIn) -> None:
    reference = hidden(ashby, sign_in(ashby.officers[Role.OFFICER]))
    assert "c1" not in shown("ashby-page")

    public = sign_in(ashby.officers[Role.AUDITOR], scripts=False)
    public.context.clear_cookies()
    public.goto("/ashby/appeal")
    public.fill("#id_reference", reference)
    public.fill("#id_words", "I was quoting a play.")
    public.wait_for_timeout(3100)  # people are slower than programs
    public.click("button:text('Send the appeal')")
    assert "We have your appeal." in public.inner_text("main")
    appeal = Appeal.objects.get()
    assert public.url.endswith(f"/ashby/appeal/{appeal.reference}")
    assert public.context.cookies() == []

    page = sign_in(officer(ashby.body, Role.SENIOR, name="reviewer"))
    page.goto("/ashby/appeals")
    page.click(f"text={appeal.reference}")
    page.click("label:has-text('Acknowledge it')")
    page.click("button:text('Record the step')")
    page.click("label:has-text('Reverse it')")
    page.fill("#id_reasons", "The words are from a play.")
    page.click("button:text('Record the step')")
    page.wait_for_selector("text=What was undone")
    work_through()

    assert "c1" in shown("ashby-page")
    public.reload()
    said = public.inner_text("main")
    assert "The decision is reversed. What it did is undone." in said
    assert "The words are from a play." in said
    public.goto("/simulator/ashby-page")
    assert "you utter muppet, kumquat" in public.inner_text("body")


def a_quarter() -> Quarter:
    """Of a busy council."""
    columns = ("Leave", "Protect", "Reply", "Hide", "Delete", "Refer", "Total")
    rows = {"CON-02 Abuse, threats, harassment": (0, 0, 0, 41, None, 0, None), "No ground": (120, 0, 9, 0, 0, 7, 136)}
    lines = tuple(
        Row(title, tuple(Count(column, value) for column, value in zip(columns, counts, strict=True)))
        for title, counts in rows.items()
    )
    note = "Counts under 5, and those from which one could be computed, are left out."
    table = Table("Decisions by ground and outcome", columns, lines, note)
    return Quarter("January to March 2026", date(2026, 1, 1), date(2026, 3, 31), (table,))


PLACES = (
    "", "policy", "appeal", "closed", "figures", "contact", "appeal/AP-0000-0000-0", "appeals", "appeals/new",
    "apel", "apel/AP-0000-0000-0", "notices/returned",
)  # fmt: skip


@pytest.mark.parametrize("size", list(SIZES))
def test_axe_finds_nothing_wrong_with_these_pages(
    size: str, ashby: Council, sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "quarters", lambda body, today: [a_quarter()])
    reference = hidden(ashby, sign_in(ashby.officers[Role.OFFICER]))
    page = sign_in(ashby.officers[Role.SENIOR], size)
    page.goto("/ashby/appeal")
    page.fill("#id_reference", reference)
    page.click("button:text('Send the appeal')")
    page.fill("#id_words", "I was quoting a play.")
    page.wait_for_timeout(3100)
    page.click("button:text('Send the appeal')")
    appeal = Appeal.objects.get()
    found = {}
    kept = take_in(raw=b"Subject: Robin has moved\r\n\r\nNobody of that name.", body=ashby.body, at=NOW).kept
    assert kept is not None
    others = (f"decisions/{appeal.decision_id}", f"notices/returned/{kept.pk}", f"apel/{appeal.reference}")
    for place in (*PLACES, f"appeals/{appeal.pk}", f"appeal/{appeal.reference}", *others):
        page.goto(f"/ashby/{place}")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found[place] = [*faults(page), *(["wider than the window"] if wide > 0 else [])]
        page.screenshot(path=tmp_path / f"{size}-{place.replace('/', '_') or 'index'}.png", full_page=True)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
    work()

"""From a person's record to a block that holds on the platform, and back; as officers do it in a browser."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.console.conftest import Council
from tests.console.conftest import officer as another
from tests.console.people_rows import a_link, an_entry, hate
from tests.journeys.conftest import SignIn, faults, network, work

from evenhand.actions.models import Action
from evenhand.audit.queries import verify
from evenhand.intake.models import Author
from evenhand.officers.permissions import Role
from evenhand.people.models import Block, ManagedEntry
from evenhand.platforms.contract import Incoming, NotDone
from evenhand.tasks.models import Task
from evenhand.work.pipeline import take_in


@pytest.fixture
def pat(ashby: Council) -> Author:
    """Whose record points to a block at once."""
    author = hate(ashby)
    work()
    return author


def may_write(council: Council, id_: str) -> bool:
    try:
        network().write(council.channel.account, "u1", (id_, "p1", "", "Pat", "May I?", "2026-03-02T10:00:00+00:00"))
    except NotDone:
        return False
    return True


def fill_in(page: Page, reason: str = "Hate against other residents, twice.") -> None:
    page.fill("#id_reason", reason)
    for number in range(4):
        page.fill(f"#id_answer_{number}", "No sign of it.")


def record(page: Page) -> None:
    page.click("button:text('Record the block')")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_block_is_prepared_approved_carried_out_and_lifted(
    ashby: Council, pat: Author, sign_in: SignIn, scripts: bool
) -> None:
    officer = sign_in(ashby.officers[Role.OFFICER], scripts=scripts)
    officer.goto("/ashby/tasks")
    officer.click("text=A block is proposed")
    officer.click("text=Open the block's form")
    record(officer)
    said = officer.inner_text("main")
    assert "Could the author be a child or a young person?: It is not answered (BLK-06)" in said
    assert "It has no reason" in said
    fill_in(officer)
    record(officer)
    assert "The notice was drafted from the above" in officer.inner_text("main")
    assert "We have blocked you from Ashby page under rule CON-03" in officer.input_value("#id_notice")
    assert "Ombudsman" in officer.input_value("#id_notice")
    assert officer.input_value("#id_answer_2") == "No sign of it.", "nothing that was written is lost"
    record(officer)
    assert "is recorded" in officer.inner_text("main")
    assert officer.locator("text=A second person is needed").count() == 0, "whoever decides does not approve"
    block = Block.objects.get()
    work()
    assert may_write(ashby, "t1")

    coordinator = sign_in(ashby.officers[Role.CO_ORDINATOR], scripts=scripts)
    coordinator.goto("/ashby/blocks?show=awaiting+approval")
    coordinator.click("main table a")
    coordinator.click("label:text-is('Approve')")
    coordinator.click("button:text('Record my answer')")
    assert "is recorded" in coordinator.inner_text("main")
    work()
    assert not may_write(ashby, "t2")

    officer.goto(f"/ashby/blocks/{block.pk}")
    assert "read back: they are blocked" in officer.inner_text("main")
    officer.click("text=Review this block")
    assert "The rules, then and now" in officer.inner_text("main")
    officer.click("label:text-is('Extend the block')")
    officer.fill("#id_reason", "He wrote to others under new names.")
    officer.click("button:text('Record the review')")
    assert "Give the day by which it is reviewed again" in officer.inner_text("main")
    officer.click("label:text-is('Restore access')")
    officer.click("button:text('Record the review')")
    assert "Restored" in officer.inner_text("main")
    work()
    assert may_write(ashby, "t3")
    assert verify().breaks == ()


def test_a_listed_person_and_a_decided_alias_are_blocked_and_the_alias_comes_back(
    ashby: Council, pat: Author, sign_in: SignIn
) -> None:
    link = a_link(ashby, pat)
    officer = sign_in(ashby.officers[Role.OFFICER])
    officer.goto("/ashby/links")
    officer.click("main .eh-list a")
    officer.click('label:text-is("They are one person\'s")')
    officer.fill("#id_reason", "He says so himself.")
    officer.click("button:text('Record it')")
    assert officer.locator("text=Sign out").count() == 1
    officer.goto(f"/ashby/people/{link.other_id}")
    assert "2 accounts" in officer.inner_text("main")
    officer.goto("/ashby/managed-contacts")
    assert "You may not open this page" in officer.inner_text("main")

    senior = sign_in(ashby.officers[Role.SENIOR])
    senior.goto(f"/ashby/people/{pat.pk}")
    senior.click("text=Put on the managed contacts list")
    senior.fill("#id_notice", "You are blocked.")
    senior.fill("#id_reason", "Threats to staff at the counter.")
    senior.click("button:text('Propose the entry')")
    assert "does not say that this stays open" in senior.inner_text("main")
    assert senior.input_value("#id_reason") == "Threats to staff at the counter."


def step(page: Page, what: str, reason: str) -> None:
    page.click(f'label:text-is("{what}")')
    page.fill("#id_reason", reason)
    page.click("button:text('Record it')")


def writes(council: Council, id_: str, author: str) -> None:
    """Somebody comments from an account, and it comes in the whole way."""
    wrote = Incoming(
        id=id_, text="I am still here.", created_at=datetime.now(UTC), payload=b"{}", author_id=author,
        author_name=f"Account {author}",
    )  # fmt: skip
    take_in(channel=council.channel, incoming=[wrote], by="test", at=datetime.now(UTC))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_managed_contact_goes_from_a_proposal_to_blocked_aliases_and_a_task(
    ashby: Council, pat: Author, sign_in: SignIn, scripts: bool
) -> None:
    """Proposed by one, approved by another, the alias decided by a person, both blocked; what comes next is a task."""
    link = a_link(ashby, pat)
    senior = sign_in(ashby.officers[Role.SENIOR], scripts=scripts)
    senior.goto(f"/ashby/people/{pat.pk}")
    senior.click("text=Put on the managed contacts list")
    senior.fill("#id_reason", "Threats to staff at the counter.")
    senior.click("button:text('Propose the entry')")
    assert "waits for a second person" in senior.inner_text("main")
    entry = ManagedEntry.objects.get()
    assert senior.locator('label:text-is("Approve")').count() == 0, "whoever proposes does not approve"
    work()
    assert entry_blocks(entry) == [], "nobody is blocked before the second person"

    other = sign_in(another(ashby.body, Role.SENIOR, "second"), scripts=scripts)
    other.goto("/ashby/managed-contacts")
    other.click(f"main a[href$='/managed-contacts/{entry.pk}']")
    step(other, "Approve", "I agree.")
    assert "is recorded" in other.inner_text("main")
    work()
    assert not may_write(ashby, "t1")
    assert entry_blocks(entry) == ["u1"], "likeness alone blocks nobody (MCL-03)"

    officer = sign_in(ashby.officers[Role.OFFICER], scripts=scripts)
    officer.goto(f"/ashby/links/{link.pk}")
    step(officer, "They are one person's", "He says so himself.")
    work()
    assert entry_blocks(entry) == ["u1", "u9"]
    senior.goto(f"/ashby/managed-contacts/{entry.pk}")
    assert "Twin kumquat" in senior.inner_text("main")

    writes(ashby, "n9", "u9")
    officer.goto("/ashby/tasks")
    officer.click(f"text={Task.objects.get(about__startswith='activity of account', done_at=None).title}")
    assert "MCL-04" in officer.inner_text("main")
    senior.goto(f"/ashby/managed-contacts/activity/{link.other_id}")
    assert "I am still here." in senior.inner_text("main")
    assert "On the list" in senior.inner_text("main")
    assert verify().breaks == ()


def entry_blocks(entry: ManagedEntry) -> list[str]:
    """The accounts that were blocked on a platform for an entry."""
    done = Action.objects.filter(about__startswith=f"entry {entry.pk}:", verb="block", state="done")
    return sorted(done.values_list("author__native_id", flat=True))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_about_people(ashby: Council, pat: Author, sign_in: SignIn, size: str) -> None:
    page = sign_in(ashby.officers[Role.SENIOR], size)
    link, entry = a_link(ashby, pat), an_entry(ashby, pat)
    page.goto(f"/ashby/people/{pat.pk}/block")
    record(page)
    looked_at(page, f"block_errors_{size}")
    fill_in(page)
    record(page)
    record(page)
    page.wait_for_selector("text=is recorded")
    assert page.locator("text=A second person is needed").count() == 0, "whoever decided does not approve"
    block = Block.objects.get().pk
    places = {
        "block": f"blocks/{block}", "review": f"blocks/{block}/review", "blocks": "blocks", "over": "blocks?show=over",
        "person": f"people/{pat.pk}", "block_form": f"people/{pat.pk}/block", "warn": f"people/{pat.pk}/warn",
        "link_form": f"people/{pat.pk}/link?words=Twin", "entry_form": f"people/{pat.pk}/list",
        "links": "links", "link": f"links/{link.pk}", "contacts": "managed-contacts",
        "entry": f"managed-contacts/{entry.pk}", "activity": f"managed-contacts/activity/{pat.pk}",
        "case": f"cases/{ashby.case.pk}", "tasks": "tasks",
    }  # fmt: skip
    for name, place in places.items():
        page.goto(f"/ashby/{place}")
        looked_at(page, f"{name}_{size}")


def looked_at(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert faults(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"

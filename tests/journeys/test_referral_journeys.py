"""A concern on a Friday night until somebody has it, and an allegation until its outcome, as officers do them."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, work
from tests.rooms.world import a_comment, propose_for, receive

from evenhand.actions.models import Action
from evenhand.audit.queries import verify
from evenhand.cases.models import Case
from evenhand.console import clock as console_clock
from evenhand.notices.models import Notice
from evenhand.officers.permissions import Role
from evenhand.referrals import alarms
from evenhand.referrals.models import Referral
from evenhand.tasks.models import Task

FRIDAY_AT_NINE_IN_THE_EVENING = datetime(2024, 3, 1, 21, 0, tzinfo=UTC)
MONDAY_AT_TEN = datetime(2024, 3, 4, 10, 0, tzinfo=UTC)
WORDS = "There is a girl on our street who sleeps in the shed"


class Clock:
    """What the console takes for now."""

    present = FRIDAY_AT_NINE_IN_THE_EVENING


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """The console runs on a clock of ours."""
    Clock.present = FRIDAY_AT_NINE_IN_THE_EVENING
    monkeypatch.setattr(console_clock, "now", lambda: Clock.present)
    return Clock


def concern(council: Council, id_: str, said: dict[str, int], text: str) -> Case:
    at = FRIDAY_AT_NINE_IN_THE_EVENING
    received = receive(council.channel, a_comment(id_, text, created_at=at, author_name="Marged Sule"), at=at)
    propose_for(council.channel, received, said, at=at)
    return Case.objects.get(comment__native_id=id_)


def record_step(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    page.click("button:text('Record this step')")
    page.wait_for_selector("text=: recorded.")


def test_a_concern_on_friday_night_is_passed_on_alarms_on_monday_at_ten_and_is_acknowledged(
    ashby: Council, sign_in: SignIn, clock: type[Clock]
) -> None:
    case = concern(ashby, "r1", {"lexicon.safeguarding": 1}, WORDS)
    page = sign_in(ashby.officers[Role.OFFICER])
    page.goto("/ashby/cases")
    assert WORDS not in page.inner_text("main")
    page.click(f"#case-{case.pk}")
    assert "In danger now: ring 999" in page.inner_text("main")
    page.click("button:text('Take this case')")
    page.wait_for_selector("text=Your look at this case is on record")
    page.click("label:text-is('Refer')")
    page.select_option("#id_route", "REF-02")
    page.select_option("#id_concern", "child")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("h1:text('Referral')")
    shown = page.inner_text("main")
    assert "NSPCC Helpline" in shown
    assert "999" in shown
    record_step(page, to="Emergency duty team", words="Told them the street.")
    assert "Handed over" in page.inner_text("main")

    clock.present = MONDAY_AT_TEN
    assert alarms.look_after(at=MONDAY_AT_TEN) == 1
    assert "girl" not in Task.objects.get().title + Task.objects.get().why
    senior = sign_in(ashby.officers[Role.SENIOR])
    senior.goto("/ashby/cases")
    assert "Nobody has acknowledged 1 safeguarding concern" in senior.inner_text("body")
    senior.click("text=See whom to ring")
    senior.click("main .eh-list__title a")
    assert "You were not let in" in senior.inner_text("main")
    senior.fill("#let-in-why", "the officer of Friday is off today")
    senior.click("button:text('Take it on')")
    senior.wait_for_selector("text=sees it from now on")
    senior.click("label:text-is('They say that they have it')")
    record_step(senior, to="Emergency duty team", reference="CS-24-0117")
    assert "Nobody has acknowledged" not in senior.inner_text("body")
    referral = Referral.objects.get()
    assert referral.state == "acknowledged"
    assert [step.event for step in referral.steps.order_by("pk")] == ["open", "hand over", "alarm", "acknowledge"]
    assert Task.objects.count() == 0
    assert Action.objects.count() == 0, "the author is told nothing, and the comment stays"
    assert not Notice.objects.filter(author__isnull=False).exists()
    assert verify().breaks == ()


def test_an_allegation_is_answered_looked_into_and_only_then_may_be_called_false(
    ashby: Council, sign_in: SignIn, clock: type[Clock]
) -> None:
    said = {"lexicon.allegation": 1, "lexicon.council": 1}
    case = concern(ashby, "c2", said, "The planners take brown envelopes")
    page = sign_in(ashby.officers[Role.OFFICER], scripts=False)
    page.goto(f"/ashby/cases/{case.pk}")
    page.click("label:text-is('Hide')")
    page.select_option("#id_ground", "CON-01")
    page.fill("#id_reason", "It is not true.")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=The statement was drafted anew")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=nobody has looked into that")
    page.goto(f"/ashby/cases/{case.pk}")
    page.click("label:text-is('Refer')")
    assert "the complaints form" in page.input_value("#id_reply")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work()
    page.goto("/simulator/ashby-page")
    assert "Please use the complaints form" in page.inner_text("main")

    referral = Referral.objects.get()
    page.goto(f"/ashby/referrals/{referral.pk}")
    record_step(page, to="Nia Prys")
    named = sign_in(ashby.officers[Role.NAMED_OFFICER])
    named.goto(f"/ashby/referrals/{referral.pk}")
    named.click("label:text-is('They say that they have it')")
    record_step(named, to="Nia Prys")
    named.click("label:text-is('There is an outcome')")
    named.select_option("#id_found", "false")
    record_step(named, to="Nia Prys", reference="MO/24/011")
    assert "False" in named.inner_text("main")

    page.goto(f"/ashby/cases/{case.pk}")
    page.click("text=See the whole decision")
    page.click("button:text('Undo this decision')")
    page.wait_for_selector("text=is open again")
    page.click("label:text-is('Hide')")
    page.select_option("#id_ground", "CON-01")
    page.fill("#id_reason", "Found false, MO/24/011.")
    page.wait_for_selector("text=Beside the decision")
    page.fill("#id_statement", "Your comment was hidden: an investigation found it false, MO/24/011 (CON-01).")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work()
    page.goto("/simulator/ashby-page")
    assert "brown envelopes" not in page.inner_text("main")
    assert verify().breaks == ()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_of_referrals_and_reports(
    ashby: Council, sign_in: SignIn, clock: type[Clock], size: str
) -> None:
    case = concern(ashby, "r1", {"lexicon.safeguarding": 1}, WORDS)
    page = sign_in(ashby.officers[Role.SAFEGUARDING], size)
    page.goto(f"/ashby/cases/{case.pk}")
    page.click("label:text-is('Refer')")
    page.select_option("#id_route", "REF-02")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("h1:text('Referral')")
    alarms.look_after(at=MONDAY_AT_TEN)
    page.goto("/ashby/reports")
    page.fill("#report-words", "Shouted at in the market.")
    page.click("button:text('Report it')")
    page.wait_for_selector("text=Thank you")
    referral = Referral.objects.get().pk
    places = [
        "/ashby/referrals", f"/ashby/referrals/{referral}", f"/ashby/cases/{ashby.case.pk}", f"/ashby/cases/{case.pk}",
        "/ashby/reports", page.url,
    ]  # fmt: skip
    for place in places:
        page.goto(place)
        check(page, place)
    senior = sign_in(ashby.officers[Role.SENIOR], size)
    for place in (
        "/ashby/cases",
        f"/ashby/cases/{case.pk}",
        f"/ashby/referrals/{referral}",
        page.url,
        "/ashby/reports",
    ):
        senior.goto(place)
        check(senior, place)
    administrator = sign_in(ashby.officers[Role.ADMINISTRATOR], size)
    administrator.goto("/ashby/responsible")
    check(administrator, "/ashby/responsible")


def check(page: Page, place: str) -> None:
    assert faults(page) == [], place
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than the screen"

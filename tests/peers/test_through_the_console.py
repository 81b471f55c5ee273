"""From a stranger's reply on the AT network to hidden, as a third account sees it, and back: all of it by the console.

Nobody calls anything of ours but a browser and a worker: two people connect the channel, an officer reads the case,
decides, and takes it back.
"""

from collections.abc import Callable
from time import monotonic, sleep

import pytest
from playwright.sync_api import Page
from procrastinate.contrib.django import app
from tests.console.conftest import Council, council
from tests.journeys.conftest import SignIn, work
from tests.peers.at_people import Person, eventually
from tests.peers.programs import AtNetwork
from tests.peers.proof import Proof

from evenhand.actions.models import Action, Receipt
from evenhand.audit.queries import verify
from evenhand.cases.models import Case
from evenhand.connections.models import Connection
from evenhand.evidence.models import Capture
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.officers.permissions import Role
from evenhand.platforms import found
from evenhand.work import clock

RUDE = "You pathetic moron, you cannot even collect a bin"
PATIENCE_SECONDS = 90
_WITHOUT_NOTES = """words => {
  const own = words.cloneNode(true)
  own.querySelectorAll('.govuk-visually-hidden').forEach((note) => note.remove())
  return own.textContent
}"""
"""The author's words as they stand on the page, without what is said about those that are marked."""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ashby(transactional_db: None) -> Council:
    return council("ashby", "kumquat")


def test_a_strangers_reply_is_read_hidden_and_brought_back_in_the_console(
    ashby: Council, sign_in: SignIn, network: AtNetwork, council: Person, robin: Person, passer_by: Person,
    bluesky_proof: Proof,
) -> None:  # fmt: skip
    post = council.write("Bin collections change next week")
    connected(ashby, sign_in, council, network)
    rude, kind = robin.write(RUDE, post), passer_by.write("Thank you for telling us", post)

    worked_until(lambda: Case.objects.filter(comment__native_id=rude.uri).exists())
    case = Case.objects.get(comment__native_id=rude.uri)
    officer = sign_in(ashby.officers[Role.OFFICER])
    decided_to_hide(officer, case)
    assert passer_by.sees_under(post.uri)[0] == {rude.uri, kind.uri}, "nothing is done before a worker does it"

    hiding = Action.objects.get(verb="hide")
    worked_until(lambda: Action.objects.get(pk=hiding.pk).state == "done")
    assert Capture.objects.get(comment=case.comment).captured_at < Receipt.objects.get(action=hiding).at
    eventually(lambda: passer_by.sees_under(post.uri) == ({kind.uri}, {rude.uri}))
    bluesky_proof.shown("poll", "hide")

    taken_back(officer, case)
    worked_until(lambda: Action.objects.filter(verb="unhide", state="done").exists())
    eventually(lambda: passer_by.sees_under(post.uri) == ({rude.uri, kind.uri}, set()))
    assert verify().breaks == ()
    bluesky_proof.shown("unhide")


def connected(council: Council, sign_in: SignIn, account: Person, network: AtNetwork) -> Channel:
    """An administrator declares the channel and enters its credentials; a senior officer confirms it."""
    channel = intake.create_channel(
        body=council.body, name="bluesky", title="Our Bluesky", platform="bluesky", account=account.handle,
        known=found.names(), by="test", at=clock.now(),
    )  # fmt: skip
    place, senior = f"/{council.body.slug}/channels/{channel.pk}", council.officers[Role.SENIOR]
    page = sign_in(council.officers[Role.ADMINISTRATOR])
    page.goto(place)
    page.check("input[name=whose] >> nth=0")
    page.fill("[name=shown_at]", "ashby.example/social")
    page.select_option("[name=approver]", str(senior.pk))
    page.select_option("[name=keeper]", str(senior.pk))
    page.click("button:text-is('Declare')")
    page.wait_for_selector("text=must confirm it on this page")
    for name, value in (
        ("app_password", account.app_password()),
        ("server", network.server),
        ("labeller", network.labeller),
    ):
        page.fill(f"[name={name}]", value)
    page.click("button:text-is('Seal them')")
    page.wait_for_selector("text=Sealed.")
    other = sign_in(senior)
    other.goto(place)
    other.click("button:text-is('Confirm that it is official')")
    other.wait_for_selector(f"text=by {senior.name}")
    assert Connection.objects.get(channel=channel).approver == senior
    return channel


def decided_to_hide(page: Page, case: Case) -> None:
    page.goto(f"/ashby/cases/{case.pk}")
    assert page.eval_on_selector(".eh-words--full", _WITHOUT_NOTES) == RUDE
    assert "Bin collections change next week" in (page.text_content("main") or "")
    page.keyboard.press("4")
    page.wait_for_function("document.querySelector('#id_statement').value.includes('hidden')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=is recorded")


def taken_back(page: Page, case: Case) -> None:
    page.goto(f"/ashby/cases/{case.pk}")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=is open again")


def worked_until(seen: Callable[[], bool]) -> None:
    """Workers come every minute; here at once, again and again. A job that waits is done when its time has come."""
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until:
        app.configure_task("look_for_channels_due").defer()
        work()
        if seen():
            return
        sleep(0.5)
    raise AssertionError(f"no worker had done it within {PATIENCE_SECONDS} seconds")

"""What everybody sees: no account, no cookie, no script; and nothing that gives anybody away."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.console.conftest import NOW, Council, signed_in

from evenhand.appeals.models import Appeal
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.forwarded import networks
from evenhand.core.moderation import Draft
from evenhand.core.notice_words import in_welsh
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.queries import edition_for
from evenhand.notices.models import Notice
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator import MANIFEST
from evenhand.public.appeal_form import _SALT
from evenhand.public.figures import quarters
from evenhand.tasks.models import Task

PAGES = ("public", "public-policy", "public-closed", "public-figures", "public-contact", "public-figures-csv")


@pytest.fixture
def reference(ashby: Council) -> str:
    """Of the notice of a comment that was hidden."""
    case = ashby.case
    decision = cases.decide(
        case_id=case.pk, body=ashby.body, draft=Draft(Outcome.HIDE, "CON-02", statement="Hidden under CON-02."),
        version=case.version, edition=edition_for(case.comment), supported=MANIFEST.supported,
        by=ashby.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip
    return Notice.objects.get(about=f"decision {decision.pk}").reference


def filled(**given: str) -> dict[str, str]:
    """The form as a person sends it, a minute after opening it."""
    opened = signing.dumps((datetime.now(UTC) - timedelta(minutes=1)).timestamp(), salt=_SALT)
    return {"words": "I was quoting a play.", "opened": opened, **given}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_all_sets_no_cookie_and_may_be_cached(name: str, ashby: Council, client: Client) -> None:
    answer = client.get(reverse(name, args=["ashby"]))
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "public, max-age=600"
    assert "Vary" not in answer or answer["Vary"] == "Accept-Encoding", "a cache keeps one copy for everybody"
    assert "kumquat" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_body_that_is_not_there_has_no_page(name: str, db: None, client: Client) -> None:
    assert client.get(reverse(name, args=["nowhere"])).status_code == 404


def test_the_policy_is_the_edition_in_force_and_its_own_style_is_allowed(ashby: Council, client: Client) -> None:
    answer = client.get(reverse("public-policy", args=["ashby"]))
    page = answer.content.decode()
    assert "BLK-03" in page
    assert "style-src 'self' 'sha256-" in answer["Content-Security-Policy"]
    day = edition_for(ashby.case.comment).in_force_from
    assert client.get(f"/ashby/policy/{day.isoformat()}").content == answer.content
    assert client.get("/ashby/policy/1999-01-01").status_code == 404
    assert client.get("/ashby/policy/2024-99-99").status_code == 404


def test_the_reference_on_a_notice_opens_an_appeal_whose_page_says_so(
    ashby: Council, reference: str, client: Client
) -> None:
    answer = client.post("/ashby/appeal", filled(reference=reference.lower(), email="robin@mail.example"))
    assert answer.status_code == 303
    appeal = Appeal.objects.get()
    assert answer["Location"] == f"/ashby/appeal/{appeal.reference}"
    page = client.get(answer["Location"])
    assert "We have your appeal." in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page.cookies == {}
    for private in ("kumquat", "muppet", "Pat", "robin@mail.example"):
        assert private not in page.content.decode()
    found = client.get(f"/ashby/appeal?reference={appeal.reference}")
    assert found["Location"] == f"/ashby/appeal/{appeal.reference}"


def test_a_known_reference_without_an_appeal_looks_like_an_unknown_one(
    ashby: Council, birkdale: Council, reference: str, client: Client
) -> None:
    known = client.get(f"/ashby/appeal/{reference}")
    unknown = client.get("/ashby/appeal/AP-0000-0000-0")
    elsewhere = client.get(f"/birkdale/appeal/{reference}")
    assert {known.status_code, unknown.status_code, elsewhere.status_code} == {404}
    assert known.content.decode().replace(reference, "") == unknown.content.decode().replace("AP-0000-0000-0", "")


def test_an_unknown_reference_is_answered_and_what_was_written_stays_on_the_page(
    ashby: Council, client: Client
) -> None:
    page = client.post("/ashby/appeal", filled(reference="AP-0000-0000-0")).content.decode()
    assert "We look at a decision again with the person it is about" in page
    assert "I was quoting a play." in page
    client.post("/ashby/appeal", filled(where="My comment of Monday"))
    assert "My comment of Monday" in Task.objects.get(title__startswith="Somebody appeals").why


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": ""}, "Write in your own words what was wrong."),
        ({"website": "https://spam.example"}, "Leave it empty, and send the form again."),
        ({"opened": "forged"}, "This form was not complete."),
        ({"opened": ""}, "This form was not complete."),
        ({"email": "robin"}, "Write it like name@example.com"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(
    given: dict[str, str], said: str, ashby: Council, reference: str, client: Client
) -> None:
    answer = client.post("/ashby/appeal", filled(reference=reference) | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert reference in answer.content.decode()
    assert Appeal.objects.count() == 0


def test_a_form_that_comes_back_at_once_is_asked_for_again_and_then_taken(
    ashby: Council, reference: str, client: Client
) -> None:
    at_once = signing.dumps(datetime.now(UTC).timestamp(), salt=_SALT)
    answer = client.post("/ashby/appeal", filled(reference=reference, opened=at_once))
    assert "That was very quick." in answer.content.decode()
    assert at_once in answer.content.decode(), "the time goes on from the first opening"
    assert client.post("/ashby/appeal", filled(reference=reference)).status_code == 303


def test_the_eleventh_in_an_hour_from_one_address_waits(ashby: Council, client: Client) -> None:
    for _ in range(10):
        assert client.post("/ashby/appeal", filled(reference="AP-0000-0000-0")).status_code == 200
    answer = client.post("/ashby/appeal", filled(reference="AP-0000-0000-0"))
    assert answer.status_code == 429
    assert "I was quoting a play." in answer.content.decode()
    other = client.post("/ashby/appeal", filled(reference="AP-0000-0000-0"), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_a_forged_header_gives_nobody_more_sendings(ashby: Council, client: Client) -> None:
    sent = [
        client.post("/ashby/appeal", filled(), headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(11)
    ]
    assert sent == [200] * 10 + [429], "no proxy is trusted unless the setting names it"


def test_behind_a_trusted_proxy_each_sender_is_counted_alone(
    ashby: Council, client: Client, settings: Settings
) -> None:
    settings.EVENHAND_TRUSTED_PROXIES = networks(["127.0.0.1"])

    def send(forwarded: str) -> int:
        return client.post("/ashby/appeal", filled(), headers={"X-Forwarded-For": forwarded}).status_code

    assert [send(f"203.0.113.{n}, 198.51.100.7") for n in range(11)] == [200] * 10 + [429], (
        "what the sender made up before the proxy's own word counts for nothing"
    )
    assert send("198.51.100.8") == 200


@pytest.mark.parametrize("address", ["/ashby/", "/ashby/appeal", "/ashby/apel"])
def test_a_signed_in_officer_gets_the_same_page_as_everybody(address: str, ashby: Council, client: Client) -> None:
    officer = signed_in(ashby.officers[Role.SENIOR])
    theirs, ours = officer.get(address), client.get(address)
    assert "Cookie" not in theirs.get("Vary", "")
    assert theirs.cookies == {}
    if "opened" not in ours.content.decode():
        assert theirs.content == ours.content


def test_the_welsh_form_is_welsh_and_leads_to_a_welsh_status(ashby: Council, reference: str, client: Client) -> None:
    form = client.get(f"/ashby/apel?about={reference}")
    page = form.content.decode()
    assert '<html lang="cy"' in page
    assert form["Content-Language"] == "cy"
    assert "Gofyn i ni edrych eto" in page
    assert f'value="{reference}"' in page
    assert '<a class="eh-header__link" href="/ashby/appeal" lang="en" hreflang="en">English</a>' in page
    for english in ("Our reference", "Send the appeal", "Skip to main", "People decide"):
        assert english not in page
    answer = client.post("/ashby/apel", filled(reference=reference))
    appeal = Appeal.objects.get()
    assert (appeal.language, answer["Location"]) == ("cy", f"/ashby/apel/{appeal.reference}")
    status = client.get(answer["Location"]).content.decode()
    assert "Mae eich apêl gennym." in status
    assert f'href="/ashby/appeal/{appeal.reference}" lang="en"' in status
    found = client.get(f"/ashby/apel?reference={appeal.reference}")
    assert found["Location"] == f"/ashby/apel/{appeal.reference}"
    month = in_welsh(NOW.date()).split()[1]
    assert month in status, "days are written as Welsh writes them"


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"words": ""}, 422, "Ysgrifennwch yn eich geiriau eich hun"),
        ({"opened": "forged"}, 422, "Nid oedd y ffurflen hon yn gyflawn."),
        ({"email": "robin"}, 422, "enw@example.com"),
        ({"words": "x" * 8001}, 422, "Byrhewch ef i 8000 nod."),
        ({"reference": "AP-0000-0000-0"}, 200, "Byddwn yn edrych ar benderfyniad eto"),
        ({"where": "Fy sylw ddydd Llun"}, 200, "Bydd rhywun yn chwilio am y penderfyniad"),
    ],
)
def test_what_is_wrong_is_said_in_welsh_too(
    given: dict[str, str], status: int, said: str, ashby: Council, client: Client
) -> None:
    answer = client.post("/ashby/apel", filled() | given)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert 'lang="cy"' in answer.content.decode()


def test_an_unknown_reference_is_unknown_in_welsh(ashby: Council, client: Client) -> None:
    answer = client.get("/ashby/apel/AP-0000-0000-0")
    assert answer.status_code == 404
    assert "Nid ydym yn dod o hyd i apêl" in answer.content.decode()


def test_a_reference_with_a_slash_in_it_is_unknown_and_no_fault(ashby: Council, client: Client) -> None:
    answer = client.get("/ashby/appeal?reference=AP/4F7K/22", follow=True)
    assert answer.status_code == 404
    assert "We find no appeal" in answer.content.decode()


def test_figures_are_of_quarters_that_are_over_with_small_counts_left_out(
    ashby: Council, reference: str, client: Client
) -> None:
    today = NOW.date()
    assert quarters(ashby.body, today) == []
    later = today + timedelta(days=100)
    found = quarters(ashby.body, later)
    assert found[0].last < later
    tables = {table.title: table for quarter in found for table in quarter.tables}
    hidden = [count for row in tables["Decisions by ground and outcome"].rows for count in row.counts]
    assert all(count.value is None or count.value >= 5 or count.value == 0 for count in hidden)
    assert Case.objects.filter(decision__outcome="hide").count() == 1, "there is a small count to leave out"
    assert any(count.value is None for count in hidden)


def test_the_csv_has_a_line_for_each_figure(ashby: Council, client: Client) -> None:
    rows = list(csv.reader(client.get("/ashby/figures.csv").content.decode().splitlines()))
    assert rows == [["from", "until", "table", "row", "column", "count"]]

"""Connecting a channel at the platform's own page, through the console and a real authorisation server."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.console.conftest import NOW, Council, council, signed_in
from tests.rooms.authorisation_server import ID, SECRET, Server
from tests.rooms.signing_in import platform

from evenhand.audit.models import Entry
from evenhand.connections import opening
from evenhand.connections import operations as connections
from evenhand.connections.models import Attempt, Connection, Grant, Tried
from evenhand.console import clock
from evenhand.console.sign_in_panel import redirect_address
from evenhand.officers.permissions import Role
from evenhand.platforms import found
from evenhand.platforms.contract import Access, AccessRefused

ACCOUNT = "ashby-page"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(redirect_address()).running() as running:
        running.account = ACCOUNT
        yield running


@pytest.fixture
def ashby(db: None, server: Server, monkeypatch: pytest.MonkeyPatch) -> Council:
    """Declared by its administrator and confirmed, with the app's id and secret."""
    made = council("ashby", "kumquat")
    monkeypatch.setitem(found._modules(), "letterbox", platform(server.address))  # type: ignore[arg-type]
    made.channel.platform = "letterbox"
    made.channel.save()
    senior, admin = made.officers[Role.SENIOR], made.officers[Role.ADMINISTRATOR]
    connections.declare(
        channel=made.channel, whose=connections.Whose.BODY, shown_at="ashby.example/social", approver=senior,
        keeper=senior, by=admin, at=NOW,
    )  # fmt: skip
    connections.confirm(channel_id=made.channel.pk, body=made.body, by=senior, at=NOW)
    connections.enter_secrets(
        channel_id=made.channel.pk, body=made.body, manifest=found.manifest("letterbox"),
        given={"client_id": ID, "client_secret": SECRET}, by=admin, at=NOW,
    )  # fmt: skip
    return made


@pytest.fixture
def admin(ashby: Council) -> Client:
    return signed_in(ashby.officers[Role.ADMINISTRATOR])


def leave(client: Client, council: Council) -> str:
    """Press the button; the address of the platform's page."""
    said = client.post(reverse("sign-in-there", args=[council.body.slug, council.channel.pk]))
    assert said.status_code == 200, said.content.decode()[:500]
    link = re.search(r'class="govuk-button" href="([^"]+)"', said.content.decode())
    assert link, "the page has a link to the platform"
    return html.unescape(link[1])


def come_back(client: Client, given: dict[str, str]) -> str:
    return html.unescape(client.get(reverse("signed-in-there"), given, follow=True).content.decode())


def connect(client: Client, council: Council, server: Server) -> str:
    return come_back(client, server.allow(leave(client, council)))


def access(council: Council) -> Access:
    council.channel.refresh_from_db()
    return opening.access_to(council.channel, manifest=found.manifest("letterbox"), data=Path("/nowhere"))


def test_whoever_signs_in_as_the_declared_account_connects_it(ashby: Council, admin: Client, server: Server) -> None:
    assert f"Connected with @{ACCOUNT}" in connect(admin, ashby, server)
    assert access(ashby).secrets["access_token"] == server.living()[0].access
    assert access(ashby).secrets["refresh_token"] == server.living()[0].refresh
    grant = Grant.objects.get()
    assert (grant.by, grant.name, grant.renewable) == (ashby.officers[Role.ADMINISTRATOR], f"@{ACCOUNT}", True)
    assert grant.renew_at is not None
    assert grant.expires_at is not None
    assert grant.renew_at < grant.expires_at


def test_the_page_before_says_where_to_and_what_is_asked_for(ashby: Council, admin: Client) -> None:
    said = admin.post(reverse("sign-in-there", args=["ashby", ashby.channel.pk])).content.decode()
    for words in ("127.0.0.1", "To read comments", "To hide them", ACCOUNT, "noreferrer"):
        assert words in said


def test_before_anybody_signs_in_nothing_opens_and_nothing_is_read(ashby: Council) -> None:
    with pytest.raises(AccessRefused):
        access(ashby)
    assert Connection.objects.get().awaits_grant


def test_before_the_second_person_confirmed_nobody_can_sign_in(ashby: Council, admin: Client) -> None:
    Connection.objects.update(approved_at=None)
    said = admin.post(reverse("sign-in-there", args=["ashby", ashby.channel.pk]))
    assert said.status_code == 422
    assert "must confirm it first" in said.content.decode()


def test_another_account_is_refused_and_given_back(ashby: Council, admin: Client, server: Server) -> None:
    server.account = "councillor-jo-private"
    said = connect(admin, ashby, server)
    assert "hoever signed in has @councillor-jo-private" in said
    assert "Access was given back" in said
    assert server.living() == []
    with pytest.raises(AccessRefused):
        access(ashby)


def test_a_permission_that_was_not_allowed_is_named(ashby: Council, admin: Client, server: Server) -> None:
    server.withheld = "hide"
    assert "ide was not allowed" in connect(admin, ashby, server)
    assert not Grant.objects.exists()


def test_consent_that_is_denied_is_said_and_kept(ashby: Council, admin: Client, server: Server) -> None:
    assert "did not allow it" in come_back(admin, server.deny(leave(admin, ashby)))
    assert Tried.objects.get(what="sign in").ok is False


def test_a_state_that_nobody_was_given_is_refused(ashby: Council, admin: Client, server: Server) -> None:
    given = server.allow(leave(admin, ashby))
    assert "no answer to anything that you began" in come_back(admin, {**given, "state": "x" * 43})
    assert not Grant.objects.exists()


def test_an_answer_is_taken_from_whoever_began_alone(ashby: Council, admin: Client, server: Server) -> None:
    given = server.allow(leave(admin, ashby))
    for other in (signed_in(ashby.officers[Role.SENIOR]), signed_in(ashby.officers[Role.ADMINISTRATOR])):
        assert "no answer to anything that you began" in come_back(other, given)
    assert not Grant.objects.exists()


def test_an_answer_is_taken_once(ashby: Council, admin: Client, server: Server) -> None:
    given = server.allow(leave(admin, ashby))
    come_back(admin, given)
    assert "was taken before" in come_back(admin, given)
    assert Grant.objects.count() == 1


@pytest.mark.parametrize(("minutes", "taken"), [(10, True), (11, False)])
def test_an_answer_is_taken_for_ten_minutes(
    ashby: Council, admin: Client, server: Server, monkeypatch: pytest.MonkeyPatch, minutes: int, taken: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    given = server.allow(leave(admin, ashby))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=minutes))
    said = come_back(admin, given)
    assert ("more than ten minutes" in said) != taken
    assert Grant.objects.exists() == taken


def test_the_server_itself_refuses_a_code_without_our_proof(ashby: Council, admin: Client, server: Server) -> None:
    """PKCE: somebody who saw the code on its way has nothing."""
    given = server.allow(leave(admin, ashby))
    stolen = server.codes[given["code"]]
    assert stolen.code_challenge_method == "S256"
    stolen.code_challenge = "another"
    assert "invalid_grant" in come_back(admin, given)


@pytest.mark.parametrize("fault", ["429", "html", "cut"])
def test_a_platform_that_fails_leaves_nothing_half_done(
    ashby: Council, admin: Client, server: Server, fault: str
) -> None:
    server.faults.append(fault)
    said = connect(admin, ashby, server)
    assert "did not do its part" in said
    assert not Grant.objects.exists()
    assert f"Connected with @{ACCOUNT}" in connect(admin, ashby, server)


def test_no_log_and_no_page_holds_a_token(ashby: Council, admin: Client, server: Server) -> None:
    said = connect(admin, ashby, server)
    written = " ".join(Entry.objects.values_list("content", flat=True))
    for token in server.tokens:
        for secret in (token.access, token.refresh, SECRET):
            assert secret not in written + said
            assert secret.encode() not in bytes(Connection.objects.get().sealed)
    assert "connections.signed_in" in Entry.objects.values_list("action", flat=True)


def test_disconnecting_gives_access_back_and_throws_our_copy_away(
    ashby: Council, admin: Client, server: Server
) -> None:
    connect(admin, ashby, server)
    place = reverse("disconnect-channel", args=["ashby", ashby.channel.pk])
    said = admin.post(place, {"why": "It is closed down."}, follow=True).content.decode()
    assert "Access was given back." in said
    assert (server.living(), bytes(Connection.objects.get().sealed)) == ([], b"")
    assert not Grant.objects.filter(ended_at=None).exists()


def test_a_setting_that_is_changed_ends_no_sign_in_and_another_app_does(
    ashby: Council, admin: Client, server: Server
) -> None:
    connect(admin, ashby, server)
    place = reverse("enter-secrets", args=["ashby", ashby.channel.pk])
    admin.post(place, {"cap": "500"})
    assert access(ashby).secrets["refresh_token"] == server.living()[0].refresh
    admin.post(place, {"client_id": "app-0815"})
    assert Connection.objects.get().awaits_grant
    assert not Grant.objects.filter(ended_at=None).exists()


def test_another_bodys_administrator_begins_nothing(ashby: Council) -> None:
    birkdale = council("birkdale", "persimmon")
    eve = signed_in(birkdale.officers[Role.ADMINISTRATOR])
    for slug in ("ashby", "birkdale"):
        assert eve.post(reverse("sign-in-there", args=[slug, ashby.channel.pk])).status_code == 404
    assert not Attempt.objects.exists()

"""Push on a page: an address opened by an administrator, a token shown once, counts, and nobody's words."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.console.conftest import NOW, Council, signed_in
from tests.platforms.fakes.graph_serving import APP_ID, APP_SECRET, TOKEN

from evenhand.connections import operations as connections
from evenhand.connections.models import PushAddress
from evenhand.officers.permissions import Role
from evenhand.platforms.facebook.manifest import MANIFEST
from evenhand.platforms.signatures import hex_hmac

PAGE = "103000000000001"
HOUSE = "https://comments.ashby.example"
SECRETS = {"access_token": TOKEN, "app_id": APP_ID, "app_secret": APP_SECRET}


@pytest.fixture
def council(ashby: Council, settings: Settings) -> Council:
    """Ashby with a Page that is connected, at a house that can be called."""
    settings.EVENHAND_PUBLIC_ADDRESS = HOUSE
    channel, senior, admin = ashby.channel, ashby.officers[Role.SENIOR], ashby.officers[Role.ADMINISTRATOR]
    channel.platform, channel.account = "facebook", PAGE
    channel.save()
    connections.declare(
        channel=channel, whose=connections.Whose.BODY, shown_at="ashby.example/social", approver=senior,
        keeper=senior, by=admin, at=NOW,
    )  # fmt: skip
    connections.confirm(channel_id=channel.pk, body=ashby.body, by=senior, at=NOW)
    connections.enter_secrets(
        channel_id=channel.pk, body=ashby.body, manifest=MANIFEST, given=SECRETS, by=admin, at=NOW
    )
    return ashby


def place(council: Council, name: str = "channel") -> str:
    return reverse(name, args=[council.body.slug, council.channel.pk])


def page(council: Council, role: Role = Role.ADMINISTRATOR) -> str:
    return signed_in(council.officers[role]).get(place(council)).content.decode()


def do(council: Council, what: str) -> str:
    client = signed_in(council.officers[Role.ADMINISTRATOR])
    return client.post(place(council, f"{what}-push"), follow=True).content.decode()


def send(raw: bytes, signature: str = "") -> int:
    address = PushAddress.objects.get()
    given = {"x-hub-signature-256": signature or f"sha256={hex_hmac(APP_SECRET, raw)}"}
    there = reverse("push", args=["facebook", address.token])
    return Client().post(there, raw, content_type="application/json", headers=given).status_code


def test_an_address_is_opened_and_what_was_made_for_it_is_shown_once(council: Council) -> None:
    said = do(council, "open")
    address = PushAddress.objects.get()
    assert f"{HOUSE}/hooks/facebook/{address.token}" in said
    assert "it is shown only now" in said
    token = said.split("Verify token for webhooks</dt>")[1].split("</dd>")[0].split(">")[-1]
    assert len(token) == 32
    for role in Role:
        assert token not in page(council, role)


def test_who_may_not_connect_sees_how_it_goes_and_no_buttons(council: Council) -> None:
    do(council, "open")
    said = page(council, Role.SENIOR)
    assert "Push is on" in said
    assert place(council, "close-push") not in said
    assert place(council, "close-push") in page(council)


def test_what_came_is_counted_and_no_word_of_it_is_shown(council: Council) -> None:
    do(council, "open")
    value = {"item": "comment", "verb": "add", "comment_id": "1_2", "message": "rhubarb and custard"}
    entry = {"id": PAGE, "time": int(datetime.now(UTC).timestamp()), "changes": [{"field": "feed", "value": value}]}
    assert send(json.dumps({"entry": [entry]}).encode()) == 200
    assert send(b"{}", "sha256=0") == 401
    said = page(council)
    assert "feed: add: 1" in said
    assert "wrong signature: 1" in said
    assert "Still to be read" in said
    assert "rhubarb" not in said


def test_closed_it_says_that_polling_goes_on(council: Council) -> None:
    do(council, "open")
    assert "Closed. Polling goes on." in do(council, "close")
    assert "Push is off" in page(council)


def test_asked_again_a_job_asks_the_platform(council: Council) -> None:
    do(council, "open")
    assert "Asked." in do(council, "ask")


def test_a_second_address_is_refused_with_what_to_do(council: Council) -> None:
    do(council, "open")
    assert "close that one first, or use it" in do(council, "open")


def test_a_house_that_nobody_can_call_says_so_and_offers_nothing(council: Council, settings: Settings) -> None:
    settings.EVENHAND_PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    said = page(council)
    assert "Nobody outside can call" in said
    assert place(council, "open-push") not in said


def test_where_a_platform_pushes_nothing_there_is_no_such_part(ashby: Council) -> None:
    assert "Push is" not in page(ashby)


def test_officers_of_another_body_reach_none_of_it(council: Council, birkdale: Council) -> None:
    do(council, "open")
    client = signed_in(birkdale.officers[Role.ADMINISTRATOR])
    for name in ("open-push", "close-push", "ask-push"):
        assert client.post(place(council, name)).status_code == 404
        under_their_own = reverse(name, args=[birkdale.body.slug, council.channel.pk])
        assert client.post(under_their_own).status_code == 404
    assert PushAddress.objects.get().closed_at is None

"""A council's Facebook Page whose address for push is open, a local Graph, and messages as Meta signs them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.platforms.fakes import facebook
from tests.platforms.fakes.graph_serving import APP_ID, APP_SECRET, TOKEN
from tests.platforms.fakes.serving import Pushed
from tests.rooms import world
from tests.rooms.connecting import administrator, declare

from evenhand.connections import operations as connections
from evenhand.connections.models import Connection, PushAddress
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.platforms.contract import Access
from evenhand.platforms.facebook.manifest import MANIFEST
from evenhand.platforms.signatures import hex_hmac
from evenhand.work import access

HOUSE = "https://evenhand.harrowmere.example"
SECRETS = {"access_token": TOKEN, "app_id": APP_ID, "app_secret": APP_SECRET}
INSULT = "You are a stupid idiot and a pathetic moron"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # before anything is written on the fake


def a_page(body: Body, account: str = facebook.PAGE, name: str = "page") -> Channel:
    return intake.create_channel(
        body=body, name=name, title="Borough page", platform="facebook", account=account, known=["facebook"],
        by=world.BY, at=world.NOON,
    )  # fmt: skip


def connected(channel: Channel, ada: Officer, admin: Officer | None = None) -> Connection:
    """Declared, confirmed by Ada, with credentials."""
    admin = admin or administrator(channel)
    declare(channel, ada, admin)
    row = connections.confirm(channel_id=channel.pk, body=channel.body, by=ada, at=MORNING)
    connections.enter_secrets(
        channel_id=channel.pk, body=channel.body, manifest=MANIFEST, given=SECRETS, by=admin, at=MORNING
    )
    return row


def opened(row: Connection) -> PushAddress:
    """Its address; the settings must name a public address. See `house`."""
    return connections.open_address(
        channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, by=row.declared_by, at=MORNING
    ).address


def a_change(comment: str, *, verb: str = "add", item: str = "comment", **more: object) -> dict[str, Any]:
    value = {"item": item, "verb": verb, "post_id": facebook.POST, "parent_id": facebook.POST, **more}
    return {"field": "feed", "value": value | ({"comment_id": comment} if item == "comment" else {})}


def a_message(*changes: dict[str, Any], page: str = facebook.PAGE, at: datetime | None = None) -> Pushed:
    """As Meta signs it, sent now."""
    seconds = int((at or datetime.now(UTC)).timestamp())
    return facebook.Fake().signed({"object": "page", "entry": [{"id": page, "time": seconds, "changes": changes}]})


def post(address: PushAddress, sent: Pushed, client: Client | None = None, **headers: str) -> int:
    """What the platform is answered."""
    place = reverse("push", args=["facebook", address.token])
    given = {**sent.headers, **headers}
    answer = (client or Client()).post(place, sent.raw, content_type="application/json", headers=given)
    return answer.status_code


class Elsewhere:
    """`work.access`, but that the platform is the local one."""

    def __init__(self, fake: facebook.Fake) -> None:
        self.fake = fake

    def __call__(self, channel: Channel) -> Access:
        return replace(access.access_to(channel), address=self.fake.address)


def signed_bytes(raw: bytes) -> Pushed:
    """Any bytes, with Meta's signature."""
    return Pushed({"x-hub-signature-256": f"sha256={hex_hmac(APP_SECRET, raw)}"}, raw, SECRETS)


def unsigned(raw: bytes) -> Pushed:
    return Pushed({}, raw, SECRETS)

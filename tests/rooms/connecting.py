"""A council's channel that two people have connected, and a platform that gives what a test puts there."""

from collections.abc import Mapping
from datetime import datetime

from tests.rooms import world

from evenhand.connections import operations as connections
from evenhand.connections.models import Connection
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.contract import Manifest, Secret

NEEDS = Manifest(
    name="letterbox", title="Letterbox", verbs={}, reads=True,
    secrets=(Secret("token", "Token"), Secret("nest", "Nest", optional=True), Secret("session", "S", renewed=True)),
)  # fmt: skip


def administrator(channel: Channel) -> Officer:
    return world.new_officer(channel.body, "Cass Lund", Role.ADMINISTRATOR)


def declare(channel: Channel, approver: Officer, by: Officer, **how: object) -> Connection:
    given: dict[str, object] = {
        "whose": connections.Whose.BODY, "shown_at": "harrowmere.example/social", "keeper": approver, "at": world.NOON,
    }  # fmt: skip
    return connections.declare(channel=channel, approver=approver, by=by, **{**given, **how})  # type: ignore[arg-type]


def connected(channel: Channel, ada: Officer, at: datetime = world.NOON, **how: object) -> Connection:
    """Declared by an administrator, confirmed by Ada."""
    declare(channel, ada, administrator(channel), **how)
    return connections.confirm(channel_id=channel.pk, body=channel.body, by=ada, at=at)


def enter(channel: Channel, by: Officer, given: Mapping[str, str], at: datetime = world.NOON) -> None:
    connections.enter_secrets(channel_id=channel.pk, body=channel.body, manifest=NEEDS, given=given, by=by, at=at)

"""Where platforms call us: an address for each channel, opened and closed by a person, and what a platform agreed to.

Push wakes the poller and is never needed: without an address, or with a lost one, polling goes on.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.connections import opening, reading
from evenhand.connections.declaring import locked
from evenhand.connections.models import Connection, PushAddress
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms.contract import Manifest, Push

TOKEN_BYTES = 24
SUBSCRIBE = "subscribe_channel"  # the job that asks a platform to push


@dataclass(frozen=True, slots=True)
class Opened:
    """An address, and what was made for it: title -> words that are shown this once."""

    address: PushAddress
    shown_once: Mapping[str, str]


def open_address(*, channel_id: int, body: Body, manifest: Manifest, by: Officer, at: datetime) -> Opened:
    """A new address for a channel that is connected, and the words that the platform must be told there.

    The platform is asked to push, where it can be asked; see `subscribed`. Raises: Refused.
    """
    require(by, body, Permission.CONNECT)
    with audit.one_transaction():
        found = locked(channel_id, body)
        _may_open(found, manifest)
        made = opening.make_secrets(found, manifest, by=by, at=at)
        address, _ = PushAddress.objects.update_or_create(
            connection=found,
            defaults={
                "token": secrets.token_urlsafe(TOKEN_BYTES), "opened_by": by, "opened_at": at, "closed_at": None,
                "subscribed_at": None, "subscribed_words": "",
            },
        )  # fmt: skip
        _record(found, "push_opened", by, at, made=sorted(made))
        _ask(found)
    return Opened(address, made)


def _may_open(found: Connection, manifest: Manifest) -> None:
    tried = f"to have {manifest.title} push what is new on {found.channel.title}"
    if manifest.push is not Push.SIGNED:
        raise Refused(
            tried=tried, forbids=f"{manifest.title} pushes nothing that can be believed",
            do="leave it to polling, which goes on every minute",
        )  # fmt: skip
    if not is_public():
        raise Refused(
            tried=tried, forbids=f"{settings.EVENHAND_PUBLIC_ADDRESS} cannot be reached from outside over https",
            do="set EVENHAND_PUBLIC_ADDRESS as docs/how-to/webhooks.md says, or leave it to polling",
        )  # fmt: skip
    if found.cut_at or found.approved_at is None or not found.sealed:
        raise Refused(
            tried=tried, forbids="the channel is not connected yet",
            do="have it confirmed and enter its credentials first",
        )  # fmt: skip
    if PushAddress.objects.filter(connection=found, closed_at=None).exists():
        raise Refused(tried=tried, forbids="it has an address already", do="close that one first, or use it")


def close_address(*, channel_id: int, body: Body, by: Officer, at: datetime) -> None:
    """Nothing is taken there any more; polling goes on. Raises: Refused."""
    require(by, body, Permission.CONNECT)
    with audit.one_transaction():
        found = locked(channel_id, body)
        row = _open_one(found, "to close the address for push")
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        _record(found, "push_closed", by, at)


def subscribe(*, channel_id: int, body: Body, by: Officer, at: datetime) -> None:
    """Ask the platform once more to push there. Raises: Refused."""
    require(by, body, Permission.CONNECT)
    with audit.one_transaction():
        found = locked(channel_id, body)
        _open_one(found, "to ask for push")
        _record(found, "push_asked", by, at)
        _ask(found)


def subscribed(*, connection_id: int, ok: bool, words: str, at: datetime) -> None:
    """What the platform said when it was asked to push."""
    with audit.one_transaction():
        found = PushAddress.objects.filter(connection_id=connection_id, closed_at=None)
        said: dict[str, object] = {"subscribed_words": words[:500]}
        found.update(**said | ({"subscribed_at": at} if ok else {}))
        reading.tried(connection_id, "ask for push", ok=ok, words=words[:500], at=at)


def find(platform: str, token: str) -> PushAddress | None:
    """The open address with this token, of a channel that is connected."""
    found = PushAddress.objects.select_related("connection__channel__body").filter(
        token=token, closed_at=None, connection__cut_at=None, connection__channel__platform=platform
    )
    return found.first()


def written(platform: str, token: str) -> str:
    """An address as a platform must have it. `public.urls` serves it."""
    return f"{settings.EVENHAND_PUBLIC_ADDRESS.rstrip('/')}/hooks/{platform}/{token}"


def addresses(channel: Channel) -> tuple[str, ...]:
    """Where the channel's platform may call this house: its own address first; empty where it has none open.

    An app at Meta has one address for all its Pages, so that of another channel of the house is as good.
    """
    rows = PushAddress.objects.filter(closed_at=None, connection__cut_at=None)
    rows = rows.filter(connection__channel__platform=channel.platform).order_by("pk")
    own = [row.token for row in rows.filter(connection__channel=channel)]
    others = rows.exclude(connection__channel=channel).values_list("token", flat=True)
    return tuple(written(channel.platform, token) for token in (*own, *others)) if own else ()


def is_public() -> bool:
    """Whether platforms could reach this house: they call over https only, and never a machine's own loopback."""
    parts = urlsplit(settings.EVENHAND_PUBLIC_ADDRESS)
    return parts.scheme == "https" and parts.hostname not in (None, "localhost", "127.0.0.1", "::1")


def _open_one(found: Connection, tried: str) -> PushAddress:
    row = PushAddress.objects.filter(connection=found, closed_at=None).first()
    if row is None:
        raise Refused(tried=tried, forbids="there is none open", do="look at the channel's page again")
    return row


def _ask(found: Connection) -> None:
    app.configure_task(SUBSCRIBE, allow_unknown=True).defer(connection_id=found.pk)


def _record(found: Connection, what: str, by: Officer, at: datetime, **detail: Sequence[str]) -> None:
    audit.record(
        body=found.channel.body.slug, at=at, by=by.email, action=f"connections.{what}",
        subject=f"channel {found.channel.name}", **detail,
    )  # fmt: skip

"""Credentials go in and are never shown; what opens a channel is handed to its platform alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

from evenhand.audit import operations as audit
from evenhand.connections import sealing
from evenhand.connections.declaring import locked
from evenhand.connections.granted import after_entering, hold, lacking, outdated
from evenhand.connections.models import Connection, Reading
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms.contract import Access, AccessRefused, Manifest

PROGRAM = "program: connections"


def enter_secrets(
    *, channel_id: int, body: Body, manifest: Manifest, given: Mapping[str, str], by: Officer, at: datetime
) -> None:
    """Seal what somebody entered; a field left empty keeps what it was. Only names come into the log.

    Raises: Refused where one is missing, or the channel is not declared.
    """
    require(by, body, Permission.CONNECT)
    with audit.one_transaction():
        hold(channel_id)
        found = locked(channel_id, body)
        asked = {secret.name: secret for secret in manifest.secrets if not secret.renewed}
        entered = {name: value.strip() for name, value in given.items() if name in asked and value.strip()}
        before = _kept_or_nothing(found)
        whole = {**before, **entered}
        missing = [secret.title for name, secret in asked.items() if not secret.optional and not whole.get(name)]
        missing += lacking(manifest, whole)
        if missing or found.cut_at:
            raise Refused(
                tried=f"to enter credentials for {found.channel.title}",
                forbids="it is disconnected" if found.cut_at else f"there is no {' and no '.join(missing)}",
                do="declare it again first" if found.cut_at else "enter what is missing",
            )  # fmt: skip
        for old in outdated(manifest, before, entered):
            whole.pop(old, None)  # it belonged to the credentials of before
        after_entering(found, manifest, whole, entered, at)
        keep(found, whole, by=by.email, at=at)
        ask_again(found, at)
        record(found, "enter_secrets", by.email, at, names=sorted(entered))


def make_secrets(found: Connection, manifest: Manifest, *, by: Officer, at: datetime) -> dict[str, str]:
    """What we make ourselves and nobody entered yet, sealed: title -> words. Inside the caller's transaction.

    Raises: Refused where what was entered cannot be opened any more.
    """
    try:
        whole = kept(found)
    except sealing.CannotOpen as shut:
        raise Refused(
            tried=f"to use the credentials of {found.channel.title}", forbids=str(shut), do="enter them again"
        ) from None
    wanting = [secret for secret in manifest.secrets if secret.made_here and not whole.get(secret.name)]
    made = {secret.name: token_urlsafe(24) for secret in wanting}
    if made:
        keep(found, {**whole, **made}, by=by.email, at=at)
    return {secret.title: made[secret.name] for secret in wanting}


def access_to(channel: Channel, *, manifest: Manifest, data: Path, push_addresses: tuple[str, ...] = ()) -> Access:
    """What opens a channel. Raises: AccessRefused where it is not declared, confirmed and furnished, or disconnected.

    A platform that needs no credentials needs no connection to be acted on.
    """
    found = Connection.objects.filter(channel=channel).first()
    needs = bool(manifest.oauth or any(not secret.optional for secret in manifest.secrets))
    if found is None and not needs:
        return Access(account=channel.account, data=data)
    if found is None or found.approved_at is None or (needs and (not found.sealed or found.awaits_grant)):
        raise AccessRefused(f"{channel.title} is not connected, or nobody has confirmed it")
    try:
        secrets = sealing.opened(channel, bytes(found.sealed), found.key_id) if found.sealed else {}
    except sealing.CannotOpen as shut:
        raise AccessRefused(f"the credentials of {channel.title} cannot be opened: {shut}") from None
    return Access(
        account=channel.account, secrets=secrets, data=data, keep=lambda new: renewed(channel, new),
        push_addresses=push_addresses,
    )  # fmt: skip


def renewed(channel: Channel, new: Mapping[str, str]) -> None:
    """A platform's client renewed some of its secrets by itself."""
    at = datetime.now(UTC)
    with audit.one_transaction():
        found = locked(channel.pk, channel.body)
        if found.cut_at is None:
            keep(found, {**kept(found), **new}, by=PROGRAM, at=at)
            record(found, "renewed", PROGRAM, at, names=sorted(new))


def seal_again(*, by: str, at: datetime) -> int:
    """Seal whatever another key seals with the first one; then keys of our own that seal nothing are dropped. How many.

    Each channel in a transaction: broken off, it is begun again and does the rest. Raises: sealing.CannotOpen.
    """
    first, count = sealing.keys()[0].name, 0
    for channel in Channel.objects.filter(connection__key_id__gt="").exclude(connection__key_id=first):
        with audit.one_transaction():
            found = locked(channel.pk, channel.body)
            if found.sealed and found.key_id != first:
                found.sealed, found.key_id = sealing.seal(found.channel, kept(found))
                found.save(update_fields=["sealed", "key_id"])
                record(found, "seal_again", by, at, key=found.key_id)
                count += 1
    still = set(Connection.objects.exclude(key_id="").values_list("key_id", flat=True))
    sealing.forget_own_keys_but(still)
    return count


def kept(found: Connection) -> dict[str, str]:
    """What is sealed, for this room alone. Raises: sealing.CannotOpen."""
    return sealing.opened(found.channel, bytes(found.sealed), found.key_id) if found.sealed else {}


def _kept_or_nothing(found: Connection) -> dict[str, str]:
    """What cannot be opened any more is entered again as a whole."""
    try:
        return kept(found)
    except sealing.CannotOpen:
        return {}


def keep(found: Connection, whole: Mapping[str, str], *, by: str, at: datetime) -> None:
    """Seal all of it, in place of what was there."""
    found.sealed, found.key_id = sealing.seal(found.channel, whole)
    found.secrets_by, found.secrets_at = by, at
    found.save(update_fields=["sealed", "key_id", "secrets_by", "secrets_at"])


def ask_again(found: Connection, at: datetime) -> None:
    """New credentials are tried at once, and what was said of the old ones is over."""
    Reading.objects.filter(connection=found).update(
        next_at=at, failures=0, failure="", refused=False, probed="", probe_words="", probed_at=None, expires_at=None,
        told="",
    )  # fmt: skip


def record(found: Connection, what: str, by: str, at: datetime, **detail: object) -> None:
    """An audit entry about a connection; never with a secret in it."""
    audit.record(
        body=found.channel.body.slug, at=at, by=by, action=f"connections.{what}",
        subject=f"channel {found.channel.name}", **detail,
    )  # fmt: skip

"""What a platform pushed is verified, kept as it came, and answered after one short transaction.

No word of it is believed: a signed message only names what is to be read, or says that something is new. Whoever is
no platform of ours is counted, and fills no disk.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection as database
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from evenhand.connections import sealing
from evenhand.connections.models import Connection, PushCount, PushedEvent
from evenhand.connections.sealing import CannotOpen
from evenhand.platforms import fields
from evenhand.platforms.contract import NotReadable, PushAnswer, Pushes, PushRefused, Replayed, Wake, WrongSignature

LONGEST_BYTES = 1_000_000
REFUSED_KEPT_AN_HOUR = 5  # rows of what was refused, for whoever has to find out why; the rest is counted
RAW_DAYS = 30
JOB = "take_pushes"
_HEADERS = 20  # kept of one message
_BARRIER = 6_403  # names our advisory locks beside the connection's id


class End(StrEnum):
    """What became of a message. All but TAKEN are counted by the hour."""

    TAKEN = "taken"
    AGAIN = "came before"
    NOTHING = "nothing for us"
    ANOTHER = "another account"
    NOT_CONNECTED = "not confirmed"
    UNSIGNED = "wrong signature"
    OLD = "too old"
    TOO_LONG = "too long"


REFUSED = (End.UNSIGNED, End.OLD, End.TOO_LONG)


@dataclass(frozen=True, slots=True)
class Message:
    """As it came. `headers`: names in lower case. `raw`: the body before anything was parsed."""

    headers: Mapping[str, str]
    raw: bytes
    at: datetime

    @property
    def digest(self) -> bytes:
        """SHA-256: the same message again has the same."""
        return hashlib.sha256(self.raw).digest()

    @property
    def telling(self) -> dict[str, str]:
        """Headers by which a signature can be checked again; nothing of who forwarded it or is signed in."""
        ours = {name: value for name, value in self.headers.items() if _tells(name)}
        return {name: fields.text({"": value[:500]}, "") for name, value in sorted(ours.items())[:_HEADERS]}


def shake(*, connection: Connection, pushes: Pushes, query: Mapping[str, str], at: datetime) -> PushAnswer | None:
    """The answer to a platform that asks whether an address is ours; None for whoever does not know our secret."""
    try:
        return pushes.handshake(query, _secrets(connection))
    except (PushRefused, CannotOpen):
        count(connection.pk, End.UNSIGNED, at)
        return None


def take(*, connection: Connection, pushes: Pushes, message: Message) -> End:
    """Verify a message before anything else, then keep it and note what is to be read, or count why not."""
    try:
        wakes = _wakes(connection, pushes, message)
    except (WrongSignature, CannotOpen) as wrong:
        return _refused(connection, message, End.UNSIGNED, str(wrong))
    except Replayed as old:
        return _refused(connection, message, End.OLD, str(old))
    concerned = _concerned(connection, pushes, message, wakes)
    if not concerned:
        end = End.ANOTHER if wakes else End.NOTHING
        count(connection.pk, end, message.at)
        return end
    ends = {_keep(whose, message, theirs) for whose, theirs in concerned}
    return End.TAKEN if End.TAKEN in ends else ends.pop()


def _wakes(connection: Connection, pushes: Pushes, message: Message) -> tuple[Wake, ...]:
    """What a signed message names. One that nobody can read still says that something is new."""
    try:
        return pushes.receive(message.headers, message.raw, _secrets(connection), message.at)
    except (NotReadable, RecursionError) as odd:
        return (Wake("", message.digest.hex(), f"not readable: {odd}"[:100]),)


def _concerned(
    connection: Connection, pushes: Pushes, message: Message, wakes: Sequence[Wake]
) -> list[tuple[Connection, list[Wake]]]:
    """Whose accounts it names, among the channels of this house whose own secrets it is signed with, too.

    An app has one address for all its accounts, so a message at this one may be about another of our channels. What is
    about no channel of ours is kept nowhere: only official channels are read.
    """
    channel, of = connection.channel, dict[str, list[Wake]]()
    for wake in wakes:
        of.setdefault(wake.account or channel.account, []).append(wake)
    found = [(connection, of.pop(channel.account))] if channel.account in of else []
    others = Connection.objects.select_related("channel__body").filter(
        channel__platform=channel.platform, channel__account__in=of, cut_at=None
    )
    found += [(each, of[each.channel.account]) for each in others if _signs(each, pushes, message)]
    return sorted(found, key=lambda pair: pair[0].pk)


def _signs(connection: Connection, pushes: Pushes, message: Message) -> bool:
    try:
        pushes.receive(message.headers, message.raw, _secrets(connection), message.at)
    except (PushRefused, NotReadable, CannotOpen, RecursionError):
        return False
    return True


def _keep(connection: Connection, message: Message, wakes: Sequence[Wake]) -> End:
    if connection.approved_at is None:  # it is not read yet, so nothing that people wrote there is kept
        count(connection.pk, End.NOT_CONNECTED, message.at)
        return End.NOT_CONNECTED
    with transaction.atomic():
        _behind_barrier(connection.pk)
        if not _insert(connection, message, wakes):
            count(connection.pk, End.AGAIN, message.at)
            return End.AGAIN
        _want(connection.pk, wakes)
        _wake(connection.pk)
    return End.TAKEN


_INSERT = """
insert into connections_pushed_event (connection_id, digest, raw, headers, received_at, signed, why, kinds)
values (%s, %s, %s, %s::jsonb, %s, true, '', %s::text[])
on conflict (connection_id, digest) where signed do nothing
"""


def _insert(connection: Connection, message: Message, wakes: Sequence[Wake]) -> bool:
    """False where this very message was taken before, or is being taken now."""
    kinds = sorted({fields.text({"": wake.kind}, "")[:100] for wake in wakes})
    row = (connection.pk, message.digest, message.raw, json.dumps(message.telling), message.at, kinds)
    with database.cursor() as cursor:
        cursor.execute(_INSERT, row)
        return bool(cursor.rowcount == 1)


_WANT = """
insert into connections_wanted
    (connection_id, native_id, post_native_id, parent_native_id, pushed_at, times, tries, claimed_until)
values (%s, %s, %s, %s, clock_timestamp(), 1, 0, null)
on conflict (connection_id, native_id) do update set pushed_at = excluded.pushed_at, claimed_until = null, tries = 0,
    times = connections_wanted.times + 1, post_native_id = excluded.post_native_id,
    parent_native_id = excluded.parent_native_id
"""


def _want(connection_id: int, wakes: Sequence[Wake]) -> None:
    """Each comment that is named, once; what names none, or none that can be one, as: whatever is new."""
    rows = {_place(wake) for wake in wakes}
    with database.cursor() as cursor:
        cursor.executemany(_WANT, [(connection_id, *row) for row in sorted(rows)])


def _place(wake: Wake) -> tuple[str, str, str]:
    ref = wake.ref
    if ref is None or not ref.id or max(map(len, (ref.id, ref.post_id, ref.parent_id))) > fields.LONGEST_ID:
        return "", "", ""
    return ref.id, ref.post_id, ref.parent_id


def _behind_barrier(connection_id: int) -> None:
    """Until this transaction ends, no job may begin to look at what is wanted; see `past_barrier`."""
    with database.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s, %s)", [_BARRIER, connection_id])


def past_barrier(connection_id: int) -> None:
    """Wait for whoever saw this job waiting and added nothing but a wish: then their wish can be seen.

    Without it, a message that commits after the job has looked, having seen the job as still to come, would wait for
    the next one, or for the minute's round.
    """
    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_BARRIER, connection_id])


def _wake(connection_id: int) -> None:
    """One job waits at a time, however many messages come."""
    lock = f"{JOB} {connection_id}"
    if ProcrastinateJob.objects.filter(status="todo", queueing_lock=lock).exists():
        return
    try:
        with transaction.atomic():
            task = app.configure_task(JOB, queueing_lock=lock, allow_unknown=True)
            task.defer(connection_id=connection_id)
    except AlreadyEnqueued:
        return


def _refused(connection: Connection, message: Message, end: End, why: str) -> End:
    """Counted; the first few of an hour leave a row without the body, by which a person can find out why."""
    hour_ago = message.at - timedelta(hours=1)
    with transaction.atomic():
        count(connection.pk, end, message.at)
        kept = PushedEvent.objects.filter(connection=connection, signed=False, received_at__gt=hour_ago)
        if kept.count() < REFUSED_KEPT_AN_HOUR:
            PushedEvent.objects.create(
                connection=connection, digest=message.digest, raw=b"", headers=message.telling,
                received_at=message.at, signed=False, why=f"{end}: {why}"[:300],
            )  # fmt: skip
    return end


_COUNT = """
insert into connections_push_count (connection_id, hour, what, times) values (%s, %s, %s, 1)
on conflict (connection_id, hour, what) do update set times = connections_push_count.times + 1
"""


def count(connection_id: int, end: End, at: datetime) -> None:
    """One more of it in this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    with database.cursor() as cursor:
        cursor.execute(_COUNT, [connection_id, hour, end.value])


def forget_raw(*, at: datetime) -> int:
    """REC-02: what was pushed names people. After 30 days its bytes go; that it came stays. How many rows."""
    before = at - timedelta(days=RAW_DAYS)
    PushCount.objects.filter(hour__lt=before).delete()
    return PushedEvent.objects.filter(received_at__lt=before).exclude(raw=b"").update(raw=b"")


def _secrets(connection: Connection) -> Mapping[str, str]:
    """Raises: CannotOpen."""
    if not connection.sealed:
        return {}
    return sealing.opened(connection.channel, bytes(connection.sealed), connection.key_id)


def _tells(name: str) -> bool:
    if name.startswith("x-forwarded") or name in ("x-real-ip", "x-csrftoken"):
        return False
    return name.startswith("x-") or "signature" in name or name in ("content-type", "user-agent")

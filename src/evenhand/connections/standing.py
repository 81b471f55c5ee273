"""How well each channel goes, worked out from what was tried, and kept so that every page can say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.audit import operations as audit
from evenhand.connections.models import Connection, Grant, Reading
from evenhand.connections.reading import PROGRAM, tried
from evenhand.core.channel_health import Facts, Judged, Quiet, judge
from evenhand.intake.models import Channel, Comment
from evenhand.intake.operations import know_names
from evenhand.platforms.contract import Manifest, Probe

WEEKS = 8
RENEWALS_MISSED = 3
LONGEST_SILENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Looked:
    """How a channel is. `tell`: its keeper must hear of it now, since they were not told of this yet."""

    connection: Connection
    judged: Judged
    tell: bool


def probed(*, connection_id: int, probe: Probe, at: datetime) -> None:
    """Keep what a look at the account as itself found."""
    with audit.one_transaction():
        Reading.objects.filter(connection_id=connection_id).update(
            probed=probe.health.value, probe_words=probe.words[:500], probed_at=at, expires_at=probe.expires_at
        )
        if probe.names or probe.local_names:
            channel = Channel.objects.select_related("body").get(connection=connection_id)
            know_names(channel=channel, names=probe.names, local_names=probe.local_names, by=PROGRAM, at=at)
        tried(connection_id, "probe", ok=probe.health == "healthy", words=probe.words[:500], at=at)


def look(*, connection_id: int, manifest: Manifest, at: datetime) -> Looked:
    """Judge one channel anew, and keep how it is."""
    with audit.one_transaction():
        row = Reading.objects.select_for_update(of=("self",)).select_related("connection__channel__body").get(
            connection_id=connection_id
        )  # fmt: skip
        judged = judge(facts(row.connection, row, manifest, at), at)
        changed = row.health != judged.health
        if changed:
            row.since = at
            _record(row, judged, at)
        tell = bool(judged.tell) and judged.tell != row.told
        row.health, row.because, row.do, row.told = judged.health.value, judged.because, judged.do, judged.tell
        row.save(update_fields=["health", "because", "do", "told", "since"])
    return Looked(row.connection, judged, tell)


def facts(connection: Connection, row: Reading, manifest: Manifest, at: datetime) -> Facts:
    """What is known of a channel."""
    needs = bool(manifest.oauth or any(not secret.optional for secret in manifest.secrets))
    ready = connection.approved_at
    if needs and ready:
        has_all = connection.secrets_at and not connection.awaits_grant
        ready = max(ready, connection.secrets_at) if connection.secrets_at and has_all else None
    grant = Grant.objects.filter(connection=connection, ended_at=None).first()
    return Facts(
        ready_since=ready, last_success_at=row.last_success_at, failures=row.failures, failure=row.failure,
        refused=row.refused, probed=row.probed, probe_words=row.probe_words, expires_at=_end(row, grant),
        quiet=quiet(connection.channel, at), no_renewal=grant.trouble if grant else "",
    )  # fmt: skip


def _end(row: Reading, grant: Grant | None) -> datetime | None:
    """Of access. A token that is renewed in time ends nothing; three renewals that failed in a row say that it may."""
    ends = {row.expires_at}
    if grant is not None:
        ends |= {grant.ends_at, grant.expires_at if grant.failures >= RENEWALS_MISSED else None}
    return min((end for end in ends if end), default=None)


def quiet(channel: Channel, at: datetime) -> Quiet | None:
    """How long nobody has written, and what the same stretch brought in the weeks that we have seen as a whole."""
    theirs = Comment.objects.filter(channel=channel)
    newest = theirs.order_by("-created_at").values_list("created_at", flat=True).first()
    oldest = theirs.order_by("created_at").values_list("created_at", flat=True).first()
    if newest is None or oldest is None or newest >= at:
        return None
    since = max(newest, at - LONGEST_SILENCE)
    before = []
    for weeks in range(1, WEEKS + 1):
        shift = timedelta(weeks=weeks)
        if since - shift < oldest:
            break
        before.append(theirs.filter(created_at__gt=since - shift, created_at__lte=at - shift).count())
    return Quiet(newest, before)


def connected() -> list[Connection]:
    """All that are connected now, of every body."""
    found = Connection.objects.filter(approved_at__isnull=False, cut_at=None)
    return list(found.select_related("channel__body", "keeper", "reading").order_by("pk"))


def _record(row: Reading, judged: Judged, at: datetime) -> None:
    channel = row.connection.channel
    audit.record(
        body=channel.body.slug, at=at, by=PROGRAM, action="connections.health", subject=f"channel {channel.name}",
        before=row.health, after=judged.health.value,
    )  # fmt: skip

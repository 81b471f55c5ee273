"""Taking comments in: set by set, so that a file of a million rows and a page of fifty go the same way."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from evenhand.audit import operations as audit
from evenhand.core.refusals import Refused
from evenhand.intake import sql
from evenhand.intake.models import Channel, Comment, ImportRun, Reject
from evenhand.officers.models import Body
from evenhand.platforms.contract import Incoming


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a batch. `fresh` are the ids of revisions that were not there before."""

    new: int
    revised: int
    unchanged: int
    fresh: tuple[int, ...]


def create_channel(
    *,
    body: Body,
    name: str,
    title: str,
    platform: str,
    account: str,
    known: Sequence[str],
    by: str,
    at: datetime,
) -> Channel:
    """A profile the body runs. `known`: the platforms there are. Raises: Refused for another."""
    if platform not in known:
        raise Refused(
            tried=f"to open channel {name} on {platform}",
            forbids="there is no such platform here",
            do=f"choose one of {', '.join(known)}",
        )
    with audit.one_transaction():
        channel = Channel.objects.create(
            body=body, name=name, title=title, platform=platform, account=account, created_at=at
        )
        audit.record(
            body=body.slug, at=at, by=by, action="intake.create_channel", subject=f"channel {name}",
            platform=platform, account=account,
        )  # fmt: skip
    return channel


def know_names(*, channel: Channel, names: Sequence[str], local_names: Sequence[str], by: str, at: datetime) -> None:
    """By what else its platform knows a channel's account, as a look at the account as itself found. An earlier name
    is dropped: somebody else may bear it now."""
    with audit.one_transaction():
        row = Channel.objects.select_for_update().get(pk=channel.pk)
        kept = sorted({*filter(None, names)}), sorted({*filter(None, local_names)})
        if kept == (row.names, row.local_names):
            return
        row.names, row.local_names = kept
        row.save(update_fields=["names", "local_names"])
        audit.record(
            body=row.body.slug, at=at, by=by, action="intake.know_names", subject=f"channel {row.name}",
            names=row.names, local_names=row.local_names,
        )  # fmt: skip


def receive(*, channel: Channel, incoming: Sequence[Incoming], by: str, at: datetime) -> Received:
    """Store comments that came in. The same again changes nothing; other words make a new revision.

    Ids are unique in `incoming`. An older wording than the one we hold changes nothing either; a wording that was
    never edited is as old as its comment.
    """
    if not incoming:
        return Received(0, 0, 0, ())
    with audit.one_transaction():
        with connection.cursor() as cursor:
            cursor.execute(sql.STAGE)
            with cursor.copy(sql.COPY) as copy:
                for comment in incoming:
                    copy.write_row(_row(comment))
            place: dict[str, int | str | datetime] = {
                "channel": channel.pk,
                "body": channel.body_id,
                "platform": channel.platform,
                "at": at,
            }
            cursor.execute(sql.POSTS, place)
            cursor.execute(sql.AUTHORS, place)
            cursor.execute(sql.NEW_COMMENTS, place)
            new = [row[0] for row in cursor.fetchall()]
            cursor.execute(sql.REVISED_COMMENTS, place)
            revised = [row[0] for row in cursor.fetchall()]
        received = Received(len(new), len(revised), len(incoming) - len(new) - len(revised), (*new, *revised))
        if received.fresh:
            audit.record(
                body=channel.body.slug, at=at, by=by, action="intake.receive", subject=f"channel {channel.name}",
                new=received.new, revised=received.revised, unchanged=received.unchanged,
            )  # fmt: skip
    return received


def start_import(*, channel: Channel, file: str, by: str, at: datetime) -> ImportRun:
    """Note that a file is being imported."""
    with audit.one_transaction():
        run = ImportRun.objects.create(channel=channel, file=file, by=by, started_at=at)
        audit.record(
            body=channel.body.slug,
            at=at,
            by=by,
            action="intake.start_import",
            subject=f"import {run.pk}",
            file=file,
        )
    return run


def reject(*, run: ImportRun, rows: Sequence[tuple[int, str, str]]) -> None:
    """Keep rows that could not be taken: (line, reason, beginning of the row). No audit entry: `end_import` counts."""
    Reject.objects.bulk_create(
        Reject(run=run, line=line, reason=_printable(reason[:500]), excerpt=_printable(excerpt[:500]))
        for line, reason, excerpt in rows
    )


def end_import(
    *, run: ImportRun, rows: int, received: Received, rejected: int, rejects_file: str, by: str, at: datetime
) -> None:
    """Note what came of a file."""
    with audit.one_transaction():
        run.ended_at, run.rows, run.rejected, run.rejects_file = at, rows, rejected, rejects_file
        run.new, run.revised, run.unchanged = received.new, received.revised, received.unchanged
        run.save()
        audit.record(
            body=run.channel.body.slug, at=at, by=by, action="intake.end_import", subject=f"import {run.pk}",
            rows=rows, new=run.new, revised=run.revised, unchanged=run.unchanged, rejected=rejected,
        )  # fmt: skip


def set_state(*, comment_id: int, state: str) -> None:
    """What is known of a comment's visibility; called inside the transaction that learned it."""
    Comment.objects.filter(pk=comment_id).update(state=state)


def set_would_be(*, comment_id: int, state: str) -> None:
    """What a comment's state would be without shadow mode; "" or its own state: as it is."""
    now = Comment.objects.values_list("state", flat=True).get(pk=comment_id)
    Comment.objects.filter(pk=comment_id).update(would_be="" if state == now else state)


def remember_ids() -> None:
    """Begin a file: its ids are kept in a temporary table of this connection, so that memory stays constant."""
    with connection.cursor() as cursor:
        cursor.execute(sql.REMEMBER_IDS)


def seen_before(ids: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Which (id, line) this file had on an earlier line: id -> that line. The others are remembered."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SEEN_BEFORE, [[id_ for id_, _ in ids], [line for _, line in ids]])
        return dict(cursor.fetchall())


def _row(comment: Incoming) -> Iterator[object]:
    yield from (
        comment.id, comment.parent_id, comment.post_id, comment.post_text, comment.post_url, comment.post_created_at,
        comment.author_id or comment.author_handle, comment.author_handle, comment.author_name, comment.author_url,
        comment.url, comment.text, list(comment.attachments), comment.created_at, comment.edited_at, comment.state,
        comment.payload, _words_sha256(comment), fingerprint(comment.text),
    )  # fmt: skip


def _words_sha256(comment: Incoming) -> bytes:
    return hashlib.sha256("\0".join((comment.text, *comment.attachments)).encode()).digest()


def fingerprint(text: str) -> int:
    """The same for the same words, whatever their letter case and spaces. 63 bits."""
    plain = " ".join(text.casefold().split())
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:8]) >> 1


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == " " else "�" for char in text)

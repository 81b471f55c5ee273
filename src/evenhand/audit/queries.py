"""Reading and verifying the audit log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from evenhand.audit.models import Entry, Head
from evenhand.core.chain import Break, Link, breaks, words


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk over the whole log found. `head` is what to write down elsewhere and compare next time."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


def verify() -> Verified:
    """REC-01: walk the whole log in one snapshot, in constant memory."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        head = Head.objects.filter(id=1).first()
        broken = tuple(breaks(_links(), (head.number, bytes(head.hash)) if head else None))
        broken += tuple(_columns_that_differ())
        return Verified(Entry.objects.count(), bytes(head.hash).hex() if head else "", broken)


def _links() -> Iterator[Link]:
    rows = Entry.objects.order_by("number").values_list("number", "content", "previous", "hash")
    for number, content, previous, entry_hash in rows.iterator(chunk_size=10_000):
        yield Link(number, content, bytes(previous), bytes(entry_hash))


def _columns_that_differ() -> Iterator[Break]:
    """The columns that screens filter by must say what the hashed words say."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select number from audit_entry
            where (content::jsonb ->> 'body', content::jsonb ->> 'by', content::jsonb ->> 'action',
                   content::jsonb ->> 'subject', (content::jsonb ->> 'at')::timestamptz)
                  is distinct from (body, by, action, subject, at)
            order by number
            """
        )
        for (number,) in cursor.fetchall():
            yield Break(number, f"the columns of entry {number} differ from its hashed words")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry for a list on screen."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: str


def newest(body: str, *, before: int | None = None, count: int = 100) -> list[EntryLine]:
    """A body's entries, newest first; `before` is the number to go on from."""
    rows = Entry.objects.filter(body=body)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [_line(entry) for entry in rows.order_by("-number")[:count]]


def about(body: str, subject: str) -> list[EntryLine]:
    """Everything recorded about one thing, oldest first."""
    return [_line(entry) for entry in Entry.objects.filter(body=body, subject=subject).order_by("number")]


def _line(entry: Entry) -> EntryLine:
    detail = json.loads(entry.content)["detail"]
    return EntryLine(entry.number, entry.at.astimezone(UTC), entry.by, entry.action, entry.subject, words(detail))

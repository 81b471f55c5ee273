"""Reading and verifying the audit log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from evenhand.audit.models import Entry, Head
from evenhand.audit.operations import as_text
from evenhand.core.chain import Break, Link, breaks, words


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk over the whole log found. `head` is what to write down elsewhere and compare next time."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


def verify() -> Verified:
    """REC-01: walk the whole log in one snapshot, in constant memory.

    Inside somebody else's transaction it sees what that one sees.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
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
    rows = Entry.objects.order_by("number").defer("previous", "hash")
    for entry in rows.iterator(chunk_size=10_000):
        if _said(entry.content) != (entry.body, entry.by, entry.action, entry.subject, as_text(entry.at)):
            yield Break(entry.number, f"the columns of entry {entry.number} differ from its hashed words")


def _said(content: str) -> tuple[object, ...] | None:
    """What the hashed words say of each column; None where somebody made them into something else."""
    try:
        written = json.loads(content)
        return tuple(written[column] for column in ("body", "by", "action", "subject", "at"))
    except (ValueError, KeyError, TypeError):
        return None


def holds(head: str) -> bool:
    """Whether an entry has this hash (hexadecimal): a head that was kept elsewhere must still be in the log."""
    try:
        return Entry.objects.filter(hash=bytes.fromhex(head)).exists()
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry for a list on screen."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: str
    hash: str


def entries_of(body: str) -> QuerySet[Entry]:
    """A body's entries, newest first."""
    return Entry.objects.filter(body=body).order_by("-number")


def about(body: str, subject: str) -> list[EntryLine]:
    """Everything recorded about one thing, oldest first."""
    return [line(entry) for entry in Entry.objects.filter(body=body, subject=subject).order_by("number")]


def line(entry: Entry) -> EntryLine:
    """An entry as a list shows it."""
    detail = words(json.loads(entry.content)["detail"])
    return EntryLine(
        entry.number, entry.at.astimezone(UTC), entry.by, entry.action, entry.subject, detail, bytes(entry.hash).hex()
    )

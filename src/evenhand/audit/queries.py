"""Reading the audit log."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from evenhand.audit.models import Entry
from evenhand.audit.verification import Verified as Verified
from evenhand.audit.verification import verify as verify
from evenhand.core.chain import words


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
    shadow: bool  # of a channel in shadow mode: nothing was done on the platform


def entries_of(body: str) -> QuerySet[Entry]:
    """A body's entries, newest first."""
    return Entry.objects.filter(body=body).order_by("-number")


def about(body: str, subject: str) -> list[EntryLine]:
    """Everything recorded about one thing, oldest first."""
    return [line(entry) for entry in Entry.objects.filter(body=body, subject=subject).order_by("number")]


def line(entry: Entry) -> EntryLine:
    """An entry as a list shows it."""
    detail = json.loads(entry.content)["detail"]
    return EntryLine(
        entry.number, entry.at.astimezone(UTC), entry.by, entry.action, entry.subject, words(detail),
        bytes(entry.hash).hex(), bool(detail.get("shadow")),
    )  # fmt: skip

"""REC-01: one walk over the log, hashing while it streams, in constant memory."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from json.encoder import encode_basestring as quoted

from django.db import connection, transaction

from evenhand.audit.models import Anchor, Entry, Head
from evenhand.core.anchors import document_line
from evenhand.core.chain import BEGINNING, Break, Link, breaks

MOST_BREAKS = 1_000
"""So many of a kind are told one by one: those of a log that was rewritten as a whole would fill the memory."""

Row = tuple[int, str, str, str, str, int, str, bytes, bytes]
"""number, body, by, action, subject, at, content, previous, hash"""

_ROWS = """
copy (select number, body, by, action, subject, at, content, previous, hash from audit_entry
where number {after} order by number) to stdout (format binary)
"""
# An instant comes as microseconds since 2000: half as dear as a datetime, and infinity can be read.
_TYPES = ("int8", "text", "text", "text", "text", "int8", "text", "bytea", "bytea")
_CENTURY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk found. `head` is what to write down elsewhere and compare next time."""

    entries: int
    head: str
    breaks: tuple[Break, ...]
    number: int = 0  # of the head
    since: int = 0  # the last entry that was taken as verified before


def verify(after: tuple[int, bytes] = BEGINNING) -> Verified:
    """Walk the log in one snapshot: all of it, or what stands behind an entry that was verified before.

    Inside somebody else's transaction it sees what that one sees.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        head = Head.objects.filter(id=1).first()
        ends = (head.number, bytes(head.hash)) if head else None
        walk = _Walk(list(Anchor.objects.filter(number__gt=after[0]).order_by("after", "number")), after[0])
        chain = list(islice(breaks(walk.links(_rows(after[0])), ends, after=after), MOST_BREAKS))
        found = (*_beginning(after), *chain, *walk.differing, *walk.not_as_anchored())
        return Verified(walk.entries, ends[1].hex() if ends else "", found, ends[0] if ends else 0, after[0])


class _Walk:
    """What is noticed on the way beside the chain itself: columns that differ, and anchors that are met."""

    def __init__(self, anchors: Sequence[Anchor], after: int) -> None:
        self.entries = 0
        self.differing: list[Break] = []
        self._documents = [_Document(anchor, after) for anchor in anchors]
        self._ahead = deque(self._documents)
        self._open: list[_Document] = []

    def links(self, rows: Iterator[Row]) -> Iterator[Link]:
        note = self._note if self._documents else None
        for number, body, by, action, subject, at, content, previous, entry_hash in rows:
            self.entries += 1
            if not agrees(content, body, by, action, subject, at) and len(self.differing) < MOST_BREAKS:
                self.differing.append(Break(number, f"the columns of entry {number} differ from its hashed words"))
            if note:
                note(number, entry_hash)
            yield Link(number, content, previous, entry_hash)

    def _note(self, number: int, entry_hash: bytes) -> None:
        while self._ahead and self._ahead[0].begins <= number:
            self._open.append(self._ahead.popleft())
        for document in self._open:
            document.note(number, entry_hash)
        if self._open and self._open[0].anchor.number <= number:
            self._open = [document for document in self._open if document.anchor.number > number]

    def not_as_anchored(self) -> Iterator[Break]:
        for document in self._documents:
            if wrong := document.wrong():
                yield Break(document.anchor.number, wrong)


class _Document:
    """The numbers and hashes that one anchor speaks for, met in order."""

    def __init__(self, anchor: Anchor, after: int) -> None:
        self.anchor = anchor
        self.begins = anchor.after + 1
        self._whole = anchor.after >= after  # else the walk does not see all of it, and looks at its end alone
        self._sha256 = hashlib.sha256()
        self._met: bytes | None = None

    def note(self, number: int, entry_hash: bytes) -> None:
        if number > self.anchor.number:
            return
        self._sha256.update(document_line(number, entry_hash))
        if number == self.anchor.number:
            self._met = entry_hash

    def wrong(self) -> str:
        """What is wrong; empty where nothing is."""
        kept = f"the {self.anchor.kind} anchor of {self.anchor.at:%Y-%m-%d %H:%M} UTC ({self.anchor.place})"
        if self._met != bytes(self.anchor.hash):
            return f"entry {self.anchor.number} is not the one that {kept} holds: the log was rewritten since"
        if self._whole and self._sha256.digest() != bytes(self.anchor.document):
            return f"entries {self.begins} to {self.anchor.number} are not those that {kept} holds"
        return ""


def _beginning(after: tuple[int, bytes]) -> Iterator[Break]:
    number, entry_hash = after
    if after != BEGINNING and not Entry.objects.filter(number=number, hash=entry_hash).exists():
        yield Break(number, f"entry {number} is not the one that was verified before")


def _rows(after: int) -> Iterator[Row]:
    since = f"> {after:d}" if after else "is not null"
    with connection.cursor() as cursor, cursor.copy(_ROWS.format(after=since)) as copy:
        copy.set_types(_TYPES)
        yield from copy.rows()


def agrees(content: str, body: str, by: str, action: str, subject: str, at: int) -> bool:
    """Whether the hashed words say what the columns say that screens filter by. `at`: microseconds since 2000."""
    try:
        instant = (_CENTURY + timedelta(microseconds=at)).isoformat(timespec="microseconds")
        begin = f'{{"action":{quoted(action)},"at":"{instant}","body":{quoted(body)},"by":{quoted(by)},"detail":'
        end = f',"subject":{quoted(subject)}}}'
        if content.startswith(begin) and content.endswith(end):
            # One value and nothing more between them, or the words would say something twice.
            return _scan(content, len(begin))[1] == len(content) - len(end)
        return _said(content) == (body, by, action, subject, instant)
    except (StopIteration, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return False  # no JSON any more, or no instant


_scan: Callable[[str, int], tuple[object, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def _said(content: str) -> tuple[object, ...]:
    """What words say of each column that are not as we write them, for instance with their keys in another order."""
    written = json.loads(content)
    return tuple(written[column] for column in ("body", "by", "action", "subject", "at"))

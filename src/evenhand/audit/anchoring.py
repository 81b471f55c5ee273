"""REC-01: keeping the log's head outside, and proving one entry by it to a stranger."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection

from evenhand.audit.models import LOG, Anchor, Entry, Head
from evenhand.audit.operations import one_transaction, record
from evenhand.audit.outlets import NotKept, Outlet
from evenhand.audit.outside import roots_of
from evenhand.core.anchors import Anchored, document_line, document_sha256
from evenhand.core.refusals import Refused


def anchor(*, outlets: Sequence[Outlet], by: str, at: datetime) -> list[Anchor]:
    """Keep the head in every place. Raises: ExceptionGroup of NotKept, after all were tried; what was kept stays so."""
    head = Head.objects.filter(id=1).first()
    if head is None:
        return []
    made, failed = [], []
    for outlet in outlets:
        try:
            made.append(_anchor(outlet, head, by=by, at=at))
        except NotKept as why:
            failed.append(why)
    if failed:
        raise ExceptionGroup("the audit log's head could not be kept everywhere", failed)
    return [anchored for anchored in made if anchored]


def kept_since(outlet: Outlet, at: datetime) -> bool:
    """Whether a place took the head then or later."""
    return Anchor.objects.filter(kind=outlet.kind, place=outlet.place, at__gte=at).exists()


def _anchor(outlet: Outlet, head: Head, *, by: str, at: datetime) -> Anchor | None:
    """Nothing where the place holds this head already. Outside first: an anchor nobody holds would prove nothing."""
    last = Anchor.objects.filter(kind=outlet.kind, place=outlet.place).order_by("-number").first()
    after = last.number if last else 0
    if head.number <= after:
        return None
    document = document_sha256(_hashes(after, head.number))
    kept = outlet.keep(Anchored(head.number, bytes(head.hash)), document, at)
    with one_transaction():
        made = Anchor.objects.create(
            kind=outlet.kind, place=outlet.place, after=after, number=head.number, hash=bytes(head.hash),
            document=document, token=kept.token, roots=kept.roots, at=at, by=by,
        )  # fmt: skip
        record(
            body="", at=at, by=by, action="audit.anchored", subject=LOG, kind=outlet.kind, place=outlet.place,
            number=head.number, head=bytes(head.hash).hex(),
        )  # fmt: skip
    return made


def _hashes(after: int, up_to: int) -> Iterator[tuple[int, bytes]]:
    rows = "copy (select number, hash from audit_entry where number > {:d} and number <= {:d} order by number)"
    with connection.cursor() as cursor, cursor.copy(rows.format(after, up_to) + " to stdout (format binary)") as copy:
        copy.set_types(("int8", "bytea"))
        yield from copy.rows()


def prove(*, number: int, to: Path) -> Anchor:
    """Write what a stranger needs to see that an entry was there when an authority stamped: `docs/how-to/audit.md`.

    Of other entries it holds the hashes alone. Raises: Refused when the entry is not there or not stamped yet.
    """
    entry = Entry.objects.filter(number=number).first()
    if entry is None:
        raise _cannot(number, "the log has no such entry", "look its number up on the audit page")
    stamps = Anchor.objects.filter(kind="time-stamp", after__lt=number, number__gte=number)
    anchored = stamps.order_by("number").first()
    if anchored is None:
        raise _cannot(number, "no time-stamp speaks for it yet", "run evenhand audit anchor first")
    to.mkdir(parents=True, exist_ok=True)
    hashed = number.to_bytes(8, signed=True) + bytes(entry.previous) + entry.content.encode()
    (to / "entry.bin").write_bytes(hashed)
    (to / "entry.json").write_text(json.dumps(json.loads(entry.content), indent=2, ensure_ascii=False) + "\n")
    with (to / "hashes.txt").open("wb") as file:
        file.writelines(document_line(*hash_) for hash_ in _hashes(anchored.after, anchored.number))
    (to / "token.tsr").write_bytes(bytes(anchored.token))
    (to / "roots.pem").write_bytes(roots_of(anchored))
    return anchored


def _cannot(number: int, forbids: str, do: str) -> Refused:
    return Refused(tried=f"to prove entry {number}", forbids=forbids, do=do, rule="REC-01")

"""Where captured bytes lie, under their SHA-256: a folder, or a bucket. Checked whenever they are read."""

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

from evenhand.audit import operations as audit
from evenhand.core.refusals import Refused
from evenhand.evidence.bucket import Bucket
from evenhand.evidence.folder import Folder
from evenhand.evidence.models import Capture

_LOCK = 0x45564843  # a number of our own: whoever captures shares it, whoever removes has it alone


class Damaged(Exception):
    """Captured bytes that are gone, or no longer have their hash. They are reported, never served."""


class OutOfReach(Exception):
    """The place for captured bytes cannot be used now; the words name it, and say what to do."""

    def __init__(self, tried: str, where: str, why: object) -> None:
        super().__init__(
            f"captures could not be {tried} {where}: {why}. Next: see that it is there, has room, and may be written "
            "by the user Evenhand runs as; what waits for it is tried again by itself"
        )


class Place(Protocol):
    """A folder or a bucket. Whatever goes wrong in it is an OSError; what is not there, a FileNotFoundError."""

    where: str

    def write(self, sha256: str, content: bytes) -> None:
        """Durable when this returns. The same bytes again mend a damaged file."""
        ...

    def read(self, sha256: str) -> bytes:
        """The bytes, unchecked."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether something is kept under it, unchecked."""
        ...

    def remove(self, sha256: str) -> None:
        """What is not there is removed already."""
        ...

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every SHA-256 and its count of bytes, in no order."""
        ...


def place() -> Place:
    """As EVENHAND_CAPTURES says: a folder (EVENHAND_DATA/captures when left out), or the address of a bucket.

    Raises: OutOfReach where the address cannot be used.
    """
    given = str(settings.EVENHAND_CAPTURES)
    if "://" not in given:
        return Folder(Path(given) if given else settings.EVENHAND_DATA / "captures")
    try:
        return Bucket(given)
    except ValueError as wrong:
        raise OutOfReach("kept in", given.partition("?")[0], f"EVENHAND_CAPTURES cannot be used: {wrong}") from None


def store(content: bytes) -> str:
    """Keep bytes for good before this returns; their SHA-256 in small hexadecimal letters. Raises: OutOfReach."""
    sha256, kept_in = hashlib.sha256(content).hexdigest(), place()
    try:
        kept_in.write(sha256, content)
    except OSError as wrong:
        raise OutOfReach("written to", kept_in.where, wrong) from wrong
    return sha256


def read(sha256: str) -> bytes:
    """Captured bytes, checked. Raises: Damaged, OutOfReach."""
    kept_in = place()
    try:
        content = kept_in.read(sha256)
    except FileNotFoundError:
        raise Damaged(f"captured part {sha256} is gone from {kept_in.where}") from None
    except OSError as wrong:
        raise OutOfReach("read from", kept_in.where, wrong) from wrong
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"captured part {sha256} was changed in {kept_in.where}")
    return content


def has(sha256: str) -> bool:
    """Whether bytes are kept under this hash; they are not read. Raises: OutOfReach."""
    kept_in = place()
    try:
        return kept_in.has(sha256)
    except OSError as wrong:
        raise OutOfReach("looked for in", kept_in.where, wrong) from wrong


def sizes() -> Iterator[tuple[str, int]]:
    """Everything that is kept: SHA-256 and count of bytes, in no order. Raises: OutOfReach."""
    kept_in = place()
    try:
        yield from kept_in.sizes()
    except OSError as wrong:
        raise OutOfReach("listed in", kept_in.where, wrong) from wrong


def remove(sha256: str, *, purged: Collection[int] = ()) -> None:
    """EVD-03: for the purge alone. `purged`: captures (their ids) that may lose these bytes.

    Inside a transaction of the caller's it holds all captures up until that ends. Raises: Refused while another
    capture holds them, OutOfReach.
    """
    with audit.one_transaction():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        held_by = Capture.objects.filter(parts__contains=[{"sha256": sha256}]).exclude(pk__in=purged)
        if still := list(held_by.order_by("pk").values_list("pk", flat=True)[:5]):
            raise Refused(
                tried=f"to remove captured part {sha256}",
                forbids=f"capture {', '.join(map(str, still))} holds it too",
                do="purge those first, or leave it",
                rule="EVD-03",
            )
        kept_in = place()
        try:
            kept_in.remove(sha256)
        except OSError as wrong:
            raise OutOfReach("removed from", kept_in.where, wrong) from wrong


class in_use:  # noqa: N801 (read as a phrase: with storage.in_use())
    """While this is open nothing is removed, so that bytes found in place are still there when their row commits."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock_shared(%s)", [_LOCK])

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock_shared(%s)", [_LOCK])

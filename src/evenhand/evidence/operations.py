"""EVD-01: capturing a comment before anything is done to it."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from evenhand.audit import operations as audit
from evenhand.core.chain import words
from evenhand.evidence.models import Capture
from evenhand.intake.models import Revision


def capture(*, revision: Revision, by: str, at: datetime) -> Capture:
    """EVD-01: the platform's bytes and what we know of the comment, on disk for good, then their hashes in a row."""
    contents = {"payload": bytes(revision.payload), "record": _record(revision, at)}
    parts = [{"name": name, "sha256": store(content), "bytes": len(content)} for name, content in contents.items()]
    with audit.one_transaction():
        captured = Capture.objects.create(comment=revision.comment, revision=revision, captured_at=at, parts=parts)
        audit.record(
            body=revision.comment.channel.body.slug, at=at, by=by, action="evidence.capture",
            subject=f"comment {revision.comment_id}", capture=captured.pk, revision=revision.number, parts=parts,
        )  # fmt: skip
    return captured


def store(content: bytes) -> str:
    """Write bytes under their SHA-256, synced to disk before this returns. Writing them again mends a damaged file."""
    sha256 = hashlib.sha256(content).hexdigest()
    final = path_of(sha256)
    if final.exists() and final.read_bytes() == content:
        return sha256
    if not final.parent.exists():
        final.parent.mkdir(parents=True, exist_ok=True)
        _sync_folder(final.parent.parent)
    with tempfile.NamedTemporaryFile(dir=final.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(final)
    _sync_folder(final.parent)
    return sha256


def path_of(sha256: str) -> Path:
    """Where bytes with this hash lie."""
    return settings.EVENHAND_DATA / "captures" / sha256[:2] / sha256


class Damaged(RuntimeError):
    """A captured part that is gone or no longer has its hash. It is reported, never served."""


def read(sha256: str) -> bytes:
    """Captured bytes, checked. Raises: Damaged."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"captured part {sha256} is gone from disk") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"captured part {sha256} was changed on disk")
    return content


def _record(revision: Revision, at: datetime) -> bytes:
    comment = revision.comment
    known = {
        "channel": comment.channel.name,
        "platform": comment.channel.platform,
        "comment": comment.native_id,
        "url": comment.url,
        "post": comment.post.native_id if comment.post else None,
        "parent": comment.parent_native_id or None,
        "author": {"id": comment.author.native_id, "name": comment.author.name} if comment.author else None,
        "text": revision.text,
        "revision": revision.number,
        "created_at": comment.created_at.isoformat(),
        "received_at": revision.received_at.isoformat(),
        "captured_at": at.isoformat(),
    }
    return words(known).encode()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

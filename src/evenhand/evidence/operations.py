"""EVD-01: capturing a comment before anything is done to it."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import F

from evenhand.audit import operations as audit
from evenhand.core.chain import words
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Post, Revision


def capture(*, revision: Revision, by: str, at: datetime) -> Capture:
    """EVD-01: the platform's bytes and what we know of the comment, on disk for good, then their hashes in a row."""
    parts = _stored({"payload": bytes(revision.payload), "record": _record(revision, at)})
    with audit.one_transaction():
        captured = Capture.objects.create(comment=revision.comment, revision=revision, captured_at=at, parts=parts)
        audit.record(
            body=revision.comment.channel.body.slug, at=at, by=by, action="evidence.capture",
            subject=f"comment {revision.comment_id}", capture=captured.pk, revision=revision.number, parts=parts,
        )  # fmt: skip
    return captured


def capture_author(*, author: Author, by: str, at: datetime) -> Capture:
    """EVD-01: an account as we know it, and which of its comments have been captured, before it is blocked."""
    parts = _stored({"record": words(_account(author, at)).encode()})
    with audit.one_transaction():
        captured = Capture.objects.create(author=author, captured_at=at, parts=parts)
        audit.record(
            body=author.body.slug, at=at, by=by, action="evidence.capture", subject=f"author {author.pk}",
            capture=captured.pk, parts=parts,
        )  # fmt: skip
    return captured


def capture_post(*, post: Post, by: str, at: datetime) -> Capture:
    """EVD-01: a post with every comment that stands under it, before comments on it are turned off."""
    parts = _stored({"record": words(_thread(post, at)).encode()})
    with audit.one_transaction():
        captured = Capture.objects.create(post=post, captured_at=at, parts=parts)
        audit.record(
            body=post.channel.body.slug, at=at, by=by, action="evidence.capture", subject=f"post {post.pk}",
            capture=captured.pk, parts=parts,
        )  # fmt: skip
    return captured


def _stored(contents: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [{"name": name, "sha256": store(content), "bytes": len(content)} for name, content in contents.items()]


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
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:  # a full disk is not filled further by what was begun
            Path(file.name).unlink()
            raise
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


def _account(author: Author, at: datetime) -> dict[str, object]:
    captured = Capture.objects.filter(comment__author=author).order_by("pk")
    return {
        "platform": author.platform,
        "author": {"id": author.native_id, "handle": author.handle, "name": author.name, "url": author.url},
        "captures_of_comments": list(captured.values_list("pk", flat=True)),
        "captured_at": at.isoformat(),
    }


def _thread(post: Post, at: datetime) -> dict[str, object]:
    under = Revision.objects.filter(comment__post=post, number=F("comment__revision"))
    return {
        "channel": post.channel.name,
        "platform": post.channel.platform,
        "post": {"id": post.native_id, "url": post.url, "text": post.text},
        "comments": [
            {"id": r.comment.native_id, "text": r.text, "state": r.comment.state, "revision": r.number}
            for r in under.select_related("comment").defer("payload").order_by("comment__created_at", "comment_id")
        ],
        "captured_at": at.isoformat(),
    }


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

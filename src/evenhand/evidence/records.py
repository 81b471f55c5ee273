"""What is known of a comment, an author or a post at the moment of its capture, as plain values for JSON."""

from datetime import datetime

from evenhand.evidence.models import Capture
from evenhand.evidence.thread import instant
from evenhand.intake.models import Author, Channel, Post, Revision


def of_comment(revision: Revision, at: datetime) -> dict[str, object]:
    """One wording of a comment."""
    comment = revision.comment
    return _place(comment.channel) | {
        "comment": comment.native_id,
        "url": comment.url,
        "post": comment.post.native_id if comment.post else None,
        "parent": comment.parent_native_id or None,
        "author": _author(comment.author) if comment.author else None,
        "text": revision.text,
        "attachments": revision.attachments,
        "revision": revision.number,
        "state": comment.state,
        "created_at": instant(comment.created_at),
        "edited_at": instant(revision.edited_at) if revision.edited_at else None,
        "received_at": instant(revision.received_at),
        "captured_at": instant(at),
    }


def of_post(post: Post, at: datetime) -> dict[str, object]:
    """A post; what stands under it is in its thread."""
    return _place(post.channel) | {
        "post": post.native_id,
        "url": post.url,
        "text": post.text,
        "created_at": instant(post.created_at) if post.created_at else None,
        "captured_at": instant(at),
    }


def of_author(author: Author, at: datetime) -> dict[str, object]:
    """An account, and the captures of what it wrote, each with the hash of its manifest."""
    captures = Capture.objects.filter(body_id=author.body_id, comment__author=author).select_related("comment")
    return {
        "platform": author.platform,
        "author": _author(author),
        "captures_of_comments": [
            {
                "capture": capture.pk,
                "comment": capture.comment.native_id if capture.comment else None,
                "captured_at": instant(capture.captured_at),
                "manifest_sha256": capture.sha256_of("manifest") or None,
            }
            for capture in captures.order_by("pk")
        ],
        "captured_at": instant(at),
    }


def _place(channel: Channel) -> dict[str, object]:
    return {"channel": channel.name, "platform": channel.platform, "account": channel.account}


def _author(author: Author) -> dict[str, object]:
    return {"id": author.native_id, "handle": author.handle, "name": author.name, "url": author.url}

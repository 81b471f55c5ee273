"""A comment as TikTok's interface gives it, and what it is to us. Its ids come as text or as numbers beyond 2^53."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

HIDDEN = "HIDDEN"


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment of an answer with `data.comments`, or of the data alone. Raises: NotReadable."""
    data = fields.at(document, "data") or document
    if not isinstance(data, Mapping) or "comments" not in data:
        raise NotReadable("no list of comments: it has no “comments”")
    for found in fields.listed(data, "comments"):
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        yield found


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    text, name = fields.text(native, "text"), fields.text(native, "username")
    if not text.strip():
        raise NotReadable("no words: there is nothing to look at")
    return Incoming(
        id=fields.identity(native, "comment_id"),
        text=text,
        created_at=_written(native),
        payload=fields.payload(native),
        parent_id=fields.text(native, "parent_comment_id"),
        state="hidden" if is_hidden(native) else "visible",
        author_id=fields.text(native, "user_id"),
        author_handle=name,
        author_name=fields.text(native, "display_name"),
        author_url=f"https://www.tiktok.com/@{name}" if name.replace("_", "").replace(".", "").isalnum() else "",
        post_id=fields.text(native, "video_id"),
    )


def is_hidden(native: object) -> bool:
    """Whether others cannot see it."""
    return fields.text(native, "status").upper() == HIDDEN


def _written(native: Mapping[str, object]) -> datetime:
    seconds = fields.identity(native, "create_time")
    if not seconds.isdigit():
        raise NotReadable(f"create_time “{seconds[:40]}” is not a time")
    return fields.when({"create_time": int(seconds)}, "create_time")

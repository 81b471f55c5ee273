"""Which column of a CSV file is which field."""

import re
from collections.abc import Mapping, Sequence

FIELDS = ("id", "text", "created_at", "parent_id", "url", "edited_at", "state", "attachments",
          "post.id", "post.text", "post.url", "post.created_at",
          "author.id", "author.handle", "author.name", "author.url")  # fmt: skip

_ALSO: Mapping[str, tuple[str, ...]] = {
    "id": ("comment_id", "message_id", "native_id", "guid"),
    "text": ("comment", "message", "content", "body", "comment_text", "message_text", "tweet", "textoriginal"),
    "created_at": ("created", "created_time", "date", "timestamp", "time", "published_at", "posted_at", "datetime",
                   "comment_date", "message_date"),
    "parent_id": ("parent", "in_reply_to", "reply_to", "parent_comment_id"),
    "url": ("permalink", "link", "perma_link", "comment_url", "permalink_url"),
    "edited_at": ("updated_at", "edited", "updated"),
    "state": ("status", "visibility"),
    "attachments": ("attachment", "media"),
    "post.id": ("post", "thread_id", "video_id", "media_id"),
    "post.text": ("post_message", "post_title", "caption"),
    "post.url": ("post_link", "post_permalink"),
    "post.created_at": ("post_date", "post_created"),
    "author.id": ("author", "user_id", "from_id", "profile_guid", "sender_id"),
    "author.handle": ("username", "handle", "screen_name", "user"),
    "author.name": ("from", "name", "user_name", "display_name", "user_display_name", "sender", "author_display_name"),
    "author.url": ("profile_url", "profile"),
}  # fmt: skip


class BadMapping(ValueError):
    """A mapping that cannot be; the message is for people."""


def mapping(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Field -> column: what was given, then columns whose name says it. Raises: BadMapping."""
    _check(columns, given)
    plain = {_plain(column): column for column in reversed(columns) if column not in given.values()}
    found = dict(given)
    for field in FIELDS:
        names = (_plain(field), *(_plain(name) for name in _ALSO[field]))
        column = next((plain.pop(name) for name in names if name in plain), None)
        if column and field not in found:
            found[field] = column
    return found


def fields(row: Mapping[str, str | None], map_: Mapping[str, str]) -> dict[str, object]:
    """A CSV row under the names of our fields."""
    return {field: row.get(column) for field, column in map_.items()}


def _check(columns: Sequence[str], given: Mapping[str, str]) -> None:
    for field, column in given.items():
        if field not in FIELDS:
            raise BadMapping(f"there is no field “{field}”; the fields are {', '.join(FIELDS)}")
        if column not in columns:
            raise BadMapping(f"the file has no column “{column}”; its columns are {', '.join(columns)}")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())

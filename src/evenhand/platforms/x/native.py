"""A post as X's interface gives it, with its author beside it, and what it is to us.

The description of the interface says `referenced_posts`, `note_post`; the examples `referenced_tweets`, `note_tweet`.
"""

import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

_FIRST_MILLISECOND = 1_288_834_974_657  # from which a post's number counts
_BITS_BELOW_TIME = 22


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every post of an answer with `data` and `includes`, its author under "author". Raises: NotReadable."""
    if not isinstance(document, Mapping) or not {"data", "meta"} & document.keys():
        raise NotReadable("no X API answer: it has neither data nor meta")
    people = {fields.text(one, "id"): one for one in fields.listed(document, "includes", "users")}
    data = document.get("data", [])
    for post in data if isinstance(data, list) else [data]:
        if not isinstance(post, Mapping):
            raise NotReadable("a post is not a JSON object")
        author = post.get("author_id")
        yield {**post, "author": people.get(author, {})} if isinstance(author, str) else post


def translate(native: Mapping[str, object]) -> Incoming:
    """A post; an edited one keeps the number of its first version. Raises: NotReadable."""
    number, first = fields.identity(native, "id"), versions(native)[0]
    conversation, parent = fields.text(native, "conversation_id"), answered(native)
    handle = fields.text(native, "author", "username")
    written = fields.when(native, "created_at")
    text = words(native)
    if not text.strip():
        raise NotReadable("no words: there is nothing to look at")
    return Incoming(
        id=first,
        text=text,
        created_at=_begun(first) if first != number else written,
        edited_at=written if first != number else None,
        payload=fields.payload(native),
        parent_id=parent if parent != conversation else "",
        url=page(first),
        author_id=fields.text(native, "author_id"),
        author_handle=handle,
        author_name=fields.text(native, "author", "name"),
        author_url=f"https://x.com/{handle}" if handle.isalnum() or handle.replace("_", "").isalnum() else "",
        post_id=conversation if conversation != first else "",
        post_url=page(conversation) if conversation not in ("", first) else "",
        attachments=tuple(str(key) for key in fields.listed(native, "attachments", "media_keys")),
    )


def words(native: object) -> str:
    """All of them, where the post is a long one; X writes &, < and > as HTML does."""
    whole = fields.text(native, "note_post", "text") or fields.text(native, "note_tweet", "text")
    return html.unescape(whole or fields.text(native, "text"))


def versions(native: object) -> list[str]:
    """Its numbers, the first version's first; just its own where it was never edited."""
    listed = fields.listed(native, "edit_history_post_ids") or fields.listed(native, "edit_history_tweet_ids")
    return [str(one) for one in listed] or [fields.identity(native, "id")]


def answered(native: object) -> str:
    """The number of the post that it answers, "" if it answers none."""
    return _referenced(native, "replied_to")


def quoted(native: object) -> str:
    """The number of the post that it quotes, "" if it quotes none."""
    return _referenced(native, "quoted")


def page(number: str) -> str:
    """Its permalink, which needs no name."""
    return f"https://x.com/i/web/status/{number}"


def _referenced(native: object, kind: str) -> str:
    for name in ("referenced_posts", "referenced_tweets"):
        for one in fields.listed(native, name):
            if fields.text(one, "type") == kind:
                return fields.text(one, "id")
    return ""


def _begun(number: str) -> datetime:
    """When a post with this number was written: the number says it. Raises: NotReadable."""
    if not number.isdigit() or int(number) >= 1 << 63:
        raise NotReadable(f"“{number[:40]}” is not the number of a post")
    return datetime.fromtimestamp(((int(number) >> _BITS_BELOW_TIME) + _FIRST_MILLISECOND) / 1000, UTC)

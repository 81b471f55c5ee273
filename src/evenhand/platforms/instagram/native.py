"""A comment as Graph gives it for Instagram, and what it is to us."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from evenhand.platforms import fields, graph_push
from evenhand.platforms.contract import Incoming, NotReadable, Ref, Wake

COMMENT = "id,text,timestamp,username,from,user,hidden,parent_id"
MEDIA = "id,caption,permalink,timestamp"
PREVIEWED = 10
"""How deep comments may stand in an export: media, comment, reply, and some to spare."""


def translate(native: Mapping[str, object]) -> Incoming:
    """`media`: what it stands under, by Graph's own name for it. Raises: NotReadable.

    A comment has no address of its own; its media's is the nearest. `user` is there for the account's own comments
    alone, with the account's number.
    """
    handle = fields.text(native, "from", "username") or fields.text(native, "username")
    return Incoming(
        id=fields.identity(native, "id"),
        text=fields.text(native, "text"),
        created_at=fields.when(native, "timestamp"),
        payload=fields.payload(native),
        parent_id=fields.text(native, "parent_id"),
        url=fields.link(native, "media", "permalink"),
        state="hidden" if native.get("hidden") is True else "visible",
        author_id=fields.text(native, "user", "id") or fields.text(native, "from", "id"),
        author_handle=handle,
        author_url=f"https://www.instagram.com/{handle}/" if handle.replace(".", "").replace("_", "").isalnum() else "",
        post_id=fields.text(native, "media", "id"),
        post_text=fields.text(native, "media", "caption"),
        post_url=fields.link(native, "media", "permalink"),
        post_created_at=fields.instant(native, "media", "timestamp"),
    )


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment in Graph's JSON: a list of comments, or of media with comments inside. Raises: NotReadable."""
    yield from _under(document, None, "", PREVIEWED)


def _under(
    document: object, media: Mapping[str, object] | None, parent_id: str, depth: int
) -> Iterator[Mapping[str, object]]:
    if not depth:
        raise NotReadable("comments stand deeper in each other than Instagram ever puts them")
    for found in document if isinstance(document, list) else fields.listed(document, "data"):
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        inner = {name: value for name, value in found.items() if name not in ("comments", "replies")}
        if "comments" in found:
            yield from _under(found["comments"] or {}, inner, "", depth - 1)
            continue
        yield under(inner, media, parent_id)
        yield from _under(found.get("replies") or {}, media, fields.text(found, "id"), depth - 1)


def under(native: Mapping[str, object], media: Mapping[str, object] | None, parent_id: str) -> Mapping[str, object]:
    """A comment with the place it was found at, where it does not say so itself."""
    place = {"parent_id": parent_id} if parent_id else {}
    return {**place, **native, **({"media": media} if media else {})}


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """Raises: WrongSignature, Replayed, NotReadable."""
    message = graph_push.signed_json(headers, raw, secrets)
    return tuple(
        graph_push.wake(account, field, value, at, _ref(field, value))
        for account, field, value, at in graph_push.changes(message, now)
    )


def _ref(field: str, value: object) -> Ref | None:
    id_ = fields.text(value, "id")
    if field not in ("comments", "live_comments") or not id_:
        return None
    return Ref(id_, fields.text(value, "media", "id"), fields.text(value, "parent_id"))

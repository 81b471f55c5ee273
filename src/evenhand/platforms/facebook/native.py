"""A comment as Graph gives it, and what it is to us."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from evenhand.platforms import fields, graph_push
from evenhand.platforms.contract import Incoming, NotReadable, Ref, Wake

COMMENT = "id,message,from,created_time,parent{id},permalink_url,is_hidden,attachment"
POST = "id,message,permalink_url,created_time,updated_time"
PREVIEWED = 10
"""How deep comments may stand in an export: post, comment, reply, and some to spare."""


def translate(native: Mapping[str, object]) -> Incoming:
    """`object`: the post, by Graph's own name for it. Raises: NotReadable."""
    return Incoming(
        id=fields.identity(native, "id"),
        text=fields.text(native, "message"),
        created_at=fields.when(native, "created_time"),
        payload=fields.payload(native),
        parent_id=fields.text(native, "parent", "id"),
        url=fields.link(native, "permalink_url"),
        state="hidden" if native.get("is_hidden") is True else "visible",
        author_id=fields.text(native, "from", "id"),
        author_name=fields.text(native, "from", "name"),
        post_id=fields.text(native, "object", "id"),
        post_text=fields.text(native, "object", "message"),
        post_url=fields.link(native, "object", "permalink_url"),
        post_created_at=fields.instant(native, "object", "created_time"),
        attachments=tuple(_attachments(native)),
    )


def _attachments(native: Mapping[str, object]) -> Iterator[str]:
    for path in (("attachment", "media", "image", "src"), ("attachment", "url")):
        if address := fields.link(native, *path):
            yield address
            return


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment in Graph's JSON: a list of comments, or of posts with comments inside. Raises: NotReadable."""
    yield from _under(document, None, PREVIEWED)


def _under(document: object, post: Mapping[str, object] | None, depth: int) -> Iterator[Mapping[str, object]]:
    if not depth:
        raise NotReadable("comments stand deeper in each other than Facebook ever puts them")
    for found in document if isinstance(document, list) else fields.listed(document, "data"):
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        inner = {name: value for name, value in found.items() if name != "comments"}
        is_post = post is None and "comments" in found and "parent" not in found and "object" not in found
        if not is_post:
            yield inner if post is None or "object" in inner else {**inner, "object": post}
        yield from _under(found.get("comments") or {}, inner if is_post else post, depth - 1)


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """Raises: WrongSignature, Replayed, NotReadable."""
    message = graph_push.signed_json(headers, raw, secrets)
    return tuple(
        graph_push.wake(account, field, value, at, _ref(value))
        for account, field, value, at in graph_push.changes(message, now)
        if not (field == "feed" and fields.at(value, "item") in graph_push.FLEETING)
    )


def _ref(value: object) -> Ref | None:
    if fields.at(value, "item") != "comment" or not fields.text(value, "comment_id"):
        return None
    post_id, parent_id = fields.text(value, "post_id"), fields.text(value, "parent_id")
    return Ref(fields.text(value, "comment_id"), post_id, parent_id if parent_id != post_id else "")

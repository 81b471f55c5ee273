"""A reply as Graph gives it for Threads, and what it is to us. Source: developers.facebook.com, "Threads", 2026-11."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from evenhand.platforms import fields, graph_push
from evenhand.platforms.contract import Incoming, NotReadable, Ref, Wake

REPLY = "id,text,username,permalink,timestamp,root_post,replied_to,is_reply_owned_by_me,hide_status,media_url"
POST = "id,text,permalink,timestamp,owner"


def translate(native: Mapping[str, object]) -> Incoming:
    """`root_post`: what it stands under. Raises: NotReadable.

    Threads gives no number of who wrote it. What is ours is said to be, and then the post's owner wrote it.
    """
    handle = fields.text(native, "username")
    post_id, above = fields.text(native, "root_post", "id"), fields.text(native, "replied_to", "id")
    ours = native.get("is_reply_owned_by_me") is True
    return Incoming(
        id=fields.identity(native, "id"),
        text=fields.text(native, "text"),
        created_at=fields.when(native, "timestamp"),
        payload=fields.payload(native),
        parent_id=above if above != post_id else "",
        url=fields.link(native, "permalink"),
        state="hidden" if native.get("hide_status") == "HIDDEN" else "visible",
        author_id=fields.text(native, "root_post", "owner", "id") if ours else "",
        author_handle=handle,
        author_url=f"https://www.threads.com/@{handle}" if handle.replace(".", "").replace("_", "").isalnum() else "",
        post_id=post_id,
        post_text=fields.text(native, "root_post", "text"),
        post_url=fields.link(native, "root_post", "permalink"),
        post_created_at=fields.instant(native, "root_post", "timestamp"),
        attachments=tuple(filter(None, [fields.link(native, "media_url")])),
    )


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every reply in Graph's JSON: what /conversation or /replies gave. Raises: NotReadable."""
    for found in document if isinstance(document, list) else fields.listed(document, "data"):
        if not isinstance(found, Mapping):
            raise NotReadable("a reply is not a JSON object")
        yield found


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """Raises: WrongSignature, Replayed, NotReadable."""
    message = graph_push.signed_json(headers, raw, secrets)
    at = graph_push.fresh(message, now)
    values = fields.at(message, "values")
    return tuple(_wake(message, one, at) for one in (values if isinstance(values, list) else [values]))


def _wake(message: Mapping[str, object], one: object, at: datetime | None) -> Wake:
    value = fields.at(one, "value")
    account = fields.text(value, "root_post", "owner_id")
    field = f"{fields.text(message, 'topic')}: {fields.text(one, 'field')}"
    post_id, above = fields.text(value, "root_post", "id"), fields.text(value, "replied_to", "id")
    id_ = fields.text(value, "id")
    ref = Ref(id_, post_id, above if above != post_id else "") if id_ and post_id else None
    return graph_push.wake(account, field, value, at, ref)

"""A post as the network's interface gives it, in a thread, a feed or a notification, and what it is to us."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from evenhand.platforms import fields
from evenhand.platforms.bluesky.names import profile_page, uri
from evenhand.platforms.contract import Incoming, NotReadable


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    where = uri(fields.identity(native, "uri"))
    if where is None:
        raise NotReadable(f"“{fields.text(native, 'uri')[:80]}” is not the address of a post")
    record = fields.at(native, "record")
    root = fields.text(record, "reply", "root", "uri")
    parent = fields.text(record, "reply", "parent", "uri")
    text, attached = fields.text(record, "text"), _attached(fields.at(record, "embed"))
    if not text.strip() and not attached:
        raise NotReadable("neither words nor anything attached: there is nothing to look at")
    return Incoming(
        id=str(where),
        text=text,
        created_at=_written(native),
        payload=fields.payload(native),
        parent_id=parent if parent != root else "",
        url=where.page,
        author_id=where.did,
        author_handle=fields.text(native, "author", "handle"),
        author_name=fields.text(native, "author", "displayName"),
        author_url=profile_page(where.did),
        post_id=root,
        post_url=_page(root),
        attachments=attached,
    )


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every reply in an answer of getPostThread, getPosts, getAuthorFeed or listNotifications; without its root.

    Depth is no matter: nothing here calls itself. Raises: NotReadable, for a document that is none of those.
    """
    if not isinstance(document, Mapping):
        raise NotReadable("not a JSON object")
    if not {"thread", "posts", "feed", "notifications"} & document.keys():
        raise NotReadable("neither a thread nor a list of posts: export getPostThread, getPosts or listNotifications")
    for found in [*_listed(document), *posts_in_thread(document.get("thread"))]:
        if fields.at(found, "record", "reply") or "reason" in found:
            yield found


def posts_in_thread(thread: object) -> Iterator[Mapping[str, object]]:
    """Every post in a thread, the root first."""
    for node in nodes_in(thread):
        post = node.get("post")
        if isinstance(post, Mapping):
            yield post


def nodes_in(thread: object) -> Iterator[Mapping[str, object]]:
    """Every node of a thread, also those that only say that a post is not found or blocked."""
    waiting = [thread]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield node
            waiting += reversed(fields.listed(node, "replies"))


def _listed(document: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    feed = [fields.at(item, "post") for item in fields.listed(document, "feed")]
    for found in [*fields.listed(document, "posts"), *fields.listed(document, "notifications"), *feed]:
        if isinstance(found, Mapping):
            yield found


def _written(native: Mapping[str, object]) -> datetime:
    """What the author's program says, unless that is later than the network saw it. Source: the protocol's "sortAt"."""
    seen = fields.instant(native, "indexedAt")
    try:
        said = fields.instant(native, "record", "createdAt")
    except NotReadable:
        said = None
    found = min(filter(None, (seen, said)), default=None)
    if found is None:
        raise NotReadable("neither createdAt nor indexedAt: when it was posted decides which rules applied")
    return found.astimezone(UTC)


def _attached(embed: object) -> tuple[str, ...]:
    """From the record alone, which is the same however a post was found: else the same words would count as edited."""
    media = fields.at(embed, "media") or embed
    found = [
        f"image {fields.text(image, 'image', 'ref', '$link')}: {fields.text(image, 'alt')}"
        for image in fields.listed(media, "images")
    ]
    found += [link] if (link := fields.link(media, "external", "uri")) else []
    found += [f"video {video}"] if (video := fields.text(media, "video", "ref", "$link")) else []
    quoted = fields.at(embed, "record", "record") or fields.at(embed, "record")
    found += [page] if (page := _page(fields.text(quoted, "uri"))) else []
    return tuple(found)


def _page(words: str) -> str:
    found = uri(words)
    return found.page if found else ""

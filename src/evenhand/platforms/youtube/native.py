"""A comment as YouTube gives it, in a thread or alone, and what it is to us."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

_STATES = {"published": "visible", "heldForReview": "hidden", "likelySpam": "hidden", "rejected": "deleted"}


def translate(native: Mapping[str, object]) -> Incoming:
    """Words are read as HTML, as they come unless plain text is asked for. Raises: NotReadable."""
    id_ = fields.identity(native, "id")
    snippet = fields.at(native, "snippet")
    words, video = text_of(native), fields.text(snippet, "videoId")
    image = fields.link(snippet, "imageUrl")
    if not words and not image:
        raise NotReadable("neither words nor a picture: there is nothing to look at")
    return Incoming(
        id=id_,
        text=words,
        created_at=fields.when(snippet, "publishedAt"),
        edited_at=_edited(snippet),
        payload=fields.payload(native),
        parent_id=fields.text(snippet, "parentId"),
        url=f"https://www.youtube.com/watch?v={video}&lc={id_}" if video else "",
        state=state_of(native),
        author_id=fields.text(snippet, "authorChannelId", "value"),
        author_name=fields.text(snippet, "authorDisplayName"),
        author_url=fields.link(snippet, "authorChannelUrl"),
        post_id=video,
        post_url=f"https://www.youtube.com/watch?v={video}" if video else "",
        attachments=("a picture",) if image else (),  # its address is another at each look, and ends in six hours
    )


def text_of(native: object) -> str:
    """As it was written, which only the author gets; else as it is shown."""
    original = fields.text(native, "snippet", "textOriginal")
    return original.strip() or fields.plain(fields.text(native, "snippet", "textDisplay"))


def state_of(native: object) -> str:
    """Found in a list it says its state; asked for by its id it does not."""
    return _STATES.get(fields.text(native, "snippet", "moderationStatus"), "unknown")


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment in an answer of commentThreads.list or comments.list. Raises: NotReadable."""
    if not isinstance(document, Mapping) or "items" not in document:
        raise NotReadable("not a list of YouTube's: export what commentThreads.list or comments.list answers")
    for item in fields.listed(document, "items"):
        if not isinstance(item, Mapping):
            raise NotReadable("a comment is not a JSON object")
        yield from in_thread(item)


def in_thread(item: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The comment that begins a thread, and as many answers as came with it; a comment alone is itself."""
    top = fields.at(item, "snippet", "topLevelComment")
    if not isinstance(top, Mapping):
        yield item
        return
    yield top
    for reply in fields.listed(item, "replies", "comments"):
        if isinstance(reply, Mapping):
            yield under(reply, fields.text(item, "snippet", "videoId"))


def under(reply: Mapping[str, object], video: str) -> Mapping[str, object]:
    """An answer with its thread's video, which not every list names."""
    snippet = reply.get("snippet")
    return {**reply, "snippet": {"videoId": video, **snippet}} if video and isinstance(snippet, Mapping) else reply


def _edited(snippet: object) -> datetime | None:
    updated = fields.instant(snippet, "updatedAt")
    return updated if updated and updated != fields.instant(snippet, "publishedAt") else None

"""A comment as LinkedIn's interface gives it, and what it is to us."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

_COMMENT = re.compile(r"urn:li:comment:\((urn:li:[A-Za-z]+:[0-9]+),([0-9]+)\)")


def place_of(comment: str) -> tuple[str, str] | None:
    """The thread that a comment's URN names, and its number in it; None where the words are no such URN."""
    found = _COMMENT.fullmatch(comment)
    return (found[1], found[2]) if found else None


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment of an answer with `elements`. Raises: NotReadable."""
    if not isinstance(document, Mapping) or "elements" not in document:
        raise NotReadable("no list of comments: it has no “elements”")
    for found in fields.listed(document, "elements"):
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        yield found


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    urn = urn_of(native)
    place, text = place_of(urn), fields.text(native, "message", "text")
    attached = tuple(fields.text(one, "url") or fields.text(one, "type") for one in fields.listed(native, "content"))
    if place is None:
        raise NotReadable(f"“{urn[:80]}” is not the URN of a comment")
    if not text.strip() and not attached:
        raise NotReadable("neither words nor anything attached: there is nothing to look at")
    written, changed = fields.when(native, "created", "time"), fields.instant(native, "lastModified", "time")
    return Incoming(
        id=urn,
        text=text,
        created_at=written,
        edited_at=changed if changed and changed > written else None,
        payload=fields.payload(native),
        parent_id=fields.text(native, "parentComment"),
        url=page(place[0], urn),
        author_id=fields.text(native, "actor"),
        post_id=place[0],
        post_url=page(place[0]),
        attachments=attached,
    )


def urn_of(native: object) -> str:
    """Its URN, put together from thread and number where LinkedIn left it out. Raises: NotReadable."""
    if urn := fields.text(native, "commentUrn"):
        return urn
    return f"urn:li:comment:({fields.identity(native, 'object')},{fields.identity(native, 'id')})"


def page(post: str, comment: str = "") -> str:
    """A post's page, at one of its comments."""
    at = f"?commentUrn={quote(comment, safe='')}" if comment else ""
    return f"https://www.linkedin.com/feed/update/{post}{at}"

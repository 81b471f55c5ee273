"""A post of an agency's feed with its comments, as a partner's tool may hand it over, and what they are to us.

Source: the names in Nextdoor's public description of an agency's feed; no live answer was ever seen.
"""

from collections.abc import Iterator, Mapping

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

OF_POST = "post"


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment of one post, or of {"posts": [...]}, its post under "post". Raises: NotReadable."""
    if not isinstance(document, Mapping) or not {"posts", "comments"} & document.keys():
        raise NotReadable("neither a post with comments nor a list of such posts")
    for post in fields.listed(document, "posts") or [document]:
        about = {name: fields.at(post, name) for name in ("id", "body", "url", "created_at")}
        for comment in fields.listed(post, "comments"):
            if not isinstance(comment, Mapping):
                raise NotReadable("a comment is not a JSON object")
            yield {**comment, OF_POST: about}


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    text = fields.text(native, "body")
    if not text.strip():
        raise NotReadable("no words: there is nothing to look at")
    return Incoming(
        id=fields.identity(native, "id"),
        text=text,
        created_at=fields.when(native, "created_at"),
        payload=fields.payload(native),
        parent_id=fields.text(native, "parent_comment_id"),
        url=fields.link(native, "url"),
        author_name=fields.text(native, "author_name"),
        post_id=fields.text(native, OF_POST, "id"),
        post_text=fields.text(native, OF_POST, "body"),
        post_url=fields.link(native, OF_POST, "url"),
        post_created_at=fields.instant(native, OF_POST, "created_at"),
    )

"""A comment as WordPress gives it, and what it is to us.

WordPress knows of a commenter the e-mail address, the address of their device and the program they used. Moderating
needs none of it: it is not asked for, and it is left out of what is kept of an export.
"""

import html
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable

ASKED_FOR = "id,post,parent,author,author_name,author_url,date_gmt,content,link,status,type,_links,_embedded"
"""What a comment is asked for with: everything that is used, and nothing else of the author."""
_KEPT = frozenset(ASKED_FOR.split(",")) - {"_links", "_embedded"}
_STATES = {"approved": "visible", "hold": "hidden", "spam": "hidden", "trash": "deleted"}


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    written, post = _written(native), _post(native)
    text, links = fields.plain(written), _links_in(written)
    if not text and not links:
        raise NotReadable("no words: there is nothing to look at")
    return Incoming(
        id=fields.identity(native, "id"),
        text=text,
        created_at=fields.when(native, "date_gmt"),
        payload=fields.payload({name: value for name, value in native.items() if name in _KEPT}),
        parent_id=_number(native, "parent"),
        url=fields.link(native, "link"),
        state=_STATES.get(fields.text(native, "status"), "unknown"),
        author_id=author(native),
        author_name=html.unescape(fields.text(native, "author_name")),
        author_url=fields.link(native, "author_url"),
        post_id=_number(native, "post"),
        post_text=fields.plain(fields.text(post, "title", "rendered")),
        post_url=fields.link(post, "link"),
        attachments=links,
    )


def author(native: Mapping[str, object]) -> str:
    """A user of the site by number; "" for a guest. Anybody can write any name and e-mail address, so that neither
    may count against a person."""
    number = _number(native, "author")
    return f"user {number}" if number else ""


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment in an answer of /wp/v2/comments, which is a list, or one comment alone. Raises: NotReadable."""
    rows = [document] if isinstance(document, Mapping) and "content" in document else document
    if not isinstance(rows, list):
        raise NotReadable("not a list of comments: export what /wp-json/wp/v2/comments answers")
    for found in rows:
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        yield found


def _written(native: Mapping[str, object]) -> str:
    """As it was typed, which only an editor gets; else as it is shown, with WordPress's own quotation marks."""
    return fields.text(native, "content", "raw") or fields.text(native, "content", "rendered")


def _post(native: Mapping[str, object]) -> object:
    above = fields.at(native, "_embedded", "up")
    return above[0] if isinstance(above, list) and above else None


def _number(native: Mapping[str, object], name: str) -> str:
    """WordPress writes "none" as 0."""
    found = fields.text(native, name)
    return "" if found == "0" else found


def _links_in(written: str) -> tuple[str, ...]:
    """Where the links in a comment lead: their words alone would not say."""
    parser = _Links()
    parser.feed(written)
    parser.close()
    return tuple(dict.fromkeys(parser.found))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in (("a", "href"), ("img", "src")) and value:
                self.found.append(value)

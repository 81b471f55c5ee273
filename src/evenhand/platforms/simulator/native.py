"""A comment as the pretend network gives it, and what it is to us."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable
from evenhand.platforms.simulator.tables import Stored


def native(stored: Stored) -> dict[str, object]:
    """The JSON object that the network's interface would give."""
    return {name: value for name, value in asdict(stored).items() if name != "number"}


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every comment of an export: {"comments": [...]}. Raises: NotReadable."""
    for found in fields.listed(document, "comments"):
        if not isinstance(found, Mapping):
            raise NotReadable("a comment is not a JSON object")
        yield found


def translate(native: Mapping[str, object]) -> Incoming:
    """Raises: NotReadable."""
    return Incoming(
        id=fields.identity(native, "id"),
        text=fields.text(native, "text"),
        created_at=fields.when(native, "created_at"),
        edited_at=fields.instant(native, "edited_at"),
        payload=fields.payload(native),
        parent_id=fields.text(native, "parent_id"),
        state=fields.text(native, "state"),
        author_id=fields.text(native, "author_id"),
        author_name=fields.text(native, "author"),
        post_id=fields.text(native, "post_id"),
        post_text=fields.text(native, "post_text"),
        post_created_at=fields.instant(native, "post_created_at"),
    )

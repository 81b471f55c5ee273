"""One row to one comment, or the reason why not."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from evenhand.platforms.contract import Incoming

LONGEST_TEXT = 100_000
"""Characters. The longest comment that any platform here allows is 65,000."""
LONGEST_ID = 500
"""Characters. What the database can keep in an index is about 2,700 bytes; ids in use are under 200 characters."""
LONGEST_ROW = 2_000_000
"""Bytes of one line, before anything is parsed."""
CLOCKS_DIFFER_BY = timedelta(minutes=10)
STATES = frozenset({"visible", "hidden", "deleted", "unknown"})
_SURROGATES = "\ud800-\udfff"
_ODD = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f{_SURROGATES}]")
_TEXT_FIELDS = ("id", "parent_id", "url", "text", "state", "post.id", "post.url", "post.text",
                "author.id", "author.handle", "author.name", "author.url")  # fmt: skip
_IDS = ("id", "parent_id", "post.id", "author.id", "author.handle")


class BadRow(Exception):
    """A row that is not taken; the message is for people."""


def parse(line: bytes) -> Mapping[str, object]:
    """A line of NDJSON as flat fields ("author.name"). Raises: BadRow."""
    if len(line) > LONGEST_ROW:
        raise BadRow(f"the row is longer than {LONGEST_ROW:,} bytes; only its beginning is kept here")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise BadRow(f"not JSON: {wrong}") from None
    if not isinstance(found, dict):
        raise BadRow("not a JSON object")
    return flat(found)


def flat(found: Mapping[str, object]) -> dict[str, object]:
    """Post and author spread out: {"author": {"name": "A"}} becomes {"author.name": "A"}."""
    fields = {key: value for key, value in found.items() if key not in ("post", "author")}
    for part in ("post", "author"):
        inner = found.get(part)
        if isinstance(inner, dict):
            fields |= {f"{part}.{key}": value for key, value in inner.items()}
        elif inner is not None:
            fields[f"{part}.id"] = inner
    return fields


def translate(fields: Mapping[str, object], payload: bytes, now: datetime, posted_at: datetime | None) -> Incoming:
    """A row's fields as a comment. `posted_at` stands in where the row has no time. Raises: BadRow."""
    text = {name: _text(fields, name) for name in _TEXT_FIELDS}
    attachments = _attachments(fields.get("attachments"))
    if not text["id"]:
        raise BadRow("no id: without one, the same comment would come in again and again")
    if not text["text"].strip() and not attachments:
        raise BadRow("neither text nor attachment: there is nothing to look at")
    if len(text["text"]) > LONGEST_TEXT:
        raise BadRow(f"the text has {len(text['text']):,} characters; more than {LONGEST_TEXT:,} is not a comment")
    if long := [name for name in _IDS if len(text[name]) > LONGEST_ID]:
        raise BadRow(f"{long[0]} has {len(text[long[0]]):,} characters; more than {LONGEST_ID} is not an id")
    created_at = _past(fields, "created_at", now) or posted_at
    if created_at is None:
        raise BadRow("no created_at: when it was posted decides which rules applied")
    state = text["state"] or "visible"
    if state not in STATES:
        raise BadRow(f"state “{state}” is not one of {', '.join(sorted(STATES))}")
    return Incoming(
        id=text["id"], text=text["text"], created_at=created_at, payload=payload, parent_id=text["parent_id"],
        url=_link(text["url"]), edited_at=_past(fields, "edited_at", now), state=state,
        author_id=text["author.id"], author_handle=text["author.handle"], author_name=text["author.name"],
        author_url=_link(text["author.url"]), post_id=text["post.id"], post_text=text["post.text"],
        post_url=_link(text["post.url"]),
        post_created_at=_instant(fields.get("post.created_at"), "post.created_at"), attachments=attachments,
    )  # fmt: skip


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | float | list | dict):
        raise BadRow(f"{name} is {type(value).__name__}; it must be text")
    words = str(value)  # ids beyond 2^53 arrive as numbers; Python keeps every digit
    if found := _ODD.search(words):
        odd = f"U+{ord(found[0]):04X}"
        what = "half of a character, a lone surrogate" if found[0] >= "\ud800" else "a control character"
        raise BadRow(f"{name} holds {what} ({odd})")
    return words


def _attachments(value: object) -> tuple[str, ...]:
    if value in (None, "", []):
        return ()
    listed = value if isinstance(value, list) else [value]
    words = tuple(item if isinstance(item, str) else json.dumps(item, sort_keys=True) for item in listed)
    for item in words:
        _text({"attachments": item}, "attachments")
    return words


def _link(url: str) -> str:
    """Only web addresses become links; anything else a platform would never give."""
    if url and not url.startswith(("https://", "http://")):
        raise BadRow(f"“{url[:80]}” is not a web address")
    return url


def _past(fields: Mapping[str, object], name: str, now: datetime) -> datetime | None:
    found = _instant(fields.get(name), name)
    if found and found > now + CLOCKS_DIFFER_BY:
        raise BadRow(f"{name} {found.isoformat()} is in the future")
    return found


def _instant(value: object, name: str) -> datetime | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadRow(f"{name} is not a time")
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise BadRow(f"{name} “{str(value)[:40]}” is not a time; write it as 2026-03-01T12:30:00Z") from None

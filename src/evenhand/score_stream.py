"""`evenhand score`: comments in as NDJSON, what is proposed out as NDJSON, one line a comment, in order."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Author, Comment
from evenhand.score import as_line, score
from evenhand.signals.contract import Roster


class BadLine(ValueError):
    """A line that is no comment; the message is for people."""


def stream(lines: Iterable[bytes], edition: Edition, roster: Roster, today: date) -> Iterator[dict[str, object]]:
    """One answer a line. A line that is no comment is answered with {"error": ...}; empty lines are left out."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = _parsed(line)
            yield {"id": given.get("id"), **as_line(score(_comment(given, today), edition, roster))}
        except BadLine as bad:
            yield {"id": None, "line": number, "error": str(bad)}


def _parsed(line: bytes) -> Mapping[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise BadLine(f"not JSON: {wrong}") from None
    if not isinstance(given, dict):
        raise BadLine('not a JSON object; write {"text": "..."}')
    return given


def _comment(given: Mapping[str, object], today: date) -> Comment:
    text = given.get("text")
    if not isinstance(text, str):
        raise BadLine("no text: each line needs “text”, a string")
    attachments = given.get("attachments") or []
    return Comment(
        text=text,
        on=_day(given.get("on"), today),
        post=_words(given.get("post")),
        author=_author(given.get("author")),
        attachments=len(attachments) if isinstance(attachments, list) else 1,
        pre_election=given.get("pre_election") is True,
    )


def _day(value: object, today: date) -> date:
    if value is None:
        return today
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        raise BadLine(f"on “{value}” is not a day; write it as 2026-03-01") from None


def _words(value: object) -> str:
    """A post is its text, or an object with a text."""
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else ""


def _author(value: object) -> Author:
    """An author is a name, or an object with id, handle, name."""
    if isinstance(value, dict):
        return Author(*(str(value.get(part) or "") for part in ("id", "handle", "name")))
    return Author(name=value) if isinstance(value, str) else Author()

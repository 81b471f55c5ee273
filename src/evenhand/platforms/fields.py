"""Reading what a platform gave, field by field: nothing is trusted, and nothing odd loses the rest of a comment."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser

from evenhand.platforms.endings import NotReadable

LONGEST_TEXT = 100_000  # characters; the longest comment of any platform here is 65,000
LONGEST_ID = 500  # characters; what the database can index is about 2,700 bytes
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"})
_SILENT = frozenset({"script", "style", "template"})
_MILLISECONDS_FROM = 100_000_000_000  # as seconds, the year 5138


def at(found: object, *path: str) -> object:
    """What stands at a path of names; None where the way ends early."""
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def text(found: object, *path: str) -> str:
    """Words, "" where there are none. What no database can keep (NUL, half of a character) becomes U+FFFD.

    A number keeps every digit, so that ids beyond 2^53 stay what they are. Raises: NotReadable for a list or object,
    or words no comment is long enough for.
    """
    value = at(found, *path)
    if value is None:
        return ""
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise NotReadable(f"{'.'.join(path)} is {type(value).__name__}; it must be text")
    words = _ODD.sub("�", str(value))
    if len(words) > LONGEST_TEXT:
        raise NotReadable(
            f"{'.'.join(path)} has {len(words):,} characters; more than {LONGEST_TEXT:,} is not a comment"
        )
    return words


def identity(found: object, *path: str) -> str:
    """An id that must be there. Raises: NotReadable where it is missing or too long to be one."""
    words = text(found, *path).strip()
    if not words:
        raise NotReadable(f"no {'.'.join(path)}: without one, the same comment would come in again and again")
    if len(words) > LONGEST_ID:
        raise NotReadable(f"{'.'.join(path)} has {len(words):,} characters; more than {LONGEST_ID} is not an id")
    return words


def link(found: object, *path: str) -> str:
    """A web address; "" for anything else, since nothing else may become a link."""
    words = text(found, *path)
    return words if words.startswith(("https://", "http://")) else ""


def instant(found: object, *path: str) -> datetime | None:
    """A time, UTC; None where there is none. ISO 8601, seconds or milliseconds since 1970. Raises: NotReadable."""
    value = at(found, *path)
    if value in (None, ""):
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)
        read = datetime.fromisoformat(str(value))
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise NotReadable(f"{'.'.join(path)} “{str(value)[:40]}” is not a time") from None


def when(found: object, *path: str) -> datetime:
    """A time that must be there: it decides which rules apply. Raises: NotReadable."""
    read = instant(found, *path)
    if read is None:
        raise NotReadable(f"no {'.'.join(path)}: when it was posted decides which rules applied")
    return read


def listed(found: object, *path: str) -> list[object]:
    """A list; empty where there is none. Raises: NotReadable for anything else."""
    value = at(found, *path)
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotReadable(f"{'.'.join(path)} is {type(value).__name__}; it must be a list")
    return value


def payload(native: object) -> bytes:
    """What was given, as JSON that says the same. Half characters stay as escapes."""
    return json.dumps(native, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def plain(html: str) -> str:
    """The words of a piece of HTML as a reader sees them: tags gone, paragraphs as lines. Never a page again."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BREAKS and tag != "br":
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)

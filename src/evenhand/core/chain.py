"""REC-01: the hash chain of the audit log."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FIRST = b"\0" * 32
"""What the first entry has for its previous hash."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is stored. `content` are the exact words that were hashed."""

    number: int
    content: str
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and what that means."""

    number: int
    wrong: str


def words(entry: Mapping[str, object]) -> str:
    """REC-01: an entry as text, the same for the same entry whatever the order of its keys."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link_hash(number: int, previous: bytes, content: str) -> bytes:
    """REC-01: SHA-256 over the entry's number, the previous hash and its words."""
    return hashlib.sha256(
        number.to_bytes(8, signed=True) + previous + content.encode("utf-8", "surrogatepass")
    ).digest()


BEGINNING = (0, FIRST)
"""Number and hash of what stands before the first entry."""


def breaks(
    links: Iterable[Link], head: tuple[int, bytes] | None, *, after: tuple[int, bytes] = BEGINNING
) -> Iterator[Break]:
    """REC-01: every place where entries were changed, deleted, inserted or reordered.

    `links` in order of number, all that stand behind `after`, an entry that is known by its number and hash; `head` is
    the number and hash that the log says it ends with, None for an empty log.
    """
    number, previous = after
    for link in links:
        if link.number != number + 1:
            yield Break(link.number, _gap(number, link.number))
        elif link.previous != previous:
            yield Break(link.number, f"entry {link.number} does not follow entry {number}: one of them was replaced")
        if link_hash(link.number, link.previous, link.content) != link.hash:
            yield Break(link.number, f"entry {link.number} was changed after it was written")
        number, previous = link.number, link.hash
    yield from _end(number, previous, head)


def _gap(last: int, found: int) -> str:
    if found <= last:
        return f"entry {found} stands after entry {last}: entries were reordered or inserted"
    missing = f"entry {last + 1} is" if found == last + 2 else f"entries {last + 1} to {found - 1} are"
    return f"{missing} gone: deleted before entry {found}"


def _end(number: int, last: bytes, head: tuple[int, bytes] | None) -> Iterator[Break]:
    head_number, head_hash = head or BEGINNING
    if head_number > number:
        yield Break(number + 1, f"the log says it has {head_number} entries and has {number}: the end was deleted")
    elif head_number < number:
        yield Break(
            head_number + 1,
            f"the log says it has {head_number} entries and has {number}: some were added behind its back",
        )
    elif head_hash != last:
        yield Break(number, f"entry {number} is not the one the log says it ends with")

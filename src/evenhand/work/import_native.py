"""A platform's own JSON as rows: read by what also reads its live answers, so that both say the same."""

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from evenhand.platforms import fields, found
from evenhand.platforms.contract import Incoming, NotReadable

LONGEST_DOCUMENT = 200_000_000
"""Bytes. JSON has to be held whole to be read; a larger export goes in as one answer of the interface a line."""
RowOf = tuple[int, str, Incoming | None, str]
"""Number, as it stood there, the comment, or why it is none."""


def readable() -> list[str]:
    """The platforms whose own exports can be read."""
    return [name for name in found.names() if found.native(name)]


def rows(platform: str, file: BinaryIO) -> Iterator[RowOf]:
    """Every comment in a document, or in one document a line. Raises: NotReadable, where there is none at all."""
    native = found.native(platform)
    if native is None:
        raise NotReadable(f"exports of {platform} cannot be read here; those of {', '.join(readable())} can")
    number = 0
    for document in _documents(file):
        for one in native.comments_in(document):
            number += 1
            yield _row(native, number, one)


def _row(native: found.Native, number: int, one: Mapping[str, object]) -> RowOf:
    raw = fields.payload(one).decode()
    try:
        return number, raw, native.translate(one), ""
    except NotReadable as odd:
        return number, raw, None, str(odd)


def _documents(file: BinaryIO) -> Iterator[object]:
    whole = file.read(LONGEST_DOCUMENT + 1)
    if len(whole) > LONGEST_DOCUMENT:
        raise NotReadable(f"it is longer than {LONGEST_DOCUMENT:,} bytes; export it in parts")
    try:
        yield json.loads(whole)
    except (ValueError, RecursionError):
        yield from _lines(whole)


def _lines(whole: bytes) -> Iterator[object]:
    for number, line in enumerate(whole.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as wrong:
            raise NotReadable(f"line {number} is not JSON: {wrong}") from None

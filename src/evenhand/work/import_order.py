"""What is to be imported, and its rows one at a time. Needs no database: a dry run shows the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from evenhand.platforms.contract import Incoming
from evenhand.platforms.import_file import columns, reading, rows
from evenhand.work import import_native


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how it is to be read."""

    path: str
    name: str  # of the file, as people know it
    csv: bool
    map: Mapping[str, str]  # field -> column, as far as it was given
    number_ids: bool  # ids are made from the file's name and line numbers
    posted_at: datetime | None  # for rows without a time; None: the time of the import
    post_id: str = ""  # for rows without a post
    signals: bool = True
    native: str = ""  # the platform whose own JSON it is, "" for our canonical form or CSV


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a comment, or the reason why it is none."""

    line: int
    raw: str
    comment: Incoming | None
    reason: str = ""


def read_rows(order: Order, file: BinaryIO, now: datetime) -> tuple[dict[str, str], Iterator[Row]]:
    """The mapping that is used (empty for NDJSON) and the rows, one at a time.

    Raises: columns.BadMapping; while rows are taken, NotReadable for a file that is none of its platform's.
    """
    if order.native:
        return {}, (_from_platform(order, row) for row in import_native.rows(order.native, file))
    if not order.csv:
        return {}, (_from_json(order, line, raw, now) for line, raw in reading.lines(file))
    header, found = reading.columns_and_rows(file)
    map_ = columns.mapping(header, order.map)
    if "text" not in map_:
        raise columns.BadMapping(f"no column is the text; say which with --map text=COLUMN: {', '.join(header)}")
    numbered = replace(order, number_ids=order.number_ids or "id" not in map_)
    return map_, (_from_csv(numbered, map_, row, now) for row in found)


def assumptions(order: Order, map_: Mapping[str, str]) -> list[str]:
    """What a CSV file does not say and is assumed, in words."""
    if not order.csv:
        return []
    assumed = []
    if order.number_ids or "id" not in map_:
        assumed.append(f"ids are made from row numbers ({order.name}:2); a column of ids is given with --map id=COLUMN")
    if "created_at" not in map_ and order.posted_at is None:
        assumed.append("comments count as posted now; --posted-at WHEN or --map created_at=COLUMN says when")
    return assumed


def _from_json(order: Order, line: int, raw: bytes, now: datetime) -> Row:
    shown = raw.decode("utf-8", "replace")
    try:
        return Row(line, shown, _translated(order, rows.parse(raw), line, raw, now))
    except rows.BadRow as bad:
        return Row(line, shown, None, str(bad))


def _from_platform(order: Order, row: import_native.RowOf) -> Row:
    number, raw, comment, why = row
    if comment and order.post_id and not comment.post_id:
        comment = replace(comment, post_id=order.post_id)
    return Row(number, raw, comment, why)


def _from_csv(order: Order, map_: Mapping[str, str], row: reading.CsvRow, now: datetime) -> Row:
    if row.fields is None:
        return Row(row.line, row.raw, None, f"not CSV: {row.wrong}")
    raw = json.dumps(row.fields, ensure_ascii=False)
    try:
        payload = raw.encode()
    except UnicodeEncodeError:
        return Row(row.line, row.raw, None, "not UTF-8; save the file as UTF-8 (“CSV UTF-8” in a spreadsheet)")
    try:
        return Row(row.line, raw, _translated(order, columns.fields(row.fields, map_), row.line, payload, now))
    except rows.BadRow as bad:
        return Row(row.line, raw, None, str(bad))


def _translated(order: Order, fields: Mapping[str, object], line: int, payload: bytes, now: datetime) -> Incoming:
    given = dict(fields)
    if order.number_ids:
        given["id"] = f"{order.name}:{line}"
    if order.post_id and not given.get("post.id"):
        given["post.id"] = order.post_id
    return rows.translate(given, payload, now, order.posted_at or now)

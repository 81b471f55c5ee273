"""A file as a stream of rows, in constant memory."""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenhand.platforms.import_file.rows import LONGEST_ROW

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Counted:
    """The file that rows are read from, and the one whose position shows how far we are."""

    rows: BinaryIO
    position: BinaryIO
    size: int  # bytes; 0 when not known


def open_counted(path: str) -> Counted:
    """A file, or standard input for "-"; gzipped ones are seen by their first bytes. Raises: OSError."""
    raw = sys.stdin.fileno() if path == STANDARD_INPUT else path
    file = open(raw, "rb", buffering=1 << 20)  # noqa: SIM115, PTH123 (closed with the process; a number is no path)
    assert isinstance(file, io.BufferedReader)
    size = 0 if path == STANDARD_INPUT else Path(path).stat().st_size
    if file.peek(2)[:2] == _GZIP:
        return Counted(io.BufferedReader(gzip.GzipFile(fileobj=file), 1 << 20), file, size)
    return Counted(file, file, size)


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines, empty ones left out. A line of any length is read without holding more than the limit of it."""
    number = 0
    while line := file.readline(LONGEST_ROW + 1):
        number += 1
        if len(line) > LONGEST_ROW and not line.endswith(b"\n"):
            line = _skip_the_rest(file, line)
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _skip_the_rest(file: BinaryIO, line: bytes) -> bytes:
    while more := file.readline(LONGEST_ROW):
        if more.endswith(b"\n"):
            break
    return line


def columns_and_rows(
    file: BinaryIO,
) -> tuple[list[str], Iterator[tuple[int, dict[str, str | None] | None, str]]]:
    """The header of a CSV file, and its rows as (line, fields, excerpt); fields are None for a row that is no CSV."""
    csv.field_size_limit(LONGEST_ROW)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    start = text.readline()
    reader = csv.reader(text, delimiter=_delimiter(start))
    header = next(csv.reader([start], delimiter=_delimiter(start)), [])
    return header, _rows(reader, header)


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _rows(reader: object, header: list[str]) -> Iterator[tuple[int, dict[str, str | None] | None, str]]:
    rows = iter(reader)  # type: ignore[call-overload]
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield reader.line_num + 1, None, str(wrong)  # type: ignore[attr-defined]
            continue
        if row:
            fields: dict[str, str | None] = dict(zip(header, row, strict=False))
            yield reader.line_num + 1, fields, ",".join(row)[:2000]  # type: ignore[attr-defined]

"""A file as a stream of rows, in constant memory."""

import csv
import errno
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenhand.platforms.import_file.rows import LONGEST_ROW

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"
_LINE_ENDS = ("\n", "\r")
_RAW_KEPT = 2_000
"""Characters of a CSV row that are kept as they stand, to show what was wrong."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The file that rows are read from, and the one whose position shows how far we are."""

    rows: BinaryIO
    position: BinaryIO
    size: int  # bytes; 0 when not known

    def close(self) -> None:
        """Standard input itself stays open."""
        self.rows.close()
        self.position.close()


def open_counted(path: str) -> Counted:
    """A file, or standard input for "-"; gzipped ones are seen by their first bytes. Raises: OSError."""
    from_input = path == STANDARD_INPUT
    raw = io.FileIO(sys.stdin.fileno(), closefd=False) if from_input else io.FileIO(path)
    buffered = io.BufferedReader(raw, 1 << 20)
    size = 0 if from_input else Path(path).stat().st_size
    if buffered.peek(2)[:2] == _GZIP:
        return Counted(io.BufferedReader(_Gzip(fileobj=buffered), 1 << 20), buffered, size)
    return Counted(buffered, buffered, size)


class _Gzip(gzip.GzipFile):
    """One whose damage is an OSError with words for people, like that of any other file."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as damaged:
            raise OSError(errno.EIO, f"the gzipped file is damaged or cut off ({damaged})") from None


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


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row of a CSV file: its fields, or what is wrong with it. `raw` is its beginning, as it stands there."""

    line: int  # on which it begins
    raw: str
    fields: dict[str, str | None] | None
    wrong: str = ""


def columns_and_rows(file: BinaryIO) -> tuple[list[str], Iterator[CsvRow]]:
    """The header of a CSV file, and its rows. Bytes that are not UTF-8 become lone surrogates."""
    csv.field_size_limit(LONGEST_ROW)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    start = text.readline(LONGEST_ROW)
    delimiter = max(",;\t", key=start.count)
    header = next(csv.reader([start], delimiter=delimiter), [])
    return header, _rows(_Lines(text), header, delimiter)


class _Lines:
    """The lines after the header, numbered as in the file. One that is too long is wrong, and is not held."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.number, self.raw = 1, ""
        self._text = text

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.raw += line[: _RAW_KEPT - len(self.raw)]
        if len(line) > LONGEST_ROW and not line.endswith(_LINE_ENDS):
            self._skip_the_rest()
            raise csv.Error(f"the line is longer than {LONGEST_ROW:,} characters")
        return line

    def let_go(self) -> None:
        """Leave the file to whoever opened it, who still asks for its position."""
        self._text.detach()

    def _skip_the_rest(self) -> None:
        while more := self._text.readline(LONGEST_ROW):
            if more.endswith(_LINE_ENDS):
                return


def _rows(lines: _Lines, header: list[str], delimiter: str) -> Iterator[CsvRow]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)  # not strict, a stray quote swallows rows in silence
    try:
        while True:
            line, lines.raw = lines.number + 1, ""
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as wrong:
                yield CsvRow(line, lines.raw, None, str(wrong))
                continue
            if row:
                yield CsvRow(line, lines.raw.rstrip("\r\n"), dict(zip(header, row, strict=False)))
    finally:
        lines.let_go()

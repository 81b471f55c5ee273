"""Files as streams of rows: plain, gzipped, CSV, in constant memory."""

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from evenhand.platforms.import_file.columns import BadMapping, mapping
from evenhand.platforms.import_file.reading import CsvRow, columns_and_rows, lines, open_counted
from evenhand.platforms.import_file.rows import LONGEST_ROW


def csv_rows(content: bytes) -> tuple[list[str], list[CsvRow]]:
    header, rows = columns_and_rows(io.BytesIO(content))
    return header, list(rows)


class Endless(io.RawIOBase):
    """A file of one line that is far longer than may be held."""

    def __init__(self, start: bytes, size: int, end: bytes) -> None:
        self.parts, self.left, self.end = [start], size, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray") -> int:  # type: ignore[override]
        chunk = self.parts.pop() if self.parts else b"x" * min(len(buffer), self.left)
        if not chunk and self.end:
            chunk, self.end = self.end, b""
        elif chunk[:1] == b"x":
            self.left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def test_lines_are_numbered_as_in_the_file_and_empty_ones_are_left_out() -> None:
    assert list(lines(io.BytesIO(b"one\n\n  \r\nfour\r\nfive"))) == [(1, b"one"), (4, b"four"), (5, b"five")]


def test_a_line_of_any_length_is_read_without_holding_it() -> None:
    file = io.BufferedReader(Endless(b"first\n", 50_000_000, b"\nlast\n"))
    tracemalloc.start()
    found = [(number, len(line)) for number, line in lines(file)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [(1, 5), (2, LONGEST_ROW + 1), (3, 4)]
    assert most < 12 * LONGEST_ROW


def test_a_csv_line_of_any_length_is_wrong_and_the_next_one_is_read() -> None:
    file = io.BufferedReader(Endless(b"id,text\n1,", 50_000_000, b"\n2,ok\n"))
    tracemalloc.start()
    _, rows = columns_and_rows(file)
    found = list(rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(row.line, row.fields) for row in found] == [(2, None), (3, {"id": "2", "text": "ok"})]
    assert found[0].wrong == "the line is longer than 2,000,000 characters"
    assert most < 12 * LONGEST_ROW


def test_gzipped_files_are_seen_by_their_first_bytes(tmp_path: Path) -> None:
    file = tmp_path / "comments.ndjson"
    file.write_bytes(gzip.compress(b"one\ntwo\n"))
    counted = open_counted(str(file))
    assert list(lines(counted.rows)) == [(1, b"one"), (2, b"two")]
    assert counted.size == counted.position.tell() == file.stat().st_size
    counted.close()


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: data[:40] + b"????" + data[44:]])
def test_a_damaged_gzipped_file_is_said_to_be_damaged(tmp_path: Path, damage: "object") -> None:
    file = tmp_path / "comments.ndjson.gz"
    file.write_bytes(damage(gzip.compress(bytes(range(256)) * 50)))  # type: ignore[operator]
    counted = open_counted(str(file))
    with pytest.raises(OSError, match="the gzipped file is damaged or cut off") as told:
        list(lines(counted.rows))
    assert told.value.strerror
    counted.close()


def test_a_file_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(FileNotFoundError):
        open_counted("/nowhere/comments.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_of_a_csv_file_is_seen_by_its_header(delimiter: str) -> None:
    content = delimiter.join(["id", "text", "date"]) + "\n" + delimiter.join(["1", "Words", "2024-03-04"]) + "\n"
    assert csv_rows(content.encode())[1][0].fields == {"id": "1", "text": "Words", "date": "2024-03-04"}


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert csv_rows("﻿id,text\n1,Words\n".encode())[0] == ["id", "text"]


def test_a_row_over_several_lines_is_numbered_by_its_first() -> None:
    rows = csv_rows(b'id,text\n1,"two\nlines"\n\n2,"He said ""no"""\n')[1]
    assert [(row.line, row.fields) for row in rows] == [
        (2, {"id": "1", "text": "two\nlines"}),
        (5, {"id": "2", "text": 'He said "no"'}),
    ]


def test_a_quote_that_is_never_closed_is_wrong_and_swallows_nothing_in_silence() -> None:
    rows = csv_rows(b'id,text\n1,good\n2,"never closed\n3,swallowed\n')[1]
    assert [(row.line, row.fields and row.fields["id"]) for row in rows] == [(2, "1"), (3, None)]
    assert (rows[1].raw, rows[1].wrong) == ('2,"never closed\n3,swallowed\n', "unexpected end of data")


def test_bytes_that_are_not_utf8_are_kept_as_surrogates() -> None:
    row = csv_rows(b"id,text\n1,caf\n".replace(b"caf", b"caf\xe9"))[1][0]
    assert row.fields == {"id": "1", "text": "caf\udce9"}


class TestMapping:
    def test_columns_are_found_by_what_they_are_usually_called(self) -> None:
        columns = ["Comment ID", "Message", "Created Time", "From", "Permalink", "Likes"]
        assert mapping(columns, {}) == {
            "id": "Comment ID", "text": "Message", "created_at": "Created Time", "author.name": "From",
            "url": "Permalink",
        }  # fmt: skip

    def test_our_own_names_are_found_and_dots_may_be_written(self) -> None:
        assert mapping(["id", "text", "author.name", "post.id"], {})["author.name"] == "author.name"

    def test_what_is_given_comes_first(self) -> None:
        found = mapping(["id", "text", "original words"], {"text": "original words"})
        assert (found["text"], found["id"]) == ("original words", "id")

    def test_a_field_that_does_not_exist_is_refused_by_name(self) -> None:
        with pytest.raises(BadMapping, match="there is no field “words”; the fields are id, text"):
            mapping(["id", "text"], {"words": "text"})

    def test_a_column_that_does_not_exist_is_refused_by_name(self) -> None:
        with pytest.raises(BadMapping, match="the file has no column “message”; its columns are id, text"):
            mapping(["id", "text"], {"text": "message"})

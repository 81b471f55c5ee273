"""One row of a file to one comment, or the reason why not."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from evenhand.platforms.contract import Incoming
from evenhand.platforms.import_file.rows import LONGEST_ROW, LONGEST_TEXT, BadRow, parse, translate

NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
GOOD = {"id": "c1", "text": "Words", "created_at": "2024-03-04T11:00:00Z"}


def taken(row: object, posted_at: datetime | None = None) -> Incoming:
    raw = row if isinstance(row, bytes) else json.dumps(row).encode()
    return translate(parse(raw), raw, NOW, posted_at)


def refused(row: object) -> str:
    with pytest.raises(BadRow) as bad:
        taken(row)
    return str(bad.value)


def test_a_good_row_is_taken_with_its_bytes_as_they_came() -> None:
    raw = b'{"id": "c1", "text": "W\\u00f6rds", "created_at": "2024-03-04T12:00:00+01:00", "post": {"id": 7}}'
    comment = taken(raw)
    assert (comment.id, comment.text, comment.post_id, comment.payload) == ("c1", "Wörds", "7", raw)
    assert comment.created_at == datetime(2024, 3, 4, 11, 0, tzinfo=UTC)


def test_ids_are_text_with_every_digit_they_came_with() -> None:
    assert taken({**GOOD, "id": 12345678901234567890123}).id == "12345678901234567890123"
    assert taken({**GOOD, "id": "007"}).id == "007"


def test_author_and_post_may_be_objects_or_bare_ids() -> None:
    comment = taken({**GOOD, "author": {"id": 5, "name": "Robin Vale"}, "post": "p9"})
    assert (comment.author_id, comment.author_name, comment.post_id) == ("5", "Robin Vale", "p9")


def test_a_time_without_a_zone_is_utc_and_a_number_is_seconds() -> None:
    assert taken({**GOOD, "created_at": "2024-03-04 11:00:00"}).created_at.tzinfo is UTC
    assert taken({**GOOD, "created_at": 1709550000}).created_at == datetime(2024, 3, 4, 11, 0, tzinfo=UTC)


def test_a_row_without_a_time_takes_the_one_that_was_given() -> None:
    row = {"id": "c1", "text": "Words"}
    assert taken(row, posted_at=NOW).created_at == NOW
    assert refused(row) == "no created_at: when it was posted decides which rules applied"


def test_a_picture_without_words_is_a_comment() -> None:
    assert taken({**GOOD, "text": "", "attachments": ["https://p.example/1.png"]}).attachments == (
        "https://p.example/1.png",
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"nonsense", "not JSON: Expecting value"),
        (b'{"id": "c1", "text": "cut o', "not JSON: Unterminated string"),
        (b'{"id": "c1", "text": "\xff\xfe"}', "not JSON: 'utf-8' codec can't decode"),
        (b"[1, 2]", "not a JSON object"),
        (b"[" * 100_000, "not JSON: "),
        (b'{"id": ' + b"9" * 5_000 + b"}", "not JSON: Exceeds the limit"),
        (b'{"id": "' + b"x" * LONGEST_ROW + b'"}', "the row is longer than 2,000,000 bytes"),
        ({**GOOD, "id": ""}, "no id: without one, the same comment would come in again and again"),
        ({"text": "Words", "created_at": "2024-03-04"}, "no id"),
        ({**GOOD, "id": 1.5}, "id is float; it must be text"),
        ({**GOOD, "id": True}, "id is bool; it must be text"),
        ({**GOOD, "id": "x" * 501}, "id has 501 characters; more than 500 is not an id"),
        ({**GOOD, "author": {"handle": "x" * 501}}, "author.handle has 501 characters"),
        ({**GOOD, "text": "  \n"}, "neither text nor attachment: there is nothing to look at"),
        ({**GOOD, "text": None}, "neither text nor attachment"),
        ({**GOOD, "text": ["Words"]}, "text is list; it must be text"),
        ({**GOOD, "text": "x" * (1 << 20)}, "the text has 1,048,576 characters; more than 100,000 is not a comment"),
        ({**GOOD, "text": "nul \x00"}, "text holds a control character (U+0000)"),
        ({**GOOD, "text": "bell \x07"}, "text holds a control character (U+0007)"),
        ({**GOOD, "author": {"name": "\x1b[31m"}}, "author.name holds a control character (U+001B)"),
        ({**GOOD, "text": "half \ud83d"}, "text holds half of a character, a lone surrogate (U+D83D)"),
        ({**GOOD, "attachments": ["\udc00"]}, "attachments holds half of a character"),
        ({**GOOD, "created_at": "2024-03-04T12:10:01Z"}, "created_at 2024-03-04T12:10:01+00:00 is in the future"),
        ({**GOOD, "edited_at": "2031-01-01"}, "edited_at 2031-01-01T00:00:00+00:00 is in the future"),
        ({**GOOD, "created_at": "yesterday"}, "created_at “yesterday” is not a time; write it as"),
        ({**GOOD, "created_at": 1709550000000}, "is not a time"),
        ({**GOOD, "created_at": True}, "created_at is not a time"),
        ({**GOOD, "created_at": "0001-01-01T00:00:00+14:00"}, "is not a time"),
        ({**GOOD, "state": "gone"}, "state “gone” is not one of deleted, hidden, unknown, visible"),
        ({**GOOD, "url": "javascript:alert(1)"}, "“javascript:alert(1)” is not a web address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "row",
)
def test_a_row_that_is_no_comment_says_why(row: object, says: str) -> None:
    assert says in refused(row)


@pytest.mark.parametrize("minutes", [0, 10])
def test_clocks_may_differ_by_ten_minutes(minutes: int) -> None:
    assert taken({**GOOD, "created_at": (NOW + timedelta(minutes=minutes)).isoformat()})


def test_the_longest_text_is_still_a_comment() -> None:
    assert len(taken({**GOOD, "text": "x" * LONGEST_TEXT}).text) == LONGEST_TEXT
    assert len(taken({**GOOD, "id": "x" * 500}).id) == 500


@pytest.mark.parametrize("text", ["two\nlines\tand a tab", "\U0001f3f3️‍\U0001f308", "‮right to left", "é"])
def test_unusual_words_are_kept_as_they_are(text: str) -> None:
    assert taken({**GOOD, "text": text}).text == text

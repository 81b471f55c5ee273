"""Reading a platform's JSON field by field: what is odd is said or mended, and nothing else is lost by it."""

import json
from datetime import UTC, datetime

import pytest

from evenhand.platforms import fields
from evenhand.platforms.contract import NotReadable

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_ids_beyond_2_53_keep_every_digit() -> None:
    found = json.loads('{"id": 9007199254740993}')
    assert fields.identity(found, "id") == "9007199254740993"


def test_a_path_that_ends_early_is_nothing() -> None:
    assert fields.text({"from": None}, "from", "name") == fields.text([], "from") == ""
    assert fields.at({"a": {"b": 1}}, "a", "b") == 1


@pytest.mark.parametrize("value", [True, 1.5, ["a"], {"a": "b"}])
def test_what_is_no_text_is_said(value: object) -> None:
    with pytest.raises(NotReadable, match="it must be text"):
        fields.text({"text": value}, "text")


def test_what_no_database_keeps_is_marked() -> None:
    assert fields.text({"text": "a\x00b\ud800c\n\t"}, "text") == "a�b�c\n\t"


@pytest.mark.parametrize("found", [{}, {"id": ""}, {"id": "  "}, {"id": None}, {"id": "x" * 501}])
def test_without_an_id_there_is_no_comment(found: object) -> None:
    with pytest.raises(NotReadable, match="id"):
        fields.identity(found, "id")


@pytest.mark.parametrize(
    "value",
    ["2026-03-02T12:00:00Z", "2026-03-02T13:00:00+01:00", "2026-03-02T12:00:00+0000", "2026-03-02T12:00:00", 1772452800,
     1772452800000],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(value: object) -> None:
    assert fields.instant({"at": value}, "at") == NOON


@pytest.mark.parametrize("value", ["yesterday", 10**30, True])
def test_what_is_no_time_is_said(value: object) -> None:
    with pytest.raises(NotReadable, match="is not a time"):
        fields.instant({"at": value}, "at")


def test_only_web_addresses_become_links() -> None:
    links = [fields.link({"url": url}, "url") for url in ("https://x.example", "javascript:alert(1)", "//x.example")]
    assert links == ["https://x.example", "", ""]


def test_a_payload_says_what_was_given_to_the_letter() -> None:
    given = {"text": "Größe \ud83d", "id": 2**60}
    assert json.loads(fields.payload(given)) == given


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("1 &lt; 2 &amp; so on", "1 < 2 & so on"),
        ("a<script>alert(1)</script>b<style>p{}</style>", "ab"),
        ("<p>Unclosed <b>tags <i>here", "Unclosed tags here"),
        ('<a href="https://x.example">a link</a>', "a link"),
        ("plain", "plain"),
        ("<" * 5000, "<" * 5000),
    ],
)
def test_html_becomes_the_words_that_a_reader_sees(html: str, words: str) -> None:
    assert fields.plain(html) == words

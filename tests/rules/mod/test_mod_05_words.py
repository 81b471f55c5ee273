"""MOD-05: the words of a notice are the officer's or the edition's, and always say how to appeal."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.edition import Edition, NoticeText
from evenhand.core.notice_words import event_words, filled, in_welsh, kind_words
from evenhand.core.notices import Event, Told, unsafe, with_reference
from evenhand.core.reasons import appeal
from evenhand.editions import read

WEALDHAM = read(Path(__file__).parents[3] / "editions" / "wealdham" / "2025-04-01.toml")
HIDDEN = Told(Event.HIDE, "CON-02", quote="You muppet")
BLOCKED = Told(Event.BLOCK, "CON-03", reason="Three attacks.", channels=("Page", "News"), until=date(2025, 9, 4))


def wording(event: str, en: str, cy: str = "") -> Edition:
    return replace(STOCKPORT, notices={event: NoticeText(en, cy)})


def test_the_author_gets_the_statement_that_the_officer_wrote() -> None:
    words = event_words(STOCKPORT, HIDDEN, statement="We hid it.\n\nIt names a neighbour.")
    assert words.paragraphs[:2] == ("We hid it.", "It names a neighbour.")
    assert "{reference}" in words.paragraphs[2]


def test_without_an_officers_statement_the_drafted_one_is_sent() -> None:
    assert event_words(STOCKPORT, HIDDEN).paragraphs[0].startswith("Your comment “You muppet” was hidden")


def test_how_to_appeal_is_said_once_even_where_the_officer_left_it_out() -> None:
    for statement in ("We hid it.", f"We hid it.\n\n{appeal(STOCKPORT)}"):
        said = "\n".join(event_words(STOCKPORT, HIDDEN, statement=statement).paragraphs)
        assert said.count(STOCKPORT.rules["APL-01"].wording) == 1


def test_an_edition_without_words_of_its_own_uses_ours() -> None:
    bare = replace(STOCKPORT, notices={})
    assert event_words(bare, BLOCKED).paragraphs[0] == "You are blocked from Page and News. Three attacks."
    assert kind_words(bare, "appeal_received", {}, ours="Thank you.\n\nWe answer.").paragraphs == (
        "Thank you.", "We answer.",
    )  # fmt: skip


def test_welsh_comes_first_and_the_english_follows() -> None:
    words = event_words(WEALDHAM, BLOCKED)
    assert words.language == "cy+en"
    assert words.paragraphs[0].startswith("Rydym wedi eich rhwystro rhag gwneud sylwadau ar Page and News")
    assert "erbyn 4 Medi 2025" in words.paragraphs[1]
    assert any(paragraph.startswith("We have blocked you from Page and News") for paragraph in words.paragraphs[3:])
    assert "by 4 September 2025" in "\n".join(words.paragraphs)


def test_english_alone_is_english() -> None:
    assert event_words(WEALDHAM, Told(Event.RESTORE, quote="A joke")).language == "en"


def test_an_appeal_is_acknowledged_with_its_day() -> None:
    words = kind_words(WEALDHAM, "appeal_received", {}, ours="", until=date(2025, 1, 20))
    assert "erbyn 20 Ionawr 2025. Wealdham Borough Council" in words.paragraphs[1]
    assert words.paragraphs[-1] == "You hear from us by 20 January 2025. Wealdham Borough Council"


def test_another_body_that_works_by_the_edition_speaks_in_its_own_name() -> None:
    told = Told(Event.RESTORE, quote="A joke")
    assert event_words(STOCKPORT, told, body="Harrowmere Council").paragraphs[-1].endswith("Harrowmere Council")


def test_an_authors_braces_are_words_like_any_others() -> None:
    assert filled("“{quote}”", {"quote": "{body} {0}"}) == ("“{body} {0}”",)


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 2, 28), "28 Chwefror 2026"), (date(2026, 12, 1), "1 Rhagfyr 2026"), (None, "")]
)
def test_days_are_named_in_welsh(day: date | None, said: str) -> None:
    assert in_welsh(day) == said


def test_the_reference_stands_where_the_words_leave_room_for_it_and_else_at_the_end() -> None:
    assert with_reference(["Quote {reference}."], "AP-1") == ("Quote AP-1.",)
    assert with_reference(["It was hidden.", " "], "AP-1") == (
        "It was hidden.", "Our reference: AP-1. Please quote it if you write to us about this.",
    )  # fmt: skip
    welsh, english = with_reference(["Cuddiwyd."], "AP-1", "cy+en")[1:]
    assert (welsh[:13], english[:13]) == ("Ein cyfeirnod", "Our reference")
    assert with_reference(["A review is due."], "AP-1", outside=False) == ("A review is due.",)


def test_concerns_and_crises_are_told_by_no_program() -> None:
    assert unsafe(["", "REF-02"]) == "it may be a safeguarding concern (REF-02)"
    assert unsafe(["REF-05"]) == "the author may be in distress (REF-05)"
    assert unsafe(["REF-01", "REF-04"]) == ""
    assert unsafe(["REF-02"], " her partner reads along ") == "her partner reads along"

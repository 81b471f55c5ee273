"""MOD-05: the words of a notice are the officer's or the edition's, and always say how to appeal."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.edition import Edition, NoticeText
from evenhand.core.notice_words import event_words, filled, in_welsh, kind_words
from evenhand.core.notices import Event, Leads, Told, unsafe, with_leads
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
    assert "Byddwch yn clywed gennym erbyn 20 Ionawr 2025." in words.paragraphs[1]
    assert words.paragraphs[1].endswith("yn {address_cy}. Wealdham Borough Council")
    last = words.paragraphs[-1]
    assert last.startswith("You hear from us by 20 January 2025. Until then you can see how it stands at {address}.")


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


FORM, WELSH = "https://talk.example/ashby/appeal?about=AP-1", "https://talk.example/ashby/apel?about=AP-1"
LEADS = Leads("AP-1", {"en": FORM, "cy": WELSH})


def test_the_reference_stands_where_the_words_leave_room_for_it_and_else_at_the_end() -> None:
    assert with_leads(["Quote {reference}."], LEADS) == ("Quote AP-1.",)
    assert with_leads(["It was brought back.", " "], LEADS) == (
        "It was brought back.", "Our reference: AP-1. Please quote it if you write to us about this.",
    )  # fmt: skip
    welsh, english = with_leads(["Cuddiwyd."], LEADS, "cy+en")[1:]
    assert (welsh[:13], english[:13]) == ("Ein cyfeirnod", "Our reference")
    assert with_leads(["A review is due."], LEADS, outside=False) == ("A review is due.",)


@pytest.mark.parametrize("kind", ["hide", "delete", "warning", "block"])
def test_what_one_may_appeal_against_names_the_address_of_the_form(kind: str) -> None:
    assert with_leads(["Quote {reference}."], LEADS, kind=kind) == ("Quote AP-1.", f"You can appeal here: {FORM}")
    assert with_leads(["Go to {address} with {reference}."], LEADS, kind=kind) == (f"Go to {FORM} with AP-1.",)
    assert with_leads(["Review it."], LEADS, kind=kind, outside=False) == ("Review it.",)


@pytest.mark.parametrize("kind", ["restore", "unblock", "appeal reversed", ""])
def test_good_news_names_no_form_unless_its_words_do(kind: str) -> None:
    assert with_leads(["Quote {reference}."], LEADS, kind=kind) == ("Quote AP-1.",)
    assert with_leads(["{reference}: {address}"], LEADS, kind=kind) == (f"AP-1: {FORM}",)


def test_welsh_words_lead_to_the_welsh_page_and_english_ones_to_the_english() -> None:
    words = with_leads(["Dyfynnwch {reference} yn {address_cy}.", "Quote {reference}."], LEADS, "cy+en", kind="hide")
    assert words == (f"Dyfynnwch AP-1 yn {WELSH}.", "Quote AP-1.")
    both = with_leads(["Cuddiwyd. {reference}"], LEADS, "cy+en", kind="hide")
    assert both[1:] == (f"Gallwch apelio yma: {WELSH}", f"You can appeal here: {FORM}")


def test_the_editions_blank_for_the_address_is_of_the_language_it_stands_in() -> None:
    edition = wording("appeal_stands", "It stands. {reason}\n\nAsk by {until} at {address}.", "Mae'n sefyll. {address}")
    words = kind_words(edition, "appeal_stands", {"reason": "Why."}, ours="", until=date(2026, 9, 4))
    assert words.paragraphs == (
        "Mae'n sefyll. {address_cy}",
        "It stands. Why.",
        "Ask by 4 September 2026 at {address}.",
    )


def test_a_paragraph_about_a_day_is_left_out_where_there_is_none() -> None:
    edition = wording("appeal_stands", "It stands. {reason}\n\nAsk again by {until}, and quote {reference}.")
    assert kind_words(edition, "appeal_stands", {"reason": "Why."}, ours="").paragraphs == ("It stands. Why.",)


def test_concerns_and_crises_are_told_by_no_program() -> None:
    assert unsafe(["", "REF-02"]) == "it may be a safeguarding concern (REF-02)"
    assert unsafe(["REF-05"]) == "the author may be in distress (REF-05)"
    assert unsafe(["REF-01", "REF-04"]) == ""
    assert unsafe(["REF-02"], " her partner reads along ") == "her partner reads along"

"""STF-03: replies are courteous, in plain English, and name the rule they rest on; a person decides what to mend."""

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.tone import Remark, remarks
from evenhand.core.values import ROUTE_IDS


def wrong_with(reply: str, rule: str = "") -> list[tuple[str, str]]:
    return [(remark.words, remark.wrong) for remark in remarks(STOCKPORT, reply, rule=rule)]


def test_a_courteous_plain_reply_has_no_remark() -> None:
    assert remarks(STOCKPORT, "Thank you for telling us. We will look at the bins on Mill Lane today.", rule="") == ()


@pytest.mark.parametrize("route", ROUTE_IDS)
def test_the_answers_of_the_edition_pass_their_own_check(route: str) -> None:
    if STOCKPORT.reply(route):
        assert wrong_with(STOCKPORT.reply(route)) == []


def test_an_empty_reply_is_named() -> None:
    assert remarks(STOCKPORT, " ", rule="CON-02") == (Remark("", "it is empty", "write the reply"),)


def test_a_phrase_that_is_not_courteous_is_named_with_what_to_write_instead() -> None:
    reply = "As already   stated, the tip is shut. Calm down."
    assert remarks(STOCKPORT, reply, rule="") == (
        Remark("Calm down", "it is not courteous", "take it out"),
        Remark("As already   stated", "it is not courteous", "write “we wrote earlier that”"),
    )


def test_a_phrase_inside_a_word_is_none() -> None:
    assert wrong_with("The notobviously street is open, non-commencement aside.") == []


def test_officialese_is_named() -> None:
    assert ("Prior to", "it is not plain English") in wrong_with("Prior to the works we will write to you.")


def test_two_words_in_capitals_shout_and_one_may_be_an_abbreviation() -> None:
    assert wrong_with("Please read the FAQS on our page.") == []
    assert wrong_with("PLEASE read the FAQS on our page.") == [("PLEASE FAQS", "capitals shout")]
    assert wrong_with("The NHS and the BBC say so.") == []


@pytest.mark.parametrize("reply", ["Thank you!!", "Really?!", "Really ??", "Thank you! !"])
def test_marks_in_a_row_shout(reply: str) -> None:
    assert wrong_with(reply) == [("!!", "marks in a row shout")]


@pytest.mark.parametrize("reply", ["Thank you!", "Is that so?", "Thank you! See you there!"])
def test_one_mark_does_not(reply: str) -> None:
    assert wrong_with(reply) == []


def test_a_sentence_of_twenty_five_words_passes_and_one_more_does_not() -> None:
    assert wrong_with("so " * 24 + "on.") == []
    assert wrong_with("so " * 25 + "on.")[0][1] == "a sentence has 26 words"
    assert wrong_with("so " * 20 + "on. " + "so " * 20 + "on.") == []
    assert wrong_with("so " * 20 + "on\n" + "so " * 20 + "on") == []


def test_a_reply_that_rests_on_a_rule_names_it_by_id_or_by_title() -> None:
    missing = ("", "it does not name the rule it rests on, CON-06")
    assert wrong_with("We hid your comment.", "CON-06") == [missing]
    assert wrong_with("We hid your comment under CON-06.", "CON-06") == []
    title = STOCKPORT.rules["CON-06"].title
    assert wrong_with(f"We hid your comment: {title.lower()}.", "CON-06") == []
    assert wrong_with("We hid your comment under CON-02.", "CON-06") == [missing]


def test_a_rule_that_is_none_is_named() -> None:
    assert wrong_with("We hid your comment under CON-77.") == [("CON-77", "there is no such rule")]

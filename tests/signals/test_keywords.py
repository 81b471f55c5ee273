"""A body's own lists are found as whole words, in the author's own words, and nowhere inside others."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.signals.test_normalise import AWKWARD

from evenhand.core.edition import KeywordList
from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.keywords import LONGEST_ENDING, programs_with
from evenhand.signals.read import programs, read

LOANS = KeywordList("loan_scams", ("payday loan*", "loan shark", "scam*", "won", "🤑"), "they post everywhere")
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def heard(text: str, *lists: KeywordList) -> Reading:
    """What the signal `keywords` says, among all others."""
    readings, missing = read(Comment(text, date(2025, 3, 3)), Roster(), programs_with(lists or (LOANS,)))
    assert missing == ()
    return next(reading for reading in readings if reading.signal == "keywords")


def words_of(reading: Reading) -> list[str]:
    return [finding.words for finding in reading.findings]


def patterns(*written: str) -> KeywordList:
    return KeywordList("by_pattern", (), "tried", written)


def test_each_list_states_one_count_of_different_words() -> None:
    reading = heard("Scam! A SCAM, a payday loan from scammers.", LOANS, KeywordList("bats", ("bat",), "bats"))
    assert reading.facts == {"loan_scams": 3, "bats": 0}
    assert words_of(reading) == ["Scam", "SCAM", "payday loan", "scammers"]
    assert heard("payday loan, payday-loan, PAYDAY  LOAN").facts["loan_scams"] == 1


def test_findings_are_the_authors_own_words_with_their_place_and_the_entry_that_found_them() -> None:
    text = "Avoid this p\u0430yday-loans, s.c.a.m people"
    assert heard(text).findings == (
        Finding("loan_scams", "p\u0430yday-loans", 11, 23, note="payday loan*"),
        Finding("loan_scams", "s.c.a.m", 25, 32, note="scam*"),
    )


@pytest.mark.parametrize("text", ["wonder", "won't", "Wontner", "he_wonders", "swon", "wonक\u093f", "o'won", "unwon"])
def test_a_word_is_not_found_inside_another(text: str) -> None:
    assert heard(text).facts["loan_scams"] == 0


@pytest.mark.parametrize("text", ["won", "We WON!", "won's", "#won", "so_won_it", "'won'", "they (won)", "w0n?no: won"])
def test_a_whole_word_is_found_whatever_marks_stand_beside_it(text: str) -> None:
    assert heard(text).facts["loan_scams"] == 1


def test_a_star_takes_any_ending_and_none_of_its_words_alone() -> None:
    assert words_of(heard("scam scams scammers scammingly payday lo")) == ["scam", "scams", "scammers", "scammingly"]
    assert words_of(heard(f"scam{'x' * LONGEST_ENDING}")) != []
    assert words_of(heard("scenic scampi")) == ["scampi"]
    assert words_of(heard(f"scam{'xy' * LONGEST_ENDING}")) == []


def test_a_phrase_ends_with_its_sentence() -> None:
    assert heard("a loan, shark infested").facts["loan_scams"] == 1
    assert heard("a loan. Shark infested").facts["loan_scams"] == 0


def test_an_emoji_may_be_an_entry() -> None:
    assert words_of(heard("easy money🤑 now")) == ["🤑"]


def test_a_pattern_is_found_as_whole_words_whatever_letter_case_it_is_written_in() -> None:
    assert words_of(heard("Loan TODAY, loans todays", patterns("LOANS? (?:now|today)"))) == ["Loan TODAY"]
    assert heard("I believe the lies", patterns("lie")).facts == {"by_pattern": 0}
    assert heard("That is a lie.", patterns("lie")).facts == {"by_pattern": 1}


def test_an_edition_without_lists_has_no_such_signal() -> None:
    assert programs_with(()) is programs()
    assert [signal.name for signal in programs_with((LOANS,))] == sorted(
        [*(signal.name for signal in programs()), "keywords"]
    )


def test_other_lists_are_another_version() -> None:
    assert heard("").version != heard("", patterns("lie")).version


WORD = st.text("abclmnos'éß", min_size=1, max_size=6).filter(lambda word: word.strip("'") == word)


@given(WORD, st.lists(WORD | AWKWARD, max_size=6), st.sampled_from([" ", "", "-", "'", ". ", "_"]))
def test_a_list_never_matches_inside_a_word(word: str, around: list[str], gap: str) -> None:
    """Whatever is found is whole words of the folded text, for a word and for the same word as a pattern."""
    text = gap.join([*around, word, *around])
    for entry in (KeywordList("own", (word,), "tried"), KeywordList("own", (), "tried", (re.escape(word),))):
        reading = heard(text, entry)
        for finding in reading.findings:
            assert text[finding.start : finding.end] == finding.words
            before, after = text[: finding.start], text[finding.end :]
            assert not (before[-1:].isalnum() and finding.words[:1].isalnum())
            assert not (after[:1].isalnum() and finding.words[-1:].isalnum())
        assert reading.facts["own"] <= len(reading.findings)


@given(st.lists(st.text("lie sx'", max_size=8), max_size=8))
def test_plain_words_are_found_exactly_where_a_tokeniser_finds_them(pieces: list[str]) -> None:
    text = " ".join(pieces)
    whole = [token for token in TOKEN.findall(text) if token.removesuffix("'s") == "lie" or token == "lie"]
    found = heard(text, KeywordList("own", ("lie",), "tried"))
    assert (found.facts["own"] > 0) == bool(whole)

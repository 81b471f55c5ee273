"""CON-04: promotes illegal activity, violence or harm. Severe."""

import pytest
from tests.rules.hearing import heard

from evenhand.core.vocabulary import Severity, Suggestion


def test_a_call_for_violence_is_high_and_now_it_is_grave() -> None:
    assert heard({"lexicon.incitement": 1}).severity is Severity.HIGH
    assert heard({"lexicon.incitement": 1, "lexicon.danger_now": True}).severity is Severity.GRAVE


def test_an_offer_of_something_illegal_is_medium() -> None:
    proposal = heard({"lexicon.illegal": 1})
    assert proposal.grounds == ("CON-04",)
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


@pytest.mark.parametrize("way", ["spam.contact_lure", "spam.promotion", "spam.links", "personal_data.phone"])
def test_an_offer_that_says_how_to_get_it_is_high(way: str) -> None:
    assert heard({"lexicon.illegal": 1, way: 1}).severity is Severity.HIGH


def test_an_official_link_beside_it_does_not_make_it_an_offer() -> None:
    said = {"lexicon.illegal": 1, "spam.links": 1, "spam.links_official": 1}
    assert heard(said).severity is Severity.MEDIUM


@pytest.mark.parametrize("excuse", ["quoted", "negated", "counter_speech"])
@pytest.mark.parametrize("fact", ["incitement", "illegal"])
def test_words_quoted_denied_or_spoken_against_are_no_call(fact: str, excuse: str) -> None:
    assert heard({f"lexicon.{fact}": 1, f"lexicon.{excuse}": True}).grounds == ()

"""CON-06: obscene, profane or sexually explicit. One swear word at a service stays up."""

import pytest
from tests.rules.hearing import heard

from evenhand.core.vocabulary import Severity, Suggestion


def test_sexually_explicit_words_are_to_be_hidden() -> None:
    proposal = heard({"lexicon.sexual": 1})
    assert proposal.grounds == ("CON-06",)
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


def test_sexual_words_in_a_disclosure_are_not_held_against_the_writer() -> None:
    proposal = heard({"lexicon.sexual": 1, "lexicon.safeguarding": 1})
    assert proposal.grounds == ()
    assert proposal.route == "REF-02"


def test_mild_swearing_is_nothing() -> None:
    assert heard({"lexicon.profanity_mild": 5}).reasons == ()


def test_strong_swearing_alone_is_looked_at_once_or_twice_and_to_be_hidden_from_three() -> None:
    assert heard({"lexicon.profanity_strong": 1}).suggest is Suggestion.LEAVE
    assert heard({"lexicon.profanity_strong": 2}).suggest is Suggestion.LEAVE
    assert heard({"lexicon.profanity_strong": 3}).suggest is Suggestion.HIDE


@pytest.mark.parametrize("fact", ["criticism", "complaint"])
def test_strong_swearing_at_a_service_is_left_up_however_often(fact: str) -> None:
    assert "CON-06" not in heard({"lexicon.profanity_strong": 2, f"lexicon.{fact}": 1}).grounds
    thick = heard({"lexicon.profanity_strong": 3, f"lexicon.{fact}": 1})
    assert "CON-06" in thick.grounds
    assert thick.suggest in (Suggestion.LEAVE, Suggestion.REPLY)


def test_thanks_with_a_swear_word_are_thanks() -> None:
    assert heard({"lexicon.profanity_strong": 1, "lexicon.thanks": 1}).reasons == ()


def test_quoted_swearing_is_nothing() -> None:
    assert heard({"lexicon.profanity_strong": 4, "lexicon.quoted": True}).grounds == ()

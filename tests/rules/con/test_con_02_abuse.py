"""CON-02: abusive, threatening or intimidating; personal attacks, harassment, bullying."""

import pytest
from tests.rules.hearing import heard

from evenhand.core.vocabulary import Severity, Suggestion


def test_a_threat_is_high_and_against_somebody_by_name_it_is_grave() -> None:
    assert heard({"lexicon.threat": 1}).severity is Severity.HIGH
    assert heard({"lexicon.threat": 1, "named_people.officers": 1}).severity is Severity.GRAVE


def test_an_insult_to_a_person_is_medium_and_to_be_hidden() -> None:
    proposal = heard({"lexicon.insult": 1})
    assert proposal.grounds == ("CON-02",)
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


def test_an_insult_word_aimed_at_nobody_is_nothing() -> None:
    assert heard({"lexicon.insult_word": 2}).grounds == ()


def test_an_insult_inside_criticism_is_left_for_a_person_to_judge() -> None:
    proposal = heard({"lexicon.insult": 1, "lexicon.criticism": 1})
    assert proposal.grounds == ("CON-02",)
    assert (proposal.severity, proposal.suggest) == (Severity.LOW, Suggestion.LEAVE)


def test_insults_heaped_on_people_are_to_be_hidden_whatever_they_criticise() -> None:
    two = {"lexicon.insult": 2, "lexicon.criticism": 1}
    assert heard(two).suggest is Suggestion.LEAVE
    assert heard({**two, "lexicon.profanity_strong": 1}).suggest is Suggestion.HIDE
    assert heard({**two, "lexicon.insult": 3}).suggest is Suggestion.HIDE


def test_an_insult_by_name_is_to_be_hidden_whatever_it_criticises() -> None:
    said = {"lexicon.insult": 1, "lexicon.criticism": 1, "named_people.members": 1}
    assert heard(said).suggest is Suggestion.HIDE


@pytest.mark.parametrize("role", ["officers", "members", "private_people"])
def test_officers_members_and_the_public_are_guarded_alike(role: str) -> None:
    proposal = heard({"lexicon.insult": 1, f"named_people.{role}": 1})
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


@pytest.mark.parametrize("excuse", ["quoted", "negated", "counter_speech"])
def test_an_insult_that_is_quoted_denied_or_spoken_against_is_nothing(excuse: str) -> None:
    assert heard({"lexicon.insult": 1, f"lexicon.{excuse}": True}).grounds == ()


def test_the_words_of_a_threat_in_quotation_marks_are_looked_at_but_not_to_be_hidden() -> None:
    proposal = heard({"lexicon.threat": 1, "lexicon.quoted": True})
    assert proposal.grounds == ("CON-02",)
    assert (proposal.severity, proposal.suggest) == (Severity.LOW, Suggestion.LEAVE)


@pytest.mark.parametrize("fact", ["harassment", "wish_harm"])
def test_hounding_and_wishing_harm_are_high(fact: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1})
    assert proposal.grounds == ("CON-02",)
    assert (proposal.severity, proposal.suggest) == (Severity.HIGH, Suggestion.HIDE)


def test_swearing_at_a_service_is_not_abuse() -> None:
    assert "CON-02" not in heard({"lexicon.profanity_strong": 2, "lexicon.criticism": 1}).grounds

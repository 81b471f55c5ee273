"""CON-08: party-political. Never automatic, a reason is compulsory; stricter before an election (ELE-01)."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.values import NEVER_AUTOMATIC
from evenhand.core.vocabulary import Severity, Suggestion


@pytest.mark.parametrize("fact", ["political_support", "political_oppose"])
def test_urging_for_or_against_a_party_is_looked_at_and_left_up(fact: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1})
    assert proposal.grounds == ("CON-08",)
    assert (proposal.severity, proposal.suggest) == (Severity.LOW, Suggestion.LEAVE)


@pytest.mark.parametrize("fact", ["political_support", "political_oppose"])
def test_in_a_pre_election_period_it_is_to_be_hidden_for_and_against_alike(fact: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1}, pre_election=True)
    assert proposal.grounds == ("CON-08",)
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


def test_naming_a_party_is_nothing_even_before_an_election() -> None:
    assert heard({"lexicon.party": 2}, pre_election=True).grounds == ()


def test_criticising_a_decision_is_not_party_political() -> None:
    proposal = heard({"lexicon.criticism": 1, "lexicon.party": 1}, pre_election=True)
    assert proposal.grounds == ()
    assert proposal.protected


def test_quoting_a_slogan_is_not_urging() -> None:
    assert heard({"lexicon.political_support": 1, "lexicon.quoted": True}, pre_election=True).grounds == ()


def test_it_may_not_be_automatic_and_needs_a_reason() -> None:
    assert "CON-08" in NEVER_AUTOMATIC
    assert STOCKPORT.grounds["CON-08"].reason_compulsory

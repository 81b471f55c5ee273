"""CON-03: hate speech or discrimination for any protected characteristic. Severe."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.vocabulary import Severity, Suggestion

EXCUSES = ["quoted", "negated", "counter_speech"]


@pytest.mark.parametrize("fact", ["slur", "group_hostility"])
def test_a_slur_and_hostility_to_a_group_are_high_and_to_be_hidden(fact: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1})
    assert proposal.grounds == ("CON-03",)
    assert (proposal.severity, proposal.suggest) == (Severity.HIGH, Suggestion.HIDE)


@pytest.mark.parametrize("harm", ["threat", "incitement", "wish_harm"])
def test_violence_towards_a_group_is_grave(harm: str) -> None:
    proposal = heard({"lexicon.group": 1, f"lexicon.{harm}": 1})
    assert proposal.grounds[0] == "CON-03"
    assert proposal.severity is Severity.GRAVE


def test_naming_a_group_is_nothing() -> None:
    assert heard({"lexicon.group": 3}).grounds == ()


@pytest.mark.parametrize("excuse", EXCUSES)
@pytest.mark.parametrize("fact", ["slur", "group_hostility"])
def test_hatred_that_is_quoted_denied_or_spoken_against_proposes_no_removal(fact: str, excuse: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1, "lexicon.group": 1, f"lexicon.{excuse}": True})
    assert proposal.suggest is Suggestion.LEAVE
    assert proposal.grounds == ()


def test_a_word_people_use_of_themselves_with_pride_is_left_up() -> None:
    proposal = heard({"lexicon.slur": 1, "lexicon.identity_positive": True})
    assert proposal.suggest is Suggestion.LEAVE
    assert proposal.severity is Severity.LOW


def test_positive_identity_without_such_a_word_is_nothing() -> None:
    assert heard({"lexicon.group": 1, "lexicon.identity_positive": True}).reasons == ()


def test_a_contested_word_alone_is_left_up_and_looked_at() -> None:
    proposal = heard({"lexicon.slur_contested": 1})
    assert proposal.grounds == ("CON-03",)
    assert proposal.suggest is Suggestion.LEAVE


def test_a_contested_word_beside_an_insult_is_to_be_hidden() -> None:
    proposal = heard({"lexicon.slur_contested": 1, "lexicon.insult": 1})
    assert "CON-03" in proposal.grounds
    assert proposal.suggest is Suggestion.HIDE


def test_it_weighs_two_strikes_and_may_propose_a_block_at_once() -> None:
    assert STOCKPORT.grounds["CON-03"].strike_weight == 2
    assert "CON-03" in STOCKPORT.rules["STR-04"].values.block_at_once

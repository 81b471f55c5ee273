"""REF-01: an allegation against staff or members is preserved, answered with the form, and referred."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.vocabulary import Severity, Suggestion


@pytest.mark.parametrize("whom", ["lexicon.council", "named_people.officers", "named_people.members"])
def test_an_allegation_against_the_council_or_its_people_is_referred(whom: str) -> None:
    proposal = heard({"lexicon.allegation": 1, whom: 1})
    assert (proposal.route, proposal.suggest) == ("REF-01", Suggestion.REFER)


def test_an_allegation_against_nobody_in_particular_is_referred_too() -> None:
    proposal = heard({"lexicon.allegation": 1})
    assert (proposal.route, proposal.severity) == ("REF-01", Severity.LOW)


def test_the_council_named_without_an_allegation_is_nothing() -> None:
    assert heard({"lexicon.council": 1}).route is None


def test_an_insult_beside_an_allegation_does_not_hide_it() -> None:
    proposal = heard({"lexicon.allegation": 1, "lexicon.council": 1, "lexicon.insult": 1})
    assert proposal.grounds == ("CON-02",)
    assert proposal.severity is Severity.MEDIUM
    assert proposal.suggest is Suggestion.REFER


def test_a_threat_beside_an_allegation_is_to_be_hidden_and_the_allegation_is_still_named() -> None:
    proposal = heard({"lexicon.allegation": 1, "lexicon.council": 1, "lexicon.threat": 1})
    assert proposal.suggest is Suggestion.HIDE
    assert proposal.route == "REF-01"


def test_the_answer_names_the_complaints_form() -> None:
    assert "the complaints form" in STOCKPORT.reply("REF-01")
    assert "{" not in STOCKPORT.reply("REF-01")

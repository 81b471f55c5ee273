"""CON-10: personal or confidential information, one's own or another's, is to be hidden at once."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.vocabulary import Severity, Suggestion


@pytest.mark.parametrize("kind", ["phone", "email", "address"])
def test_how_to_reach_somebody_else_is_high_and_to_be_hidden(kind: str) -> None:
    proposal = heard({f"personal_data.{kind}": 1, "personal_data.others": 1})
    assert proposal.grounds == ("CON-10",)
    assert (proposal.severity, proposal.suggest) == (Severity.HIGH, Suggestion.HIDE)


def test_the_writers_own_details_are_medium_and_to_be_hidden() -> None:
    proposal = heard({"personal_data.phone": 1, "personal_data.own": 1})
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


@pytest.mark.parametrize("kind", ["ni_number", "nhs_number", "passport", "driving_licence", "bank", "card"])
def test_a_number_that_can_be_misused_is_high_whoever_it_belongs_to(kind: str) -> None:
    proposal = heard({f"personal_data.{kind}": 1})
    assert (proposal.severity, proposal.suggest) == (Severity.HIGH, Suggestion.HIDE)


def test_the_school_of_a_child_is_high() -> None:
    assert heard({"personal_data.child_school": 1}).severity is Severity.HIGH


def test_a_number_plate_is_looked_at_and_left_up() -> None:
    proposal = heard({"personal_data.plate": 1, "personal_data.others": 1})
    assert proposal.grounds == ("CON-10",)
    assert proposal.suggest is Suggestion.LEAVE


def test_the_number_of_a_tradesman_in_an_advertisement_is_spam_and_no_private_detail() -> None:
    proposal = heard({"personal_data.phone": 1, "personal_data.others": 1, "spam.promotion": 1})
    assert "CON-10" not in proposal.grounds


def test_the_number_to_which_a_lure_leads_is_spam_and_no_private_detail() -> None:
    said = {"personal_data.phone": 1, "personal_data.own": 1, "spam.money_lure": 1, "spam.contact_lure": 1}
    assert heard(said).grounds == ("CON-05",)


def test_no_private_detail_is_nothing() -> None:
    assert heard({"personal_data.others": 0}).grounds == ()


def test_it_gives_no_strike() -> None:
    assert STOCKPORT.grounds["CON-10"].strike_weight == 0
    assert "CON-10" in STOCKPORT.rules["STR-05"].values.rules

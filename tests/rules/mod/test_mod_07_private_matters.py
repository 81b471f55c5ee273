"""MOD-07: personal issues are moved to a direct message; hidden if the comment exposes the person."""

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.vocabulary import Suggestion


def test_a_personal_matter_is_answered_with_an_invitation() -> None:
    proposal = heard({"lexicon.personal_issue": 1})
    assert (proposal.route, proposal.suggest) == ("MOD-07", Suggestion.REPLY)
    assert proposal.grounds == ()


def test_a_personal_matter_with_ones_own_details_is_hidden_too() -> None:
    proposal = heard({"lexicon.personal_issue": 1, "personal_data.own": 1, "personal_data.phone": 1})
    assert (proposal.route, proposal.suggest) == ("MOD-07", Suggestion.HIDE)


def test_a_complaint_about_ones_own_case_goes_private_rather_than_to_the_form() -> None:
    assert heard({"lexicon.personal_issue": 1, "lexicon.complaint": 1}).route == "MOD-07"


def test_the_answer_says_where_to_write() -> None:
    assert "a private message to this page" in STOCKPORT.reply("MOD-07")

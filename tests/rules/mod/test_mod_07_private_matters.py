"""MOD-07: personal issues are moved to a direct message; hidden if the comment exposes the person."""

from dataclasses import replace

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.moderation import Draft, answering
from evenhand.core.private_move import private_move
from evenhand.core.vocabulary import Outcome, Suggestion, Verb


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


def test_the_move_is_the_invitation_alone_where_nothing_is_exposed() -> None:
    move = private_move(STOCKPORT, heard({"lexicon.personal_issue": 1}))
    assert move is not None
    assert (move.hide, move.because) == (False, "it is about the writer's own case")
    assert move.reply == STOCKPORT.reply("MOD-07")


def test_the_move_hides_what_exposes_the_person() -> None:
    move = private_move(STOCKPORT, heard({"lexicon.personal_issue": 1, "personal_data.own": 1}))
    assert move is not None
    assert (move.hide, move.because) == (True, "it shows the writer's own private details")


def test_the_move_hides_somebody_elses_details_beside_a_matter_of_ones_own() -> None:
    move = private_move(STOCKPORT, heard({"lexicon.personal_issue": 1, "personal_data.child_school": 1}))
    assert move is not None
    assert (move.hide, move.because) == (True, "it says which school a child goes to")


def test_a_number_plate_that_is_only_looked_at_is_not_hidden() -> None:
    move = private_move(STOCKPORT, heard({"lexicon.personal_issue": 1, "personal_data.plate": 1}))
    assert move is not None
    assert not move.hide


def test_an_insult_beside_a_personal_matter_is_not_hidden_for_being_personal() -> None:
    proposal = heard({"lexicon.personal_issue": 1, "lexicon.insult": 1})
    move = private_move(STOCKPORT, proposal)
    assert move is not None
    assert proposal.suggest is Suggestion.HIDE
    assert not move.hide


def test_a_concern_for_somebodys_safety_keeps_a_personal_comment_up() -> None:
    said = {"lexicon.personal_issue": 1, "personal_data.own": 1, "lexicon.safeguarding": 1}
    move = private_move(STOCKPORT, heard(said))
    assert move is not None
    assert not move.hide


def test_nothing_personal_is_no_move() -> None:
    assert private_move(STOCKPORT, heard({"lexicon.complaint": 1})) is None


def test_a_comment_hidden_for_moving_it_is_answered_and_other_removals_are_not() -> None:
    moved = Draft(Outcome.HIDE, ground="CON-10", route="MOD-07", reply="Please send us a private message.")
    assert answering(moved) is Verb.REPLY
    assert answering(replace(moved, route="")) is None
    assert answering(replace(moved, outcome=Outcome.DELETE)) is None
    assert answering(replace(moved, reply=" ")) is None

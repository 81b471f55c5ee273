"""REF-05: words of crisis or self-harm get support, not deletion."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.conduct import HARSHNESS
from evenhand.core.moderation import Draft, answering, not_deletion, objections
from evenhand.core.referrals import ReferralKind, referrals
from evenhand.core.vocabulary import Outcome, Severity, Suggestion, Support, Verb


def test_words_of_crisis_are_answered_and_danger_now_is_passed_on() -> None:
    assert heard({"lexicon.crisis": 1}).suggest is Suggestion.REPLY
    now = heard({"lexicon.crisis": 1, "lexicon.danger_now": True})
    assert (now.severity, now.suggest) == (Severity.GRAVE, Suggestion.REFER)


@pytest.mark.parametrize("beside", ["lexicon.profanity_strong", "lexicon.wish_harm", "lexicon.sexual"])
def test_whatever_stands_beside_words_of_crisis_they_are_not_hidden(beside: str) -> None:
    proposal = heard({"lexicon.crisis": 1, beside: 4})
    assert proposal.route == "REF-05"
    assert proposal.suggest is Suggestion.REPLY


def test_no_clause_of_it_takes_a_comment_down_and_it_gives_no_strike() -> None:
    assert not any(HARSHNESS[clause.suggest] for clause in STOCKPORT.rules["REF-05"].clauses)
    assert "REF-05" in STOCKPORT.rules["STR-05"].values.rules


def test_the_answer_gives_the_help_lines() -> None:
    assert "Samaritans, 116 123 (any time)" in STOCKPORT.reply("REF-05")


def test_it_opens_support_that_only_named_roles_see_with_999_first() -> None:
    (referral,) = referrals(STOCKPORT, heard({"lexicon.crisis": 1}), in_active_hours=False)
    assert (referral.kind, referral.rule) == (ReferralKind.SUPPORT, "REF-05")
    assert referral.restricted
    assert referral.preserved
    assert referral.on_screen == "In danger now: ring 999"
    assert {contact.name for contact in referral.contacts} >= {"Samaritans", "Childline"}
    assert "Samaritans" in referral.reply


def test_words_of_crisis_are_not_deleted_and_may_be_hidden() -> None:
    deleted = not_deletion(Draft(Outcome.DELETE, ground="CON-04"), "REF-05")
    assert deleted is not None
    assert (deleted.field, deleted.rule) == ("outcome", "REF-05")
    assert not_deletion(Draft(Outcome.HIDE, ground="CON-04"), "REF-05") is None
    assert not_deletion(Draft(Outcome.DELETE, ground="CON-04"), "REF-04") is None


def test_help_may_be_offered_in_private() -> None:
    draft = Draft(Outcome.REPLY, route="REF-05", reply="You can talk to somebody.", privately=True)
    assert answering(draft) is Verb.PRIVATE_REPLY
    assert objections(draft, STOCKPORT, {Verb.PRIVATE_REPLY: Support.SUPPORTED}) == ()

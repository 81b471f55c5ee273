"""REF-04: a complaint is answered with the complaints form, and a service request with the service."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.lifecycle import ReferralEvent, ReferralState, next_referral_state
from evenhand.core.referrals import ReferralKind, referrals
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Severity, Suggestion


@pytest.mark.parametrize("fact", ["complaint", "service_request", "question"])
def test_a_complaint_a_request_and_a_question_are_answered(fact: str) -> None:
    proposal = heard({f"lexicon.{fact}": 1})
    assert (proposal.route, proposal.suggest, proposal.severity) == ("REF-04", Suggestion.REPLY, Severity.LOW)


def test_two_words_with_a_question_mark_are_no_question_to_the_council() -> None:
    assert heard({"lexicon.question": 1, "form.words": 2}).route is None
    assert heard({"lexicon.question": 1, "form.words": 3}).route == "REF-04"


def test_a_complaint_with_thick_swearing_is_answered_and_not_hidden() -> None:
    assert heard({"lexicon.complaint": 1, "lexicon.profanity_strong": 3}).suggest is Suggestion.REPLY


def test_a_question_does_not_shelter_an_insult() -> None:
    proposal = heard({"lexicon.question": 1, "lexicon.insult": 1})
    assert proposal.suggest is Suggestion.HIDE
    assert proposal.route == "REF-04"


def test_the_answer_names_the_body_and_the_form() -> None:
    answer = STOCKPORT.reply("REF-04")
    assert "Stockport Council" in answer
    assert "complaints form" in answer


def test_a_body_that_works_by_another_bodys_edition_answers_in_its_own_name() -> None:
    answer = STOCKPORT.reply("REF-04", body="Marlbury Town Council")
    assert "Marlbury Town Council" in answer
    assert "Stockport Council" not in answer


def test_it_is_opened_with_its_answer_and_is_not_restricted() -> None:
    (referral,) = referrals(STOCKPORT, heard({"lexicon.complaint": 1}), in_active_hours=True)
    assert (referral.kind, referral.rule) == (ReferralKind.COMPLAINT, "REF-04")
    assert not referral.restricted
    assert not referral.preserved
    assert "complaints form" in referral.reply


def test_an_answered_complaint_may_still_be_handed_over_and_nothing_else() -> None:
    answered = next_referral_state(ReferralState.OPENED, ReferralEvent.ANSWER)
    assert next_referral_state(answered, ReferralEvent.HAND_OVER) is ReferralState.HANDED_OVER
    with pytest.raises(Refused, match=r"a referral that is answered. Its state allows hand over"):
        next_referral_state(answered, ReferralEvent.CONCLUDE)


def test_an_unanswered_one_cannot_be_concluded() -> None:
    with pytest.raises(Refused, match=r"Its state allows answer; hand over"):
        next_referral_state(ReferralState.OPENED, ReferralEvent.CONCLUDE)
    with pytest.raises(Refused, match=r"Its state allows nothing more"):
        next_referral_state(ReferralState.CONCLUDED, ReferralEvent.HAND_OVER)


def test_a_quiet_comment_opens_nothing() -> None:
    assert referrals(STOCKPORT, heard({}), in_active_hours=True) == ()

"""REF-03: what may be a crime is passed to the police with the evidence; the police decide what it is."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.referrals import ReferralKind, police_referral, referrals
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Police


def test_it_says_possible_offence_and_that_the_police_decide() -> None:
    referral = police_referral(STOCKPORT, "it threatens an officer by name", in_active_hours=True)
    assert (referral.kind, referral.rule, referral.to) == (ReferralKind.POLICE, "REF-03", "the police")
    assert referral.because == "possible offence; the police decide: it threatens an officer by name"


def test_it_is_restricted_keeps_the_comment_and_shows_999_before_101() -> None:
    referral = police_referral(STOCKPORT, "a threat", in_active_hours=False)
    assert referral.restricted
    assert referral.preserved
    assert referral.on_screen == "In danger now: ring 999"
    assert [contact.phone for contact in referral.contacts] == ["999", "101"]


def test_no_program_opens_one() -> None:
    said = {"lexicon.threat": 1, "named_people.officers": 1, "lexicon.incitement": 1, "lexicon.safeguarding": 1}
    opened = referrals(STOCKPORT, heard(said), in_active_hours=True)
    assert ReferralKind.POLICE not in {referral.kind for referral in opened}


def test_an_edition_without_police_contacts_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="the police are not named"):
        Police(())

"""CON-11: the rules bind colleagues, customers and the public; a comment by staff is a case too."""

from datetime import date

from tests.rules.hearing import STOCKPORT, readings

from evenhand.core.conduct import propose
from evenhand.core.referrals import ReferralKind, staff_referral
from evenhand.core.values import StaffConduct
from evenhand.core.vocabulary import Author, Comment


def test_who_wrote_a_comment_changes_nothing_that_is_proposed() -> None:
    read = readings({"lexicon.insult": 1})
    authors = (Author("1", "@priya.council", "Priya Nair"), Author("2", "@anon", ""), Author())
    proposals = {propose(STOCKPORT, Comment("x", date(2024, 3, 4), author=who), read) for who in authors}
    assert len(proposals) == 1


def test_no_clause_asks_for_anything_but_what_was_said_and_how_often() -> None:
    asked = {
        fact for rule in STOCKPORT.rules.values() for c in rule.clauses for s, fact in c.when.refers if s == "context"
    }
    assert asked <= {"pre_election", "repeats", "attachments", "has_text", "has_post"}


def test_a_comment_by_staff_may_be_passed_to_dignity_at_work() -> None:
    assert STOCKPORT.value("CON-11", StaffConduct).may_refer_to == "Dignity at work"


def test_only_a_comment_by_staff_has_the_second_route() -> None:
    referral = staff_referral(STOCKPORT, "it insults a colleague", author_is_staff=True)
    assert referral is not None
    assert (referral.kind, referral.to) == (ReferralKind.STAFF_CONDUCT, "Dignity at work")
    assert referral.because == "it insults a colleague"
    assert referral.restricted
    assert staff_referral(STOCKPORT, "it insults a colleague", author_is_staff=False) is None

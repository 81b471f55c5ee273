"""CON-05: spam, repetition, excessive self-promotion. Repetition is counted across posts and aliases."""

import pytest
from tests.rules.hearing import heard

from evenhand.core.vocabulary import Severity, Suggestion


@pytest.mark.parametrize("way", ["spam.links", "spam.shorteners", "spam.contact_lure", "personal_data.phone"])
def test_a_money_lure_with_a_way_out_is_to_be_hidden(way: str) -> None:
    proposal = heard({"spam.money_lure": 1, way: 1})
    assert proposal.grounds == ("CON-05",)
    assert (proposal.severity, proposal.suggest) == (Severity.MEDIUM, Suggestion.HIDE)


def test_talk_of_money_that_leads_nowhere_is_nothing() -> None:
    assert heard({"spam.money_lure": 1}).grounds == ()


def test_an_official_link_is_no_way_out() -> None:
    assert heard({"spam.money_lure": 1, "spam.links": 1, "spam.links_official": 1}).grounds == ()


def test_one_advertisement_without_a_link_is_left_alone() -> None:
    assert heard({"spam.promotion": 1}).grounds == ()


def test_an_advertisement_posted_for_the_third_time_is_to_be_hidden() -> None:
    assert heard({"spam.promotion": 1}, repeats=1).grounds == ()
    assert heard({"spam.promotion": 1}, repeats=2).suggest is Suggestion.HIDE


def test_the_same_words_for_the_third_time_are_looked_at_and_for_the_sixth_to_be_hidden() -> None:
    assert heard({}, repeats=1).grounds == ()
    assert heard({}, repeats=2).grounds == ("CON-05",)
    assert heard({}, repeats=4).suggest is Suggestion.LEAVE
    assert heard({}, repeats=5).suggest is Suggestion.HIDE


def test_short_words_such_as_thanks_may_be_said_as_often_as_one_likes() -> None:
    assert heard({"form.words": 5}, repeats=9).grounds == ()
    assert heard({"form.words": 6}, repeats=9).grounds == ("CON-05",)
    assert heard({"lexicon.thanks": 1}, repeats=9).grounds == ()


def test_many_names_or_tags_are_looked_at() -> None:
    assert heard({"spam.mentions": 9}).grounds == ()
    assert heard({"spam.mentions": 10}).grounds == ("CON-05",)
    assert heard({"spam.hashtags": 14}).grounds == ()
    assert heard({"spam.hashtags": 15}).suggest is Suggestion.LEAVE


def test_one_text_of_many_people_is_only_looked_at() -> None:
    assert heard({"repetition.others": 4}).grounds == ()
    proposal = heard({"repetition.others": 40})
    assert (proposal.grounds, proposal.suggest) == (("CON-05",), Suggestion.LEAVE)
    assert all(reason.doubt for reason in proposal.reasons)


def test_a_petition_with_its_link_is_only_looked_at() -> None:
    assert heard({"repetition.others": 40, "spam.links": 1}).suggest is Suggestion.LEAVE
    assert heard({"repetition.others": 40, "spam.shorteners": 1, "spam.links": 1}).suggest is Suggestion.LEAVE


@pytest.mark.parametrize("lure", ["spam.contact_lure", "spam.money_lure", "spam.promotion"])
def test_one_text_of_several_accounts_that_lures_is_to_be_hidden(lure: str) -> None:
    assert heard({"repetition.others": 1, lure: 1}).grounds == ()
    assert heard({"repetition.others": 2, lure: 1}).suggest is Suggestion.HIDE


def test_an_edited_copy_of_the_same_person_counts_as_the_same_words_do() -> None:
    assert heard({"repetition.own": 1}).grounds == ()
    assert heard({"repetition.own": 4}).suggest is Suggestion.LEAVE
    assert heard({"repetition.own": 5}).suggest is Suggestion.HIDE
    assert heard({"repetition.own": 9, "lexicon.thanks": 1}).grounds == ()


def test_the_same_under_four_posts_in_ten_minutes_is_to_be_hidden() -> None:
    assert heard({"repetition.own": 3, "repetition.posts_in_10_minutes": 3}).suggest is Suggestion.LEAVE
    assert heard({"repetition.own": 3, "repetition.posts_in_10_minutes": 4}).suggest is Suggestion.HIDE


def test_writing_very_fast_is_only_looked_at() -> None:
    assert heard({"repetition.in_10_minutes": 14, "repetition.posts_in_10_minutes": 7}).grounds == ()
    assert heard({"repetition.in_10_minutes": 15}).suggest is Suggestion.LEAVE
    assert heard({"repetition.posts_in_10_minutes": 8}).suggest is Suggestion.LEAVE

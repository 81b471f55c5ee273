"""STR-01: a confirmed breach counts as a strike with the weight of its ground."""

from dataclasses import replace

import pytest
from tests.rules.histories import hidden, on_record
from tests.rules.refusal import refused
from tests.rules.working_time import STOCKPORT, WEALDHAM

from evenhand.core.breaches import Second, weight
from evenhand.core.edition import Edition
from evenhand.core.strikes import NoCount
from evenhand.core.vocabulary import Outcome


def weighing(ground: str, strikes: int) -> Edition:
    rule = STOCKPORT.rules[ground]
    assert rule.ground is not None
    heavier = replace(rule, ground=replace(rule.ground, strike_weight=strikes))
    return replace(STOCKPORT, rules={**STOCKPORT.rules, ground: heavier})


@pytest.mark.parametrize("outcome", [Outcome.HIDE, Outcome.DELETE])
def test_a_removal_counts_with_the_weight_of_its_ground(outcome: Outcome) -> None:
    abuse, hate = hidden(1, "2024-03-04", outcome=outcome), hidden(2, "2024-03-05", "CON-03", outcome=outcome)
    assert on_record(abuse).total == weight(STOCKPORT, "CON-02") == 1
    assert on_record(hate).total == weight(STOCKPORT, "CON-03") == 2
    assert on_record(abuse, hate).total == 3


@pytest.mark.parametrize("outcome", [Outcome.LEAVE, Outcome.PROTECT, Outcome.REPLY, Outcome.REFER])
def test_what_stayed_up_is_no_strike(outcome: Outcome) -> None:
    found = on_record(hidden(1, "2024-03-04", outcome=outcome))
    assert found.total == 0
    assert found.not_counted == (NoCount("d1", "STR-01", f"the comment was not removed: {outcome}"),)


def test_a_decision_that_a_second_person_has_to_approve_counts_once_they_have() -> None:
    nine = [hidden(1, "2024-03-04", "CON-09", second=said) for said in Second]
    assert [on_record(decision).total for decision in nine] == [1, 0, 1, 0]
    assert [found.because for each in nine for found in on_record(each).not_counted] == [
        "a second person has not approved it",
        "the second person refused it",
    ]


def test_a_comment_counts_once_however_often_it_was_decided_about() -> None:
    first = hidden(1, "2024-03-04", "CON-02", comment="c")
    edited = hidden(2, "2024-03-06", "CON-03", comment="c")
    (strike,) = on_record(edited, first).counted
    assert (strike.weight, strike.decisions, strike.grounds) == (2, ("d1", "d2"), ("CON-02", "CON-03"))
    assert strike.written_on.isoformat() == "2024-03-06"
    assert on_record(first, first).total == 1
    assert on_record(replace(edited, ground="CON-02"), hidden(3, "2024-03-03", "CON-03", comment="c")).total == 2


def test_the_same_decision_given_twice_counts_once() -> None:
    (strike,) = on_record(hidden(1, "2024-03-04"), hidden(1, "2024-03-04")).counted
    assert strike.decisions == ("d1",)


def test_two_decisions_under_one_number_are_refused() -> None:
    with refused("STR-01", "Decision d1 is given twice, in two versions"):
        on_record(hidden(1, "2024-03-04"), hidden(1, "2024-03-05"))


def test_strikes_are_the_persons_over_all_accounts_that_are_theirs_and_nobody_elses() -> None:
    dell, dilly, other = (hidden(n, "2024-03-04", author=a) for n, a in enumerate(("fb:dell", "ig:dilly", "fb:oz")))
    assert on_record(dell, dilly, other, authors=["fb:dell", "ig:dilly"]).total == 2
    assert on_record(dell, dilly, other).total == 1
    assert on_record(dell, dilly, other, authors=[]).total == 0
    assert on_record(dell, dilly, other).not_counted == ()


def test_a_decision_keeps_the_weight_of_the_edition_it_cites() -> None:
    old = hidden(1, "2024-03-04", under=weighing("CON-02", 3))
    assert on_record(old, hidden(2, "2024-03-05")).total == 4
    assert on_record(hidden(1, "2024-03-04"), edition=weighing("CON-02", 3)).total == 1


def test_what_was_written_later_does_not_count_yet() -> None:
    found = on_record(hidden(1, "2024-06-04"), on="2024-06-03")
    assert found.not_counted == (NoCount("d1", "STR-01", "it was not written by 3 June 2024"),)
    assert on_record(hidden(1, "2024-06-03"), on="2024-06-03").total == 1


def test_the_day_is_that_of_the_bodys_own_clock() -> None:
    """Half past midnight in London is still the day before in UTC."""
    (strike,) = on_record(hidden(1, "2024-06-03 00:30")).counted
    assert strike.written_on.isoformat() == "2024-06-03"
    assert strike.written_at.isoformat() == "2024-06-02T23:30:00+00:00"


def test_strikes_stand_in_the_order_of_what_was_written() -> None:
    third, first, second = hidden(1, "2024-05-01"), hidden(2, "2024-03-01"), hidden(3, "2024-04-01")
    assert [strike.comment for strike in on_record(third, first, second).counted] == ["c2", "c3", "c1"]


def test_a_comment_decided_about_twice_stands_where_its_latest_words_stand() -> None:
    first, edited = hidden(1, "2024-03-01", comment="a"), hidden(3, "2024-05-01", comment="a")
    assert [s.comment for s in on_record(first, hidden(2, "2024-04-01", comment="b"), edited).counted] == ["b", "a"]


def test_an_unknown_ground_is_refused() -> None:
    with refused("STR-01", 'a breach of "CON-99"', "has no such ground"):
        on_record(hidden(1, "2024-03-04", "CON-99"))
    with refused("STR-01", 'a breach of ""'):
        weight(WEALDHAM, "")


def test_a_time_without_a_zone_is_refused() -> None:
    naive = hidden(1, "2024-03-04")
    with refused("STR-01", "has no time zone"):
        on_record(replace(naive, written_at=naive.written_at.replace(tzinfo=None)))

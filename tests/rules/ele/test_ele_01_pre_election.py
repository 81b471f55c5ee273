"""ELE-01: dates set by a person, per area; in them CON-08 is stricter and removals are logged by party named."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.hearing import heard
from tests.rules.refusal import refused
from tests.rules.working_time import LONDON, STOCKPORT, WEALDHAM, wall

from evenhand.core.elections import (
    Inside,
    PartyLine,
    Period,
    inside,
    log_line,
    removals_by_party,
    set_period,
    suggested_period,
)
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import PreElection
from evenhand.core.vocabulary import Outcome, Suggestion

POLL = date(2024, 5, 2)
PERIOD = set_period(suggested_period(STOCKPORT, "Bramhall", POLL), by=4)
IN_IT = Inside(True, ("x",))


def found(at: str, *areas: str, periods: tuple[Period, ...] = (PERIOD,)) -> Inside:
    return inside(periods, wall(at), areas or ("Bramhall",), LONDON)


def line(
    *parties: str, decision: str = "d1", period: Inside = IN_IT, outcome: Outcome = Outcome.HIDE
) -> PartyLine | None:
    return log_line(
        period, decision, on=date(2024, 4, 2), areas=["Offerton", "Bramhall", "Marple", "Heatons", "Offerton"],
        ground="CON-02", outcome=outcome, parties=parties,
    )  # fmt: skip


def test_six_weeks_before_the_poll_are_suggested_and_the_poll_is_within() -> None:
    suggested = suggested_period(STOCKPORT, "Bramhall", POLL)
    assert (suggested.first_on, suggested.last_on, suggested.poll_on) == (date(2024, 3, 21), POLL, POLL)
    assert suggested_period(WEALDHAM, "Wealdham", POLL).first_on == date(2024, 3, 28)


def test_nothing_follows_from_a_suggestion_until_a_person_has_set_it() -> None:
    assert not found("2024-04-02 12:00", periods=(suggested_period(STOCKPORT, "Bramhall", POLL),)).pre_election
    assert PERIOD.set_by == 4
    assert found("2024-04-02 12:00").pre_election


@pytest.mark.parametrize(
    ("at", "within"),
    [
        ("2024-03-20 23:59:59", False),
        ("2024-03-21 00:00", True),
        ("2024-05-02 23:59:59", True),
        ("2024-05-03 00:00", False),
    ],
)
def test_the_first_and_the_last_day_are_within_on_the_bodys_own_clock(at: str, within: bool) -> None:
    assert found(at).pre_election is within


def test_a_period_is_for_its_area_alone() -> None:
    assert found("2024-04-02 12:00", "Offerton") == Inside(False, ())
    assert found("2024-04-02 12:00", "Offerton", "Bramhall").pre_election


def test_every_period_that_applies_is_named() -> None:
    by_election = set_period(Period("Offerton", date(2024, 4, 4), date(2024, 3, 28), date(2024, 4, 4), None), by=4)
    both = found("2024-04-02 12:00", "Offerton", "Bramhall", periods=(by_election, PERIOD))
    assert both.because == (
        "Bramhall: 21 March 2024 to 2 May 2024, poll on 2 May 2024 (ELE-01)",
        "Offerton: 28 March 2024 to 4 April 2024, poll on 4 April 2024 (ELE-01)",
    )


@pytest.mark.parametrize(
    ("part", "given", "words"),
    [
        ("area", " ", "It names no area"),
        ("first_on", date(2024, 5, 3), "It ends before it begins"),
        ("last_on", date(2024, 5, 1), "The poll on 2 May 2024 is not within it"),
        ("poll_on", date(2024, 3, 20), "The poll on 20 March 2024 is not within it"),
    ],
)
def test_dates_that_cannot_be_are_refused(part: str, given: object, words: str) -> None:
    with refused("ELE-01", "set a pre-election period", words):
        set_period(replace(PERIOD, **{part: given}), by=4)


def test_a_period_may_be_the_day_of_the_poll_alone_and_last_beyond_it() -> None:
    assert set_period(replace(PERIOD, first_on=POLL), by=4).first_on == POLL
    assert set_period(replace(PERIOD, last_on=date(2024, 5, 9)), by=5).last_on == date(2024, 5, 9)


@pytest.mark.parametrize("fact", ["political_support", "political_oppose"])
def test_in_the_period_support_and_opposition_alike_are_proposed_for_hiding_and_outside_it_left(fact: str) -> None:
    for at, suggested in (("2024-04-02 12:00", Suggestion.HIDE), ("2024-03-20 12:00", Suggestion.LEAVE)):
        proposal = heard({f"lexicon.{fact}": 1}, pre_election=found(at).pre_election)
        assert (proposal.grounds, proposal.suggest) == (("CON-08",), suggested)


def test_a_removal_in_the_period_is_logged_with_the_parties_it_named() -> None:
    assert line("Purple Party", " Orange Party ", "Purple Party") == PartyLine(
        "d1",
        date(2024, 4, 2),
        ("Bramhall", "Heatons", "Marple", "Offerton"),
        "CON-02",
        Outcome.HIDE,
        ("Orange Party", "Purple Party"),
    )
    assert line("Purple Party", outcome=Outcome.DELETE) is not None


def test_one_that_named_no_party_is_logged_too() -> None:
    for parties in ((), (" ",)):
        logged = line(*parties)
        assert logged is not None
        assert logged.parties == ("no party named",)


def test_what_stayed_up_and_what_lies_outside_is_not_logged() -> None:
    assert line("Purple Party", period=Inside(False, ())) is None
    for outcome in (Outcome.LEAVE, Outcome.PROTECT, Outcome.REPLY, Outcome.REFER):
        assert line("Purple Party", outcome=outcome) is None


def test_removals_are_counted_by_party_and_a_decision_once_for_each() -> None:
    lines = [
        line("Purple", decision="d1"),
        line("Purple", "Orange", decision="d2"),
        line("Purple", decision="d1"),
        line(),
    ]
    counts = removals_by_party([each for each in lines if each is not None])
    assert list(counts.items()) == [("Orange", 1), ("Purple", 2), ("no party named", 1)]
    all_named = removals_by_party([each for each in [line(*"EDCBA")] if each is not None])
    assert list(all_named) == list("ABCDE")
    assert removals_by_party([]) == {}


def test_weeks_that_cannot_be_are_impossible_and_a_time_without_a_zone_refused() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        PreElection(0)
    assert PreElection(1).weeks_before_poll == 1
    with refused("ELE-01", "no time zone"):
        inside([PERIOD], wall("2024-04-02 12:00").replace(tzinfo=None), ["Bramhall"], LONDON)

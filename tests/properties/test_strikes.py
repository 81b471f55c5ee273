"""Of any history: its order is nothing, nothing counts twice, and a reversal never makes things worse."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.histories import hidden, saying
from tests.rules.working_time import LONDON, STOCKPORT, WEALDHAM, wall

from evenhand.core.breaches import PastDecision, Second
from evenhand.core.edition import Edition
from evenhand.core.ladder import Sanction, sanction
from evenhand.core.strikes import record
from evenhand.core.values import Ladder, LadderStep, Repeatedly, Rung, StrikeLife
from evenhand.core.vocabulary import Outcome

TWO_WARNINGS = saying(
    "STR-04",
    Ladder((Rung(1, LadderStep.WARNING), Rung(2, LadderStep.WARNING), Rung(4, LadderStep.BLOCK)), ("CON-04",)),
)
SHORT = saying("STR-02", Repeatedly(2, 2), saying("STR-03", StrikeLife(3, spent_by_block=False)))
EDITIONS = st.sampled_from([STOCKPORT, WEALDHAM, TWO_WARNINGS, SHORT])
TIMES = st.integers(0, 500).map(lambda days: f"{date(2024, 1, 1) + timedelta(days=days)} 12:00")
DECISIONS = st.builds(
    hidden,
    st.integers(1, 9),
    TIMES,
    st.sampled_from(["CON-02", "CON-03", "CON-04", "CON-06", "CON-10"]),
    comment=st.sampled_from(["", "", "shared"]),
    author=st.sampled_from(["fb:dell", "ig:dilly"]),
    outcome=st.sampled_from([Outcome.HIDE, Outcome.HIDE, Outcome.DELETE, Outcome.LEAVE]),
    route=st.sampled_from(["", "", "REF-01"]),
    second=st.sampled_from([Second.NOT_NEEDED, Second.APPROVED, Second.REFUSED]),
    is_reversed=st.booleans(),
)
HISTORIES = st.lists(DECISIONS, max_size=9, unique_by=lambda decision: decision.id)
WARNINGS = st.lists(TIMES.map(wall), max_size=3)
DAYS = st.integers(0, 700).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
AUTHORS = st.sampled_from([("fb:dell",), ("fb:dell", "ig:dilly")])
SPENT = st.sampled_from([(), ("c1", "shared")])


def proposal(
    edition: Edition,
    history: list[PastDecision],
    authors: tuple[str, ...],
    spent: tuple[str, ...],
    on: date,
    told: list,
) -> Sanction:
    found = record(edition, history, authors=authors, spent=spent, on=on, zone=LONDON)
    return sanction(edition, found, told, LONDON)


@given(EDITIONS, HISTORIES, AUTHORS, SPENT, DAYS, WARNINGS, st.randoms())
def test_the_order_of_history_does_not_matter(
    edition: Edition,
    history: list[PastDecision],
    authors: tuple[str, ...],
    spent: tuple[str, ...],
    on: date,
    told: list[datetime],
    random: Random,
) -> None:
    shuffled = random.sample(history, len(history))
    first = proposal(edition, history, authors, spent, on, told)
    assert proposal(edition, shuffled, authors, spent, on, told[::-1]) == first


@given(EDITIONS, HISTORIES, AUTHORS, SPENT, DAYS, WARNINGS)
def test_a_reversal_never_makes_things_worse(
    edition: Edition,
    history: list[PastDecision],
    authors: tuple[str, ...],
    spent: tuple[str, ...],
    on: date,
    told: list[datetime],
) -> None:
    before = proposal(edition, history, authors, spent, on, told)
    for number, decision in enumerate(history):
        undone = [*history[:number], replace(decision, is_reversed=True), *history[number + 1 :]]
        after = proposal(edition, undone, authors, spent, on, told)
        assert after.step.rank <= before.step.rank
        assert sum(s.weight for s in after.strikes) <= sum(s.weight for s in before.strikes)


@given(EDITIONS, HISTORIES, AUTHORS, SPENT, DAYS)
def test_nothing_counts_twice_and_every_decision_is_accounted_for(
    edition: Edition,
    history: list[PastDecision],
    authors: tuple[str, ...],
    spent: tuple[str, ...],
    on: date,
) -> None:
    twice = record(edition, [*history, *history], authors=authors, spent=spent, on=on, zone=LONDON)
    assert twice == record(edition, history, authors=authors, spent=spent, on=on, zone=LONDON)
    comments = [strike.comment for strike in twice.counted]
    assert len(comments) == len(set(comments))
    named = [id_ for strike in twice.counted for id_ in strike.decisions] + [c.decision for c in twice.not_counted]
    assert sorted(named) == sorted(decision.id for decision in history if decision.author in authors)


@given(EDITIONS, HISTORIES, DAYS, WARNINGS)
def test_a_spent_strike_never_makes_things_worse(
    edition: Edition,
    history: list[PastDecision],
    on: date,
    told: list[datetime],
) -> None:
    before = proposal(edition, history, ("fb:dell",), (), on, told)
    assert proposal(edition, history, ("fb:dell",), ("c1", "shared"), on, told).step.rank <= before.step.rank


@given(HISTORIES, AUTHORS, DAYS)
def test_a_decided_link_adds_the_other_accounts_strikes_and_undoing_it_takes_them_back(
    history: list[PastDecision],
    authors: tuple[str, ...],
    on: date,
) -> None:
    def total(*of: str) -> int:
        apart = [replace(each, comment=f"{each.author} {each.comment}") for each in history]
        return record(STOCKPORT, apart, authors=of, spent=(), on=on, zone=LONDON).total

    assert total("fb:dell", "ig:dilly") == total("fb:dell") + total("ig:dilly")


@given(HISTORIES, DAYS)
def test_a_proposal_always_shows_why(history: list[PastDecision], on: date) -> None:
    shown = proposal(STOCKPORT, history, ("fb:dell",), (), on, [])
    assert shown.because
    assert shown.working[-1].startswith("Proposed: ")
    assert all(strike.written_on <= on < strike.ends_on for strike in shown.strikes)

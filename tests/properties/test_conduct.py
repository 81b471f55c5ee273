"""Of every comment: less knowledge is never harsher, order is nothing, what is preserved is never hidden."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.hearing import STOCKPORT, quiet

from evenhand.core.conduct import HARSHNESS, PROTECTED, Proposal, propose
from evenhand.core.vocabulary import Comment, FactValue, Finding, Missing, Reading

DAY = date(2024, 3, 4)
AT_LEISURE = settings(deadline=None)  # a busy machine is no fault of the rules
SIGNALS = sorted(quiet())


def value_of(quiet_value: FactValue) -> st.SearchStrategy[FactValue]:
    if isinstance(quiet_value, str):
        return st.sampled_from(["no", "no", "unsure", "likely", "yes"])
    return st.booleans() if isinstance(quiet_value, bool) else st.sampled_from([0, 0, 0, 1, 3, 12])


def reading_of(signal: str) -> st.SearchStrategy[Reading]:
    facts = {fact: value_of(value) for fact, value in quiet()[signal].items()}
    return st.fixed_dictionaries(facts).map(lambda stated: Reading(signal, "1", stated, found(stated)))


def found(stated: Mapping[str, FactValue]) -> tuple[Finding, ...]:
    return tuple(Finding(fact, fact, 0, len(fact)) for fact, value in stated.items() if value and value != "no")


ALL_READ = st.fixed_dictionaries({signal: reading_of(signal) for signal in SIGNALS})
COMMENTS = st.builds(
    Comment,
    text=st.just("words"),
    on=st.just(DAY),
    repeats=st.integers(0, 7),
    pre_election=st.booleans(),
)


def lost(*signals: str) -> list[Missing]:
    return [Missing(signal, "it broke") for signal in signals]


@AT_LEISURE
@given(COMMENTS, ALL_READ, st.sets(st.sampled_from(SIGNALS)))
def test_fewer_signals_never_give_a_harsher_proposal(
    comment: Comment, read: Mapping[str, Reading], gone: set[str]
) -> None:
    full = propose(STOCKPORT, comment, read.values())
    less = propose(STOCKPORT, comment, [read[s] for s in SIGNALS if s not in gone], lost(*gone))
    assert HARSHNESS[less.suggest] <= HARSHNESS[full.suggest]
    assert less.severity.rank <= full.severity.rank
    assert set(less.grounds) <= set(full.grounds)


def _fired(proposal: Proposal) -> list[tuple[str, str]]:
    """Which clauses answered yes. The words beside them may come from a fact that the answer did not need."""
    return [(reason.rule, reason.because) for reason in proposal.reasons]


@AT_LEISURE
@given(COMMENTS, ALL_READ, ALL_READ, st.sets(st.sampled_from(SIGNALS)))
def test_what_could_have_changed_an_answer_is_named_as_missing(
    comment: Comment, read: Mapping[str, Reading], otherwise: Mapping[str, Reading], gone: set[str]
) -> None:
    """Two worlds that differ only in what was not read: if a clause tells them apart, a signal is named."""
    less = propose(STOCKPORT, comment, [read[s] for s in SIGNALS if s not in gone])
    named = {missing.signal for missing in less.missing}
    other = propose(STOCKPORT, comment, [otherwise[s] if s in gone else read[s] for s in SIGNALS])
    if _fired(propose(STOCKPORT, comment, read.values())) != _fired(other):
        assert named
        assert less.needs_a_person
    assert named <= gone


@AT_LEISURE
@given(COMMENTS, ALL_READ, st.sampled_from(SIGNALS), st.data())
def test_one_missing_fact_is_never_harsher_either(
    comment: Comment, read: Mapping[str, Reading], signal: str, data: st.DataObject
) -> None:
    fact = data.draw(st.sampled_from(sorted(read[signal].facts)))
    partial = Reading(signal, "1", {name: v for name, v in read[signal].facts.items() if name != fact})
    full = propose(STOCKPORT, comment, read.values())
    less = propose(STOCKPORT, comment, [*(read[s] for s in SIGNALS if s != signal), partial])
    assert HARSHNESS[less.suggest] <= HARSHNESS[full.suggest]
    assert {missing.signal for missing in less.missing} <= {signal}


@AT_LEISURE
@given(COMMENTS, ALL_READ, st.permutations(SIGNALS))
def test_the_order_of_readings_does_not_matter(comment: Comment, read: Mapping[str, Reading], order: list[str]) -> None:
    assert propose(STOCKPORT, comment, [read[s] for s in order]) == propose(STOCKPORT, comment, read.values())


@AT_LEISURE
@given(COMMENTS, ALL_READ, st.sampled_from(["safeguarding", "crisis"]))
def test_safeguarding_and_crisis_are_never_hidden_or_deleted(
    comment: Comment, read: Mapping[str, Reading], fact: str
) -> None:
    spoken = Reading("lexicon", "1", {**read["lexicon"].facts, fact: 1})
    proposal = propose(STOCKPORT, comment, [*(read[s] for s in SIGNALS if s != "lexicon"), spoken])
    assert proposal.route in ("REF-02", "REF-05")
    assert HARSHNESS[proposal.suggest] == 0


@AT_LEISURE
@given(COMMENTS, ALL_READ)
def test_grounds_are_most_serious_first_without_criticism_and_each_has_its_reason(
    comment: Comment, read: Mapping[str, Reading]
) -> None:
    proposal = propose(STOCKPORT, comment, read.values())
    rank = {reason.rule: reason.severity.rank for reason in proposal.reasons}
    assert PROTECTED not in proposal.grounds
    assert [rank[g] for g in proposal.grounds] == sorted((rank[g] for g in proposal.grounds), reverse=True)
    assert set(proposal.grounds) <= set(rank)
    assert "CON-09" not in rank


@AT_LEISURE
@given(COMMENTS)
def test_nothing_read_at_all_proposes_nothing_and_asks_for_a_person(comment: Comment) -> None:
    proposal = propose(STOCKPORT, comment, [])
    assert HARSHNESS[proposal.suggest] == 0
    assert {missing.signal for missing in proposal.missing} >= {"lexicon", "personal_data"}
    assert proposal.needs_a_person

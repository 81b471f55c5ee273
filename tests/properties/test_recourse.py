"""Of records and figures: nothing counts twice, order is nothing, no hidden count follows from what is published."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.hearing import STOCKPORT

from evenhand.core.evenness import exchanged
from evenhand.core.figures import Decision, action_rates, by_ground, by_topic
from evenhand.core.retention import Fate, Hold, Record, certificate, kept
from evenhand.core.second_look import Judged, agreement, cohens_kappa, sampled
from evenhand.core.suppression import TOTAL, Cell, published
from evenhand.core.values import RecordClass, Sampling, Suppression
from evenhand.core.vocabulary import Outcome

DAYS = st.dates(date(2010, 1, 1), date(2060, 1, 1))
HOLDS = st.builds(
    lambda since, days: Hold("a claim", "the solicitor", since, None if days is None else since + timedelta(days)),
    DAYS,
    st.one_of(st.none(), st.integers(0, 4000)),
)
RECORDS = st.builds(
    Record,
    id=st.text("abc", min_size=1, max_size=3),
    kind=st.sampled_from(RecordClass),
    needed_on=DAYS,
    actioned=st.booleans(),
    holds=st.lists(HOLDS, max_size=2).map(tuple),
)
DECISIONS = st.builds(
    Decision,
    id=st.integers(0, 60).map(str),
    ground=st.sampled_from(["CON-02", "CON-05", "none"]),
    outcome=st.sampled_from(Outcome),
    topic=st.sampled_from(["bins", "roads", "parks"]),
    language=st.just("en"),
)
SUPPRESSION = st.builds(Suppression, counts_under=st.integers(1, 8), show_nought=st.booleans())
ANSWERS = st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Cell, int], list[str], list[str]]:
    rows = [f"r{n}" for n in range(draw(st.integers(1, 4)))]
    columns = [f"c{n}" for n in range(draw(st.integers(1, 3)))]
    counts = {(row, column): draw(st.integers(0, 14)) for row in rows for column in columns}
    return counts, rows, columns


@settings(max_examples=200, deadline=None)
@given(tables(), SUPPRESSION)
def test_no_hidden_count_follows_from_the_published_ones(
    table: tuple[dict[Cell, int], list[str], list[str]], values: Suppression
) -> None:
    """A second table is made that looks the same to the public and differs in each hidden cell in turn."""
    counts, rows, columns = table
    shown = published(counts, rows, columns, values)
    directions = free_directions(shown.cells, rows, columns)
    for cell, count in shown.cells.items():
        if count is None:
            assert any(direction[cell] for direction in directions), cell


@settings(max_examples=200, deadline=None)
@given(tables(), SUPPRESSION)
def test_what_is_published_is_true_and_never_small(
    table: tuple[dict[Cell, int], list[str], list[str]], values: Suppression
) -> None:
    counts, rows, columns = table
    for (row, column), count in published(counts, rows, columns, values).cells.items():
        if count is not None:
            inner_rows = rows if row == TOTAL else [row]
            inner_columns = columns if column == TOTAL else [column]
            assert count == sum(counts[r, c] for r in inner_rows for c in inner_columns)
            assert count >= values.counts_under or (count == 0 and values.show_nought)


def free_directions(
    shown: Mapping[Cell, int | None], rows: list[str], columns: list[str]
) -> list[dict[Cell, Fraction]]:
    """Ways to change the inner cells that leave everything published as it is: the kernel, by elimination."""
    inner = [(row, column) for row in rows for column in columns]

    def sums(cell: Cell) -> list[Fraction]:
        return [Fraction(cell[0] in (row, TOTAL) and cell[1] in (column, TOTAL)) for row, column in inner]

    equations = [sums(cell) for cell, count in shown.items() if count is not None]
    pivots: dict[int, list[Fraction]] = {}
    for equation in equations:
        for place, pivot in pivots.items():
            equation = [a - equation[place] * b for a, b in zip(equation, pivot, strict=True)]
        lead = next((place for place, factor in enumerate(equation) if factor), None)
        if lead is None:
            continue
        equation = [factor / equation[lead] for factor in equation]
        for place, pivot in pivots.items():
            pivots[place] = [a - pivot[lead] * b for a, b in zip(pivot, equation, strict=True)]
        pivots[lead] = equation
    kernel = []
    for free in set(range(len(inner))) - set(pivots):
        vector = [Fraction(place == free) for place in range(len(inner))]
        for place, pivot in pivots.items():
            vector[place] = -pivot[free]
        kernel.append(
            {cell: sum((a * b for a, b in zip(sums(cell), vector, strict=True)), Fraction(0)) for cell in shown}
        )
    return kernel


@settings(deadline=None)
@given(st.lists(DECISIONS, max_size=40, unique_by=lambda each: each.id), SUPPRESSION, st.randoms())
def test_the_order_of_decisions_is_nothing_and_none_counts_twice(
    decisions: list[Decision], values: Suppression, lot: random.Random
) -> None:
    shuffled = lot.sample(decisions, len(decisions))
    assert by_ground(shuffled + decisions, values) == by_ground(decisions, values)
    assert action_rates(shuffled, by_topic, values) == action_rates(decisions, by_topic, values)


@given(RECORDS, DAYS, st.integers(0, 5000))
def test_what_is_purged_without_a_hold_stays_purged_later(record: Record, day: date, more: int) -> None:
    free = Record(record.id, record.kind, record.needed_on, record.actioned)
    if record.needed_on and record.needed_on <= day and kept(STOCKPORT, free, day).fate is Fate.PURGE:
        assert kept(STOCKPORT, free, day + timedelta(days=more)).fate is Fate.PURGE


@given(RECORDS, DAYS)
def test_a_hold_only_ever_keeps(record: Record, day: date) -> None:
    if record.needed_on and record.needed_on <= day:
        free = Record(record.id, record.kind, record.needed_on, record.actioned)
        if kept(STOCKPORT, free, day).fate is Fate.KEEP:
            assert kept(STOCKPORT, record, day).fate is Fate.KEEP


@given(st.lists(RECORDS, min_size=1, max_size=6, unique_by=lambda each: each.id), st.randoms())
def test_a_certificate_is_the_same_in_any_order(records: list[Record], lot: random.Random) -> None:
    day = date(2100, 1, 1)
    free = [Record(each.id, each.kind, each.needed_on, each.actioned) for each in records]
    one = certificate(STOCKPORT, free, by="x", on=day)
    assert certificate(STOCKPORT, lot.sample(free, len(free)) + free, by="x", on=day) == one
    assert sum(count for _, count in one.counts) == len(records)
    assert one.earliest_needed_on <= one.latest_needed_on


@given(st.text(max_size=20), st.text(max_size=20), st.floats(0, 100), st.floats(0, 100))
def test_a_larger_sample_holds_the_smaller(decision: str, seed: str, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert not sampled(Sampling(less), decision, seed) or sampled(Sampling(more), decision, seed)


@given(st.lists(ANSWERS, max_size=30))
def test_kappa_is_at_most_1_and_does_not_ask_who_was_first(pairs: list[tuple[str, str]]) -> None:
    kappa = cohens_kappa(pairs)
    assert kappa == cohens_kappa([(other, one) for one, other in pairs])
    assert kappa is None or -1 <= kappa <= 1


@given(st.lists(st.tuples(st.integers(0, 40).map(str), st.sampled_from(["CON-02", "CON-05"]), ANSWERS), max_size=40))
def test_agreement_is_of_all_pairs_whatever_their_order(drawn: list[tuple[str, str, tuple[str, str]]]) -> None:
    once = {id_: Judged(id_, ground, *answers) for id_, ground, answers in drawn}
    values = Suppression(1, show_nought=True)
    lines = agreement(once.values(), values)
    assert lines[-1].pairs == len(once)
    assert agreement(reversed(once.values()), values) == lines


WORDS = st.lists(st.sampled_from(["men", "women", "Men", "WOMEN", "bins", "manor"]), max_size=8).map(" ".join)


@given(WORDS)
def test_a_swap_undone_is_the_comment_again(text: str) -> None:
    swapped = exchanged(text, ("man", "men"), ("woman", "women"))
    assert exchanged(swapped, ("man", "men"), ("woman", "women")) == text
    assert len(swapped.split()) == len(text.split())

"""EQU-02: action rates by topic and language; small numbers left out, and whatever would give them away."""

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.figures import Decision, Rate, acted_on, action_rates, by_language, by_topic
from evenhand.core.stated import ImpossibleError
from evenhand.core.suppression import TOTAL, Cell, Line, determined, published
from evenhand.core.values import Suppression
from evenhand.core.vocabulary import Outcome

VALUES = STOCKPORT.value("EQU-02", Suppression)
SHOWING_NOUGHT = Suppression(5, show_nought=True)


def made(topic: str, hidden: int, left: int, language: str = "en") -> list[Decision]:
    outcomes = [Outcome.HIDE] * hidden + [Outcome.LEAVE] * left
    return [Decision(f"{topic}{n}", "CON-02", each, topic, language) for n, each in enumerate(outcomes)]


def test_rates_are_given_by_topic_with_a_line_for_all() -> None:
    decisions = made("bins", 10, 30) + made("roads", 20, 20)
    assert action_rates(decisions, by_topic, VALUES) == (
        Rate("bins", 40, 10, 25.0),
        Rate("roads", 40, 20, 50.0),
        Rate(TOTAL, 80, 30, 37.5),
    )


def test_rates_are_given_by_language_too() -> None:
    decisions = made("bins", 5, 5) + made("roads", 5, 10, "cy")
    assert [(rate.group, rate.percent) for rate in action_rates(decisions, by_language, VALUES)] == [
        ("cy", 33.3), ("en", 50.0), (TOTAL, 40.0),
    ]  # fmt: skip


def test_a_rate_whose_count_is_under_five_is_left_out_with_one_that_shields_it() -> None:
    decisions = made("bins", 4, 30) + made("roads", 20, 20) + made("parks", 9, 11)
    rates = {rate.group: rate for rate in action_rates(decisions, by_topic, VALUES)}
    assert rates["bins"] == Rate("bins", 34, None, None)
    assert rates["parks"] == Rate("parks", 20, None, None)
    assert rates["roads"].percent == 50.0
    assert rates[TOTAL] == Rate(TOTAL, 94, 33, 35.1)


def test_five_is_shown_and_four_is_not() -> None:
    assert action_rates(made("bins", 5, 5), by_topic, VALUES)[0].acted_on == 5
    assert action_rates(made("bins", 4, 6), by_topic, VALUES)[0].acted_on is None
    assert action_rates(made("bins", 6, 4), by_topic, VALUES)[0].acted_on is None


def test_nought_is_shown_where_the_edition_says_so() -> None:
    rates = action_rates(made("bins", 0, 9), by_topic, SHOWING_NOUGHT)
    assert rates[0] == Rate("bins", 9, 0, 0.0)
    assert action_rates(made("bins", 0, 9), by_topic, VALUES)[0].acted_on is None


def test_a_decision_counts_once_and_no_decisions_have_no_rate() -> None:
    assert action_rates(made("bins", 5, 5) * 2, by_topic, VALUES)[0].looked_at == 10
    assert action_rates([], by_topic, SHOWING_NOUGHT) == (Rate(TOTAL, 0, 0, None),)


@pytest.mark.parametrize("outcome", Outcome)
def test_hidden_and_deleted_are_acted_on_and_nothing_else(outcome: Outcome) -> None:
    acted = acted_on(Decision("1", "none", outcome, "bins", "en"))
    assert acted is (outcome in (Outcome.HIDE, Outcome.DELETE))


def test_one_small_count_takes_another_with_it_so_that_no_sum_gives_it_away() -> None:
    counts = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40}
    table = published(counts, ("a", "b"), ("x", "y"), VALUES)
    hidden = {cell for cell, count in table.cells.items() if count is None}
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert table.cells[TOTAL, TOTAL] == 93
    assert "are left out" in table.note


def lines_of(rows: str, columns: str) -> list[Line]:
    """The sums of a table of which every total is published."""
    across = [((row, TOTAL), *((row, column) for column in columns)) for row in rows]
    return across + [((TOTAL, column), *((row, column) for row in rows)) for column in columns]


@pytest.mark.parametrize(
    ("hidden", "found"),
    [
        ({("a", "x")}, {("a", "x")}),
        ({("a", "x"), ("a", "y")}, {("a", "x"), ("a", "y")}),
        ({("a", "x"), ("b", "y")}, {("a", "x"), ("b", "y")}),
        ({("a", "x"), ("a", "y"), ("b", "x")}, {("a", "x"), ("a", "y"), ("b", "x")}),
        ({("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}, set()),
        ({("a", "x"), ("a", TOTAL)}, {("a", "x"), ("a", TOTAL)}),
        ({("a", "x"), ("a", TOTAL), (TOTAL, "x")}, set()),
        (set(), set()),
    ],
)
def test_a_hidden_count_is_found_out_when_the_sums_leave_it_one_value(hidden: set[Cell], found: set[Cell]) -> None:
    assert determined(lines_of("ab", "xy"), hidden) == found


def test_a_count_between_two_shielded_blocks_is_found_out_though_no_line_holds_it_alone() -> None:
    blocks = {(row, column) for row in "ab" for column in "wx"} | {(row, column) for row in "cd" for column in "yz"}
    between = ("b", "y")
    assert determined(lines_of("abcd", "wxyz"), blocks) == set()
    assert determined(lines_of("abcd", "wxyz"), blocks | {between}) == {between}


def test_small_counts_whose_sum_is_small_take_a_larger_one_with_them() -> None:
    table = published({("a", "n"): 1, ("b", "n"): 2, ("c", "n"): 50}, ("a", "b", "c"), ("n",), VALUES)
    assert table.cells["c", "n"] is None
    enough = published({("a", "n"): 1, ("b", "n"): 4, ("c", "n"): 50}, ("a", "b", "c"), ("n",), VALUES)
    assert enough.cells["c", "n"] == 50


def test_a_nought_shields_nothing() -> None:
    counts = {("a", "n"): 3, ("b", "n"): 0, ("c", "n"): 50}
    table = published(counts, ("a", "b", "c"), ("n",), SHOWING_NOUGHT)
    assert (table.cells["b", "n"], table.cells["c", "n"]) == (0, None)


def test_a_table_without_small_counts_is_whole_and_has_no_note() -> None:
    table = published({("a", "n"): 7, ("b", "n"): 5}, ("a", "b"), ("n",), VALUES)
    assert None not in table.cells.values()
    assert table.note == ""
    assert (table.rows, table.columns) == (("a", "b", TOTAL), ("n", TOTAL))


def test_a_row_may_not_be_called_total() -> None:
    with pytest.raises(ValueError, match='called "total"'):
        published({}, ("total",), ("n",), VALUES)
    with pytest.raises(ValueError, match='called "total"'):
        published({}, ("a",), ("total",), VALUES)


def test_a_limit_of_nought_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        Suppression(0, show_nought=True)


def test_a_small_count_whose_totals_are_as_small_takes_no_nought_with_it() -> None:
    table = published({("a", "x"): 2, ("a", "y"): 0}, ("a",), ("x", "y"), SHOWING_NOUGHT)
    assert {cell for cell, count in table.cells.items() if count is not None} == {("a", "y"), (TOTAL, "y")}

"""REC-03: one-click answers: decisions by ground and outcome, counted once, counts under 5 left out."""

from tests.rules.hearing import STOCKPORT

from evenhand.core.figures import Decision, by_ground
from evenhand.core.suppression import TOTAL
from evenhand.core.values import Suppression
from evenhand.core.vocabulary import Outcome

SHOWING_NOUGHT = Suppression(5, show_nought=True)


def decided(ground: str, outcome: Outcome, count: int) -> list[Decision]:
    return [Decision(f"{ground} {outcome} {n}", ground, outcome, "bins", "en") for n in range(count)]


def test_decisions_are_counted_by_ground_and_outcome_with_totals() -> None:
    table = by_ground(decided("CON-02", Outcome.HIDE, 12) + decided("CON-05", Outcome.HIDE, 8), SHOWING_NOUGHT)
    assert table.rows == ("CON-02", "CON-05", TOTAL)
    assert table.columns == (*(outcome.value for outcome in Outcome), TOTAL)
    assert table.cells["CON-02", "hide"] == 12
    assert table.cells["CON-05", "delete"] == 0
    assert table.cells[TOTAL, "hide"] == table.cells[TOTAL, TOTAL] == 20


def test_a_decision_counts_once() -> None:
    table = by_ground(decided("CON-02", Outcome.HIDE, 9) * 2, SHOWING_NOUGHT)
    assert table.cells[TOTAL, TOTAL] == 9


def test_four_are_left_out_and_the_total_does_not_give_them_away() -> None:
    table = by_ground(decided("CON-02", Outcome.HIDE, 12) + decided("CON-05", Outcome.HIDE, 4), SHOWING_NOUGHT)
    assert table.cells["CON-05", "hide"] is None
    assert table.cells["CON-02", "hide"] is None
    assert "Counts under 5" in table.note


def test_the_reference_edition_leaves_out_noughts_too() -> None:
    values = STOCKPORT.value("REC-03", Suppression)
    assert values.counts_under == 5
    assert by_ground(decided("CON-02", Outcome.HIDE, 12), values).cells["CON-02", "delete"] is None

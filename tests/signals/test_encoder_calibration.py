"""Probabilities come to mean what they say, and bands keep what they promise on the rows they were chosen on."""

import numpy as np
import pytest
from training.calibration import Goal, bands, calibrated, cross_fitted, fitted, reliability, sigmoid
from training.heads import HEADS


def drawn(count: int, temperature: float, bias: float) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and answers that are true as often as the calibration says."""
    source = np.random.default_rng(3)
    logits = source.normal(0, 3, count)
    return logits, (source.random(count) < sigmoid(logits / temperature + bias)).astype(float)


def test_a_known_temperature_and_bias_are_found_again():
    temperature, bias = fitted(*drawn(20_000, temperature=2.0, bias=-0.7))
    assert temperature == pytest.approx(2.0, abs=0.15)
    assert bias == pytest.approx(-0.7, abs=0.1)


def test_a_head_with_hardly_an_example_keeps_its_logits():
    assert fitted(np.arange(20.0), np.array([1.0] * 3 + [0.0] * 17)) == (1.0, 0.0)


def test_calibration_lowers_the_error():
    logits, answers = drawn(4_000, temperature=3.0, bias=0.5)
    before, _ = reliability(sigmoid(logits), answers)
    after, bins = reliability(cross_fitted(logits, answers), answers)
    assert after < 0.03 < before
    assert sum(row["n"] for row in bins) == 4_000


def test_perfect_certainty_that_is_right_has_no_error():
    assert reliability(np.array([0.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0]))[0] == 0.0


def test_bands_keep_recall_below_and_precision_above():
    logits, answers = drawn(5_000, temperature=0.5, bias=0.0)
    chances = sigmoid(logits)
    band = bands(chances, answers, Goal(found=0.95, precise=0.9, wrongly=0.02))
    assert band["low"] <= band["high"]
    assert (chances[answers == 1] >= band["low"]).mean() >= 0.949
    assert answers[chances >= band["high"]].mean() >= 0.9
    assert (chances[answers == 0] >= band["high"]).mean() <= 0.021


@pytest.mark.parametrize("least", [0.0, 0.3, 0.99])
def test_nobody_is_troubled_below_the_least_chance_nor_where_the_answer_is_no(least: float):
    logits, answers = drawn(5_000, temperature=0.5, bias=0.0)
    band = bands(sigmoid(logits), answers, Goal(found=0.95, precise=0.9, likely=least))
    assert band["low"] <= band["likely"] <= band["high"]
    assert band["likely"] >= min(least, band["high"])


def test_a_goal_out_of_reach_leaves_nothing_sure():
    source = np.random.default_rng(4)
    band = bands(source.random(400), (source.random(400) < 0.3).astype(float), Goal(found=0.95, precise=0.99))
    assert band["high"] > 0.99


def test_rows_that_do_not_speak_of_a_head_are_left_out_of_its_calibration():
    logits, answers = drawn(500, temperature=1.0, bias=0.0)
    table = np.full((1_000, len(HEADS)), -1.0)
    table[:500, 0] = answers
    wide = np.zeros((1_000, len(HEADS)))
    wide[:500, 0] = logits
    found = calibrated(wide, table)
    assert found["temperatures"]["hate"] == round(fitted(logits, answers)[0], 4)
    assert found["temperatures"]["crisis"] == 1.0

"""From logits to probabilities that mean what they say, and to bands that leave the middle to a person."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.heads import HEADS, TARGETS

Numbers = NDArray[np.float64]
FEWEST = 15  # of either answer; with fewer, a head keeps its raw logits
STEPS = 60
FEWEST_SURE = 5  # comments above `high`, or its precision is hearsay


@dataclass(frozen=True, slots=True)
class Goal:
    """What a head's bands are chosen for. Shares of 1."""

    found: float  # of the comments where it is true, above `low`
    precise: float  # of what is above `high`, true
    wrongly: float = 0.02  # of the comments where it is false, at most so many above `high`
    likely: float = 0.30  # the least chance with which a person is troubled


# `likely` is chosen by what an ordinary page can bear, for which the demonstration's comments stand: with these, from 2
# to 11 in 100 of them are a doubt about the one question. Recall would ask for less; docs/reference/proposals.md
# has what they cost.
# The four that can lead to removal may together be wrong about 2% of what is harmless. Recall first where nobody may
# be missed: those go to a person and are never hidden for it.
GOALS: Mapping[str, Goal] = {
    "hate": Goal(0.95, 0.90, 0.010),
    "abuse": Goal(0.92, 0.90, 0.008),
    "threat": Goal(0.95, 0.90, 0.006, likely=0.20),
    "obscene": Goal(0.90, 0.85, 0.004, likely=0.15),
    "complaint": Goal(0.92, 0.88, 0.03),
    "safeguarding": Goal(0.965, 0.80, 0.05, likely=0.05),
    "crisis": Goal(0.96, 0.80, 0.05, likely=0.10),
    "allegation": Goal(0.95, 0.85, 0.03, likely=0.15),
}
USUAL = Goal(0.92, 0.85, 0.03)
TARGET = Goal(0.92, 0.85, 0.03, likely=0.0)  # read only where hate is in question, which troubles a person already


def sigmoid(values: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -40, 40))))


EDGES = sigmoid(np.linspace(-6, 6, 241))  # where a band may begin


def fitted(logits: Numbers, answers: Numbers) -> tuple[float, float]:
    """Temperature and bias: the probability is `sigmoid(logit / temperature + bias)`.

    Source: Platt, 1999, with his smoothed answers, by Newton's method.
    """
    yes, no = answers.sum(), (1 - answers).sum()
    if min(yes, no) < FEWEST:
        return 1.0, 0.0
    wanted = np.where(answers == 1, (yes + 1) / (yes + 2), 1 / (no + 2))
    slope, bias = 1.0, 0.0
    for _ in range(STEPS):
        chances = sigmoid(slope * logits + bias)
        weight = chances * (1 - chances) + 1e-9
        error = chances - wanted
        gradient = np.array([(error * logits).sum() + 1e-3 * (slope - 1), error.sum()])
        cross = (weight * logits).sum()
        curve = np.array([[(weight * logits**2).sum() + 1e-3, cross], [cross, weight.sum()]])
        step = np.linalg.solve(curve, gradient)
        slope, bias = float(np.clip(slope - step[0], 0.05, 20.0)), float(np.clip(bias - step[1], -20.0, 20.0))
    return 1.0 / slope, bias


def reliability(chances: Numbers, answers: Numbers, bins: int = 10) -> tuple[float, list[dict[str, float]]]:
    """The expected calibration error, and for each tenth that is not empty how often it was true."""
    places = np.minimum((chances * bins).astype(int), bins - 1)
    error, table = 0.0, []
    for place in range(bins):
        inside = places == place
        if inside.any():
            said, true = float(chances[inside].mean()), float(answers[inside].mean())
            error += abs(said - true) * float(inside.mean())
            table.append({"from": place / bins, "n": int(inside.sum()), "said": round(said, 3), "true": round(true, 3)})
    return error, table


def cross_fitted(logits: Numbers, answers: Numbers) -> Numbers:
    """Probabilities of each half by the calibration of the other, so that no row judges itself."""
    half = np.arange(len(logits)) % 2 == 0
    chances = np.zeros(len(logits))
    for here in (half, ~half):
        temperature, bias = fitted(logits[~here], answers[~here])
        chances[here] = sigmoid(logits[here] / temperature + bias)
    return chances


def bands(chances: Numbers, answers: Numbers, goal: Goal) -> dict[str, float]:
    """No under `low`, yes from `high`; `cut` treats both sides alike where one answer must do, and parts the doubts."""
    if min(answers.sum(), (1 - answers).sum()) < FEWEST:
        return {"low": 0.3, "cut": 0.5, "likely": 0.5, "high": 0.7}
    found = np.array([(chances[answers == 1] >= edge).mean() for edge in EDGES])
    wrongly = np.array([(chances[answers == 0] >= edge).mean() for edge in EDGES])
    above = np.array([(chances >= edge).sum() for edge in EDGES])
    precise = found * answers.sum() / np.maximum(above, 1)
    cut = EDGES[np.argmax(np.minimum(found, 1 - wrongly))]
    enough = EDGES[found >= goal.found]
    low = enough.max() if enough.size else EDGES[0]
    sure = EDGES[(precise >= goal.precise) & (wrongly <= goal.wrongly) & (above >= FEWEST_SURE)]
    high = sure.min() if sure.size else EDGES[-1]
    low, high = min(low, high), max(low, high)
    likely = min(max(low, cut, goal.likely), high)
    return {"low": _said(low), "cut": _said(cut), "likely": _said(likely), "high": _said(high)}


def _said(edge: float) -> float:
    return round(float(edge), 4)


def calibrated(logits: Numbers, answers: Numbers) -> dict[str, dict[str, object]]:
    """Temperatures, biases and bands by head. `answers` holds 0, 1, or -1 where a row does not speak of a head."""
    temperatures: dict[str, object] = {}
    biases: dict[str, object] = {}
    chosen: dict[str, object] = {}
    for place, head in enumerate(HEADS):
        known = answers[:, place] >= 0
        raw, true = logits[known, place], answers[known, place]
        temperature, bias = fitted(raw, true)
        temperatures[head], biases[head] = round(temperature, 4), round(bias, 4)
        goal = TARGET if head in TARGETS else GOALS.get(head, USUAL)
        chosen[head] = bands(sigmoid(raw / temperature + bias), true, goal)
    return {"temperatures": temperatures, "biases": biases, "bands": chosen}

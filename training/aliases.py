"""`python -m training.aliases`: the alias model fitted and measured on made-up accounts; half a minute of one core.

Writes the model's file and training/alias_results.json, of which docs/reference/alias-likeness.md is made by
`python -m evenhand.conf.generated`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray

from evenhand.signals import accounts_model
from evenhand.signals.accounts import OPENING, TITLES, Profile, not_compared, opened, profile, sharpened
from evenhand.signals.accounts_model import MAY_BE_UNKNOWN, Model, row, seal
from training import alias_measures
from training.alias_pairs import FIT, TEST, Pair, pairs
from training.alias_people import pools

MODEL = Path(accounts_model.__file__).parent / "accounts_files" / "model.json"
RESULTS = Path(__file__).with_name("alias_results.json")
FITTED, CHOSEN, MEASURED = 5_000, 2_500, 5_000  # pairs to fit on, to choose the floor by, and held out
MOST_GRAMS = 250
RIDGE = 0.5
PRECISE = 0.75
"""Of the pairs that a person is shown, so many are to be one person's where one pair in ten is."""

Numbers = NDArray[np.float64]


def main() -> None:
    begun = process_time()
    usual = _usual()
    fit_on, choose_by, held_out = (
        list(islice(pairs(world, seed), many))
        for world, seed, many in ((FIT, 1, FITTED), (FIT, 2, CHOSEN), (TEST, 3, MEASURED))
    )
    model = _model(usual, fit_on, choose_by)
    found = alias_measures.measured(model, held_out, {"without style, hours and posts": _plain(usual, fit_on)})
    said = _numbers(model) | {"shown_rightly": found["base_rates"]}
    said["sha256"] = seal(said)
    MODEL.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", "utf-8")
    found |= {"version": accounts_model.read(said).version, "fitted_on": len(fit_on)}
    found["seconds"] = round(process_time() - begun)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _usual() -> Profile:
    """Marks and capitals in all invented comments of the training split, the commonest trigrams."""
    said = [text for pool in pools("train").values() for text in pool]
    most = sorted(profile(said).items(), key=lambda pair: -pair[1])[:MOST_GRAMS]
    return {gram: round(share, 4) for gram, share in most}


def _model(usual: Profile, fit_on: Sequence[Pair], choose_by: Sequence[Pair]) -> Model:
    draft = Model("draft", *fitted(*table(fit_on, usual)), 0.0, usual)
    return replace(draft, floor=alias_measures.floor(draft, choose_by, PRECISE))


def _numbers(model: Model) -> dict[str, object]:
    return {
        "intercept": model.intercept, "weights": dict(model.weights), "unknown": dict(model.unknown),
        "floor": model.floor, "usual": dict(model.usual),
    }  # fmt: skip


def _plain(usual: Profile, fit_on: Sequence[Pair]) -> Model:
    """The same without habits: what they bring is measured."""
    values, true = table(fit_on, usual)
    for place, feature in enumerate((*TITLES, *MAY_BE_UNKNOWN)):
        if feature in MAY_BE_UNKNOWN:
            values[:, place] = 0.0
    return Model("plain", *fitted(values, true), 0.0, usual)


def table(given: Iterable[Pair], usual: Profile) -> tuple[Numbers, Numbers]:
    """The values of every pair that has something opening in common, and whether it is one person's."""
    values, true = [], []
    for pair in given:
        first = opened(pair.one, pair.other)
        if any(each.feature in OPENING for each in first):
            missing = not_compared(pair.one, pair.other)
            values.append(row((*first, *sharpened(pair.one, pair.other, usual)), missing))
            true.append(float(pair.is_one))
    return np.array(values), np.array(true)


def fitted(values: Numbers, true: Numbers) -> tuple[float, dict[str, float], dict[str, float]]:
    """Intercept, weights, and what is added where too little is known.

    Logistic regression whose weights are never negative: gradient steps, each put back on the allowed side."""
    weights, intercept = np.zeros(values.shape[1]), 0.0
    step = 4.0 / (1.0 + float((values**2).sum(1).mean()))
    for _ in range(6000):
        error = 1 / (1 + np.exp(-(values @ weights + intercept))) - true
        weights = np.maximum(0.0, weights - step * (values.T @ error + RIDGE * weights) / len(true))
        intercept -= step * float(error.mean())
    numbers = [round(float(weight), 3) for weight in weights]
    known = dict(zip(TITLES, numbers, strict=False))
    return round(intercept, 3), known, dict(zip(MAY_BE_UNKNOWN, numbers[len(TITLES) :], strict=True))


if __name__ == "__main__":
    main()

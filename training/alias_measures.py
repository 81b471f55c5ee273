"""How good a confidence in an alias is: shown rightly and wrongly, to whom, and whether it means what it says."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenhand.signals.accounts_model import Model, compare
from training import alias_rules
from training.alias_pairs import Pair

Table = dict[str, object]
Chances = NDArray[np.float64]
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
BASE_RATES = (0.1, 0.02)
RULES_FLOOR = 0.5


def chances(model: Model, given: Sequence[Pair]) -> Chances:
    """The confidence in every pair; nought for one that has nothing opening in common."""
    found = (compare(pair.one, pair.other, model) for pair in given)
    return np.array([each.confidence if each else 0.0 for each in found])


def floor(model: Model, given: Sequence[Pair], precise: float) -> float:
    """The least confidence, in steps of five hundredths, from which so large a part of the shown is right."""
    said, true = chances(model, given), _true(given)
    for step in range(6, 20):
        shown = said >= step / 20
        if shown.any() and true[shown].mean() >= precise:
            return step / 20
    return 0.95


def measured(model: Model, given: Sequence[Pair], beside: Mapping[str, Model]) -> Table:
    """Every table of the page, on pairs that no fitting saw."""
    said, true = chances(model, given), _true(given)
    rules = np.array([alias_rules.confidence(pair.one, pair.other) for pair in given])
    systems = {"fitted": said, "simple rules": rules} | {name: chances(each, given) for name, each in beside.items()}
    shown = said >= model.floor
    wrongly = shown & ~true
    return {
        "version": model.version,
        "floor": model.floor,
        "intercept": model.intercept,
        "weights": dict(model.weights),
        "unknown": dict(model.unknown),
        "pairs": len(given),
        "one_person": int(true.sum()),
        "systems": {name: _system(scores, true) for name, scores in systems.items()},
        "at_rules_recall": _at_recall(said, true, rules),
        "reliability": _reliability(said, true),
        "rules_reliability": _reliability(rules, true),
        "base_rates": {str(rate): _precision_at(shown, true, rate) for rate in BASE_RATES},
        "kinds": _shares(given, shown, lambda pair: pair.kind),
        "rules_kinds": _shares(given, rules >= RULES_FLOOR, lambda pair: pair.kind),
        "groups": _strangers(given, wrongly, lambda pair: pair.group),
        "dialects": _strangers(given, wrongly, lambda pair: pair.dialect),
    }


def _true(given: Sequence[Pair]) -> NDArray[np.bool_]:
    return np.array([pair.is_one for pair in given])


def _system(said: Chances, true: NDArray[np.bool_]) -> Table:
    at = {}
    for threshold in THRESHOLDS:
        shown = said >= threshold
        at[str(threshold)] = {
            "shown": int(shown.sum()),
            "precision": round(float(true[shown].mean()), 3) if shown.any() else None,
            "recall": round(float(shown[true].mean()), 3),
        }
    return {"brier": round(float(((said - true) ** 2).mean()), 4), "at": at}


def _at_recall(said: Chances, true: NDArray[np.bool_], rules: Chances) -> Table:
    """Both at the recall of the rules: the same number of people found, how many strangers with them."""
    there = rules >= RULES_FLOOR
    recall = float(there[true].mean())
    cut = float(np.sort(said[true])[::-1][max(0, round(recall * int(true.sum())) - 1)])
    ours = said >= cut
    return {
        "recall": round(recall, 3),
        "rules_precision": round(float(true[there].mean()), 3),
        "fitted_recall": round(float(ours[true].mean()), 3),
        "fitted_precision": round(float(true[ours].mean()), 3),
        "fitted_from": round(cut, 2),
    }


def _reliability(said: Chances, true: NDArray[np.bool_]) -> list[Table]:
    edges = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 1.01)
    rows: list[Table] = []
    for low, high in pairwise(edges):
        within = (said >= low) & (said < high)
        if within.any():
            rows.append({
                "from": low, "to": min(high, 1.0), "n": int(within.sum()), "said": round(float(said[within].mean()), 3),
                "so": round(float(true[within].mean()), 3),
            })  # fmt: skip
    return rows


def _precision_at(shown: NDArray[np.bool_], true: NDArray[np.bool_], rate: float) -> float:
    """What precision would be if so large a part of all compared pairs were one person's."""
    found, wrong = float(shown[true].mean()), float(shown[~true].mean())
    return round(found * rate / max(found * rate + wrong * (1 - rate), 1e-9), 3)


def _shares(given: Sequence[Pair], marked: NDArray[np.bool_], by: Callable[[Pair], str]) -> dict[str, Table]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(given):
        places[by(pair)].append(place)
    return {name: {"n": len(at), "shown": round(float(marked[at].mean()), 4)} for name, at in sorted(places.items())}


def _strangers(given: Sequence[Pair], wrongly: NDArray[np.bool_], by: Callable[[Pair], str]) -> dict[str, Table]:
    """Of two people's pairs, the share that is shown, by whom the second account is."""
    apart = [place for place, pair in enumerate(given) if not pair.is_one]
    return _shares([given[place] for place in apart], wrongly[apart], by)

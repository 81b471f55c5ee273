"""How much each likeness of two accounts weighs: a logistic regression whose few numbers are a file.

Fitted by `python -m training.aliases` on accounts that were made up; what was measured, and what that is worth, is in
docs/reference/alias-likeness.md. Weights are never negative: what is in common never speaks against a link.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import exp
from typing import Any

from evenhand.signals.accounts import OPENING, TITLES, Account, Found, Profile, not_compared, opened, sharpened

MAY_BE_UNKNOWN = ("style", "hours", "posts")  # of an account with few comments
SURE_AT_MOST = 0.95  # pairs that were made up promise no more


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted numbers. `floor`: a confidence under which nobody is troubled; `usual`: marks in anybody's texts."""

    version: str
    intercept: float
    weights: Mapping[str, float]  # feature -> log-odds for the whole of it
    unknown: Mapping[str, float]  # feature -> log-odds where too little is known: not the same as unlike
    floor: float
    usual: Profile
    shown_rightly: Mapping[str, float] = field(default_factory=dict)
    """Of the made-up pairs that are shown, the share that is one person's, by how many of all compared pairs are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: what was found and how many log-odds it adds."""

    found: Found
    adds: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Two accounts compared: a confidence from 0 to 0.95 with its working, most telling line first."""

    confidence: float
    lines: tuple[Line, ...]
    not_compared: tuple[str, ...]
    version: str
    is_shown: bool


def compare(one: Account, other: Account, model: Model | None = None) -> Compared | None:
    """None where nothing that may open a proposal is in common: such pairs are looked at no further."""
    model = model or shipped()
    first = opened(one, other)
    if not any(model.weights[each.feature] > 0 for each in first):
        return None
    found = (*first, *sharpened(one, other, model.usual))
    lines = [Line(each, model.weights[each.feature] * each.value) for each in found]
    missing = not_compared(one, other)
    begins = model.intercept + sum(model.unknown.get(feature, 0.0) for feature in missing)
    chance = _chance(begins + sum(line.adds for line in lines))
    told = tuple(sorted((line for line in lines if line.adds >= 0.05), key=lambda line: -line.adds))
    is_shown = chance >= model.floor and any(line.found.feature in OPENING for line in told)
    return Compared(round(min(chance, SURE_AT_MOST), 2), told, missing, model.version, is_shown)


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


def read(said: Mapping[str, Any]) -> Model:
    """A model from its file. Raises: ValueError when a number is not the one that was fitted."""
    wanted, found = said["sha256"], seal({key: value for key, value in said.items() if key != "sha256"})
    if wanted != found:
        raise ValueError(
            f"opened the alias model: its hash {found[:12]} is not the file's {wanted[:12]}. "
            "Restore the file from the release, or fit it again with `python -m training.aliases`."
        )
    if unknown := set(said["weights"]) ^ set(TITLES):
        raise ValueError(f"opened the alias model: it and the code differ about {sorted(unknown)}. Fit it again.")
    parts = (said[name] for name in ("intercept", "weights", "unknown", "floor", "usual", "shown_rightly"))
    return Model(wanted[:12], *parts)


def seal(numbers: Mapping[str, Any]) -> str:
    """SHA-256 of a model's numbers."""
    return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()


@cache
def shipped() -> Model:
    """The model that is installed with the house."""
    file = resources.files("evenhand.signals") / "accounts_files" / "model.json"
    return read(json.loads(file.read_text("utf-8")))


def row(found: Sequence[Found], missing: Collection[str]) -> list[float]:
    """What fitting reads: the values in the order of `TITLES`, nought for what is not in common, then 1 for each of
    `MAY_BE_UNKNOWN` that is."""
    values = {each.feature: each.value for each in found}
    return [*(values.get(feature, 0.0) for feature in TITLES), *(float(name in missing) for name in MAY_BE_UNKNOWN)]

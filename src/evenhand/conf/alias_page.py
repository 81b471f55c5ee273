"""docs/reference/alias-likeness.md: what was measured of the alias model, from training/alias_results.json alone."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evenhand.signals.accounts import TITLES

_ABOUT = """\
Generated from `training/alias_results.json`, which `python -m training.aliases` writes together with the model's file.

MCL-03: when somebody comments who looks like a person who is blocked or listed, a program may say so, with a confidence
and its working. That is a task for an officer and nothing else: likeness alone can never be decided as a link."""

_LIMITS = """\
## What these figures are worth

**Every account here was made up.** Names come from short lists, texts from our own seeds, habits and hours from dice.
No real person's accounts were compared, and nobody has measured how often the confidence is right about real ones. The
figures order the designs that were tried and show where each fails; they promise nothing about a council's page. The
held-out accounts have other names, other texts, weaker habits, more disguise and more look-alikes than those that the
weights were fitted on, so that the figures are not those of the fitting.

Not compared: pictures (the house holds none of any account), protected characteristics, language, dialect, places.
Style is trigrams of marks, capitals and lengths with every word masked; apostrophes, which some dialects drop, are
marks. Hours follow shifts, school runs and prayer, so they only sharpen what a name, a word or a link has opened.

Splink, the well-known program for linking records, was not measured: installed, it and what it needs take 253 MB
(pyarrow 170, duckdb 68), nearly as much as the whole house. Its method, weights of agreement added up, is the one
here."""


def report(results: Path) -> str:
    """The page."""
    found = json.loads(results.read_text("utf-8"))
    parts = (_ABOUT, _model(found), _systems(found), _recall(found), _reliability(found), _kinds(found),
             _groups(found), _LIMITS)  # fmt: skip
    return "\n\n".join(["# Likeness of accounts", *parts])


def _model(found: Mapping[str, Any]) -> str:
    lines = _table(["in common", "log-odds for the whole of it"],
                   ([TITLES[name], f"{weight:.2f}"] for name, weight in found["weights"].items()))  # fmt: skip
    return (
        f"## The model\n\nLogistic regression, version `{found['version']}`, fitted on {found['fitted_on']:,} "
        f"pairs; with all measuring it took {found['seconds']} seconds of one core. Nothing in common: "
        f"{found['intercept']:.2f}. No weight may be negative; 0 means that what the others say makes it say nothing "
        f"more. Where an account has too few comments to compare, that adds {_unknown(found)}: unknown is not unlike. "
        f"A pair is shown from a confidence of {found['floor']:.2f} on, which was chosen on other pairs so that "
        f"three in four of those shown are one person's where one pair in ten is.\n\n{lines}"
    )


def _unknown(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{adds:.2f} ({TITLES[name].lower()})" for name, adds in found["unknown"].items())


def _systems(found: Mapping[str, Any]) -> str:
    heads = ["", "Brier", *(f"{at}: right / found" for at in found["systems"]["fitted"]["at"])]
    rows = (
        [name, f"{system['brier']:.3f}", *(_right_and_found(at) for at in system["at"].values())]
        for name, system in found["systems"].items()
    )
    rates = "; ".join(
        f"{float(rate):.0%} of all compared pairs: {share:.0%} of the shown are right"
        for rate, share in found["base_rates"].items()
    )
    return (
        f"## Against simple rules\n\n{found['pairs']:,} held-out pairs, {found['one_person']:,} of them one person's. "
        "For each confidence from which pairs might be shown: the share of those shown that are one person's, and the "
        f"share of one person's pairs that are shown.\n\n{_table(heads, rows)}\n\n"
        f"How right it is depends on how many pairs are one person's. At the floor, if they were {rates}."
    )


def _right_and_found(at: Mapping[str, Any]) -> str:
    right = "none" if at["precision"] is None else f"{at['precision']:.0%}"
    return f"{right} / {at['recall']:.0%}"


def _recall(found: Mapping[str, Any]) -> str:
    at = found["at_rules_recall"]
    return (
        f"Finding as many as the rules find at their 0.5 ({at['recall']:.0%}), the rules are right in "
        f"{at['rules_precision']:.0%} and the fitted model in {at['fitted_precision']:.0%} of what they show."
    )


def _reliability(found: Mapping[str, Any]) -> str:
    rows = []
    for name, bins in (("fitted", found["reliability"]), ("simple rules", found["rules_reliability"])):
        rows += [[name, f"{b['from']:.2f} to {b['to']:.2f}", f"{b['n']:,}", f"{b['said']:.2f}", f"{b['so']:.2f}"]
                 for b in bins]  # fmt: skip
    return "## Does it mean what it says?\n\n" + _table(["", "confidence", "pairs", "mean said", "were so"], rows)


def _kinds(found: Mapping[str, Any]) -> str:
    rules = found["rules_kinds"]
    rows = ([kind, f"{each['n']:,}", f"{each['shown']:.1%}", f"{rules[kind]['shown']:.1%}"]
            for kind, each in found["kinds"].items())  # fmt: skip
    return (
        "## Who is shown\n\n“evades” and “second” are one person's two accounts; all others are two people.\n\n"
        + _table(["pairs", "of them", "shown", "shown by the rules"], rows)
    )


def _groups(found: Mapping[str, Any]) -> str:
    rows = [[name, f"{each['n']:,}", f"{each['shown']:.2%}"]
            for table in ("groups", "dialects") for name, each in found[table].items()]  # fmt: skip
    return (
        "## Two people shown as perhaps one, by whom they are\n\nBy the list that the second one's name comes from, "
        "and by how they write. No feature reads either.\n\n" + _table(["", "pairs of two people", "shown"], rows)
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    first = list(heads)
    lines = [first, ["---"] * len(first), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

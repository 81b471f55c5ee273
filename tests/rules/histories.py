"""Decisions about one author, for the tests of strikes and blocks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tests.rules.working_time import LONDON, STOCKPORT, wall

from evenhand.core.breaches import PastDecision, Second
from evenhand.core.edition import Edition
from evenhand.core.ladder import Sanction, sanction
from evenhand.core.strikes import Record, record
from evenhand.core.vocabulary import Outcome


def hidden(
    number: int,
    on: str,
    ground: str = "CON-02",
    *,
    comment: str = "",
    author: str = "fb:dell",
    outcome: Outcome = Outcome.HIDE,
    route: str = "",
    second: Second = Second.NOT_NEEDED,
    is_reversed: bool = False,
    under: Edition = STOCKPORT,
) -> PastDecision:
    """Decision number so and so, about words written at noon of a day unless a time is said."""
    written_at = wall(on if " " in on else f"{on} 12:00")
    return PastDecision(
        f"d{number}", comment or f"c{number}", author, outcome, ground, route, written_at, under, second, is_reversed
    )


def on_record(
    *decisions: PastDecision,
    on: str = "2024-06-03",
    edition: Edition = STOCKPORT,
    authors: Iterable[str] = ("fb:dell",),
    spent: Iterable[str] = (),
) -> Record:
    return record(
        edition,
        decisions,
        authors=frozenset(authors),
        spent=frozenset(spent),
        on=date.fromisoformat(on),
        zone=LONDON,
    )


def proposed(
    *decisions: PastDecision, on: str = "2024-06-03", warned: Iterable[str] = (), edition: Edition = STOCKPORT
) -> Sanction:
    """What the ladder points to, warned at noon of some days unless a time is said."""
    told = [wall(day if " " in day else f"{day} 12:00") for day in warned]
    return sanction(edition, on_record(*decisions, on=on, edition=edition), told, LONDON)


def saying(rule: str, values: object, edition: Edition = STOCKPORT) -> Edition:
    """An edition that says something else under one rule."""
    return replace(edition, rules={**edition.rules, rule: replace(edition.rules[rule], values=values)})

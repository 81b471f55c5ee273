"""MOD-02, MOD-05: the statement of reasons, drafted for an officer to edit."""

import re

from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Outcome

_DONE = {Outcome.HIDE: "hidden", Outcome.DELETE: "deleted"}
LONGEST_QUOTE = 160
"""Characters. Enough for an author to know which comment is meant."""


def statement(edition: Edition, ground: str, outcome: Outcome, *, quote: str, reason: str = "", body: str = "") -> str:
    """MOD-02: what was done, under which rule of which edition, and how to appeal. Empty where nothing is removed.

    `quote`: the author's words that it is about; `reason`: a sentence of the officer's own;
    `body`: who moderates, where another body works by this edition.
    """
    rule = edition.rules.get(ground)
    if rule is None or rule.ground is None or outcome not in _DONE:
        return ""
    wording = rule.ground.statement.format(
        action=_DONE[outcome], reason=reason, quote=shortened(quote), body=body or edition.body
    )
    return "\n\n".join((re.sub(r"\s+", " ", wording).strip(), cited(edition, ground), appeal(edition)))


def cited(edition: Edition, ground: str) -> str:
    """MOD-02: the rule and the edition that a decision rests on, in one sentence."""
    title = edition.rules[ground].title
    return f"Rule {ground} ({title}), in the edition in force from {edition.in_force_from:%-d %B %Y}."


def appeal(edition: Edition) -> str:
    """MOD-05, APL-01: how to ask somebody else to look again."""
    return f"If you think this is wrong: {edition.rules['APL-01'].wording}"


def shortened(quote: str) -> str:
    """A quote on one line, cut after a word where it is long."""
    line = " ".join(quote.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"

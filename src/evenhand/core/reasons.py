"""MOD-02, MOD-05: the statement of reasons, drafted for an officer to edit."""

from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Outcome

_DONE = {Outcome.HIDE: "hidden", Outcome.DELETE: "deleted"}
PLACEHOLDERS = frozenset({"action", "reason", "quote", "body"})


def statement(edition: Edition, ground: str, outcome: Outcome, *, body: str, reason: str = "", quote: str = "") -> str:
    """MOD-02: what was done, under which rule of which edition, and how to appeal. Empty where nothing is removed.

    `quote`: the author's words that matched; `reason`: the officer's own.
    """
    rule = edition.rules.get(ground)
    if rule is None or rule.ground is None or outcome not in _DONE:
        return ""
    wording = rule.ground.statement.format(
        action=_DONE[outcome], reason=reason or rule.title.lower(), quote=quote or "your comment", body=body
    )
    cited = f"Rule {ground} ({rule.title}), edition in force from {edition.in_force_from:%-d %B %Y}."
    return "\n\n".join((wording.strip(), cited, appeal(edition)))


def appeal(edition: Edition) -> str:
    """MOD-05, APL-01: how to ask somebody else to look again."""
    wording = edition.rules["APL-01"].wording
    return f"If you think this is wrong: {wording}"

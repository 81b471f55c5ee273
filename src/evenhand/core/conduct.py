"""CON-00 to CON-11, the routes and MOD-07: what an edition points to for one comment. Nobody has decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.core.edition import Clause, Edition, Facts, Rule
from evenhand.core.values import Removal
from evenhand.core.vocabulary import Comment, Finding, Missing, Reading, Severity, Suggestion

PROTECTED = "CON-00"
HARSHNESS = {
    Suggestion.LEAVE: 0,
    Suggestion.REPLY: 0,
    Suggestion.REFER: 0,
    Suggestion.HIDE: 1,
    Suggestion.DELETE: 2,
}
"""What a suggestion does to the comment: 0 stays up, 1 can be undone, 2 cannot."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule is proposed: the clause that fired and the author's words that made it fire."""

    rule: str
    severity: Severity
    suggest: Suggestion
    because: str
    findings: tuple[tuple[str, Finding], ...]  # (signal, finding)
    doubt: bool = False  # a program is unsure, and a person is asked


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the edition points to, with reasons. `grounds` are most serious first and never hold CON-00."""

    grounds: tuple[str, ...]
    route: str | None
    severity: Severity
    suggest: Suggestion
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    edition: str

    @property
    def needs_a_person(self) -> bool:
        """Whether a case is opened: something is proposed, or something could not be read."""
        return bool(self.grounds or self.route or self.missing)

    @property
    def protected(self) -> bool:
        """Whether the comment reads as criticism, which is left up (CON-00)."""
        return any(reason.rule == PROTECTED for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one comment did to the clauses: those that fired, those that have no answer yet, and why not."""

    fired: tuple[tuple[Rule, Clause], ...]
    open: tuple[tuple[Rule, Clause], ...]
    missing: Mapping[str, Missing]


def propose(
    edition: Edition, comment: Comment, readings: Iterable[Reading], missing: Iterable[Missing] = ()
) -> Proposal:
    """CON-01 to CON-10 and the routes: every clause of the edition, asked about one comment.

    A clause that cannot be answered because a fact is missing is left open, its signal is named, and what it
    would have softened is softened: less knowledge never gives a harsher proposal.
    """
    read = {reading.signal: reading for reading in sorted(readings, key=lambda reading: reading.signal)}
    facts = {name: reading.facts for name, reading in read.items()} | {"context": _context(comment)}
    asked = _ask(edition, facts, {lost.signal: lost for lost in missing} | _unread(comment))
    reasons = _reasons(asked.fired, read)
    against = [reason for reason in reasons if edition.rules[reason.rule].ground and reason.rule != PROTECTED]
    routes = [reason for reason in reasons if edition.rules[reason.rule].route]
    route = _widest_route(asked.fired)
    return Proposal(
        grounds=tuple(reason.rule for reason in against),
        route=route.id if route else None,
        severity=max((r.severity for r in (*against, *routes)), key=lambda s: s.rank, default=Severity.NONE),
        suggest=_mildest(asked),
        reasons=tuple(reasons),
        missing=tuple(asked.missing[name] for name in sorted(asked.missing)),
        edition=edition.sha256,
    )


def hide_until_seen(edition: Edition, proposal: Proposal) -> Reason | None:
    """MOD-01: the reason for hiding until a person has looked, where the body has switched that on."""
    thresholds = edition.value("MOD-01", Removal).hide_until_seen
    if not HARSHNESS[proposal.suggest]:
        return None
    for reason in proposal.reasons:
        threshold = thresholds.get(reason.rule)
        if threshold and reason.severity.rank >= threshold.rank and HARSHNESS[reason.suggest]:
            return reason
    return None


def _ask(edition: Edition, facts: Facts, missing: dict[str, Missing]) -> _Asked:
    handed = edition.hand_over(facts)
    fired: list[tuple[Rule, Clause]] = []
    unanswered: list[tuple[Rule, Clause]] = []
    for rule, clause in edition.clauses:
        try:
            if clause.when(handed):
                fired.append((rule, clause))
        except (KeyError, TypeError):
            unanswered.append((rule, clause))
            missing = _lacking(clause, facts) | missing
    return _Asked(tuple(fired), tuple(unanswered), missing)


def _lacking(clause: Clause, facts: Facts) -> dict[str, Missing]:
    """Every signal without which a clause has no answer."""
    absent = {s: Missing(s, "it was not read") for s, _ in sorted(clause.when.refers) if s not in facts}
    partial = {
        s: Missing(s, f"it did not state {fact!r}")
        for s, fact in sorted(clause.when.refers, reverse=True)
        if s in facts and fact not in facts[s]
    }
    odd = {s: Missing(s, "a fact it states is not of the expected type") for s, _ in sorted(clause.when.refers)}
    return absent | partial or odd


def _unread(comment: Comment) -> dict[str, Missing]:
    """A picture that nobody has looked at is not a clean picture."""
    if not comment.attachments:
        return {}
    what = "1 attachment was" if comment.attachments == 1 else f"{comment.attachments} attachments were"
    return {"attachments": Missing("attachments", f"{what} not read")}


def _reasons(fired: Iterable[tuple[Rule, Clause]], read: Mapping[str, Reading]) -> list[Reason]:
    """One reason a rule, its gravest clause; gravest rule first, equals in the order of the edition."""
    gravest: dict[str, Clause] = {}
    for rule, clause in fired:
        if rule.id not in gravest or _gravity(clause) > _gravity(gravest[rule.id]):
            gravest[rule.id] = clause
    reasons = [
        Reason(rule, clause.severity, clause.suggest, clause.because, _words(clause, read), clause.doubt)
        for rule, clause in gravest.items()
    ]
    return sorted(reasons, key=_gravity, reverse=True)


def _gravity(what: Clause | Reason) -> tuple[int, int]:
    return what.severity.rank, HARSHNESS[what.suggest]


def _words(clause: Clause, read: Mapping[str, Reading]) -> tuple[tuple[str, Finding], ...]:
    return tuple(
        (name, finding)
        for name, reading in read.items()
        for finding in reading.findings
        if (name, finding.fact) in clause.when.refers
    )


def _mildest(asked: _Asked) -> Suggestion:
    """The suggestion of the leading clause, or a milder one that an open clause would have led to.

    One open clause at a time is enough: what leads with several answered leads with it alone.
    """
    leading = _leading(asked.fired)
    suggestions = [leading.suggest if leading else Suggestion.LEAVE]
    for unanswered in asked.open:
        if would_lead := _leading((unanswered, *asked.fired)):
            suggestions.append(would_lead.suggest)
    return min(suggestions, key=lambda suggestion: HARSHNESS[suggestion])


def _leading(fired: tuple[tuple[Rule, Clause], ...]) -> Clause | None:
    """REF-02, REF-05: a route that outranks the worst ground leads; else that ground does; never CON-00."""
    against = [clause for rule, clause in fired if rule.ground and rule.id != PROTECTED]
    worst = max(against, key=_gravity, default=None)
    route = _widest_route(fired)
    if route is None or route.route is None:
        return worst
    on_route = [clause for rule, clause in fired if rule.id == route.id]
    if worst is None or worst.severity.rank <= route.route.outranks.rank:
        return max(on_route, key=_gravity)
    return worst


def _widest_route(fired: tuple[tuple[Rule, Clause], ...]) -> Rule | None:
    """Of the routes that fired, the one that outranks most; of equals the graver."""
    routes = [((rule.route.outranks.rank, *_gravity(clause)), rule) for rule, clause in fired if rule.route]
    return max(routes, key=lambda ranked: ranked[0])[1] if routes else None


def _context(comment: Comment) -> dict[str, bool | int]:
    return {
        "pre_election": comment.pre_election,
        "repeats": comment.repeats,
        "attachments": comment.attachments,
        "has_text": bool(comment.text.strip()),
        "has_post": bool(comment.post.strip()),
    }


CONTEXT_FACTS = {
    "pre_election": "the comment was made in a pre-election period (ELE-01)",
    "repeats": "earlier comments by the same author with the same words",
    "attachments": "pictures, videos or files on the comment, not read",
    "has_text": "the comment has words",
    "has_post": "the text of the council's post is known",
}

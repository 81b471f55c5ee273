"""CON-00 to CON-11, REF-01 to REF-05 and MOD-07: what an edition points to for one comment. Nobody has decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.core.edition import Clause, Edition, Facts, Rule
from evenhand.core.vocabulary import Comment, Finding, Missing, Reading, Severity, Suggestion

PROTECTED = "CON-00"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule is proposed: the clause that fired and the author's words that made it fire."""

    rule: str
    severity: Severity
    suggest: Suggestion
    because: str
    findings: tuple[tuple[str, Finding], ...]  # (signal, finding)


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


def propose(
    edition: Edition, comment: Comment, readings: Iterable[Reading], missing: Iterable[Missing] = ()
) -> Proposal:
    """CON-01 to CON-10 and the routes: every clause of the edition, asked about one comment.

    A clause that cannot be answered because a signal is missing is left open and the signal is named.
    """
    read = {reading.signal: reading for reading in readings}
    facts = {name: reading.facts for name, reading in read.items()} | {"context": _context(comment)}
    gone = {lost.signal: lost for lost in missing}
    reasons = [
        reason
        for rule in edition.rules.values()
        for reason in [_first_reason(rule, facts, read, gone)]
        if reason is not None
    ]
    return _weigh(edition, reasons, tuple(gone.values()))


def _first_reason(
    rule: Rule, facts: Facts, read: Mapping[str, Reading], gone: dict[str, Missing]
) -> Reason | None:
    """The gravest clause of a rule that fires. Notes in `gone` what it could not ask."""
    fired = [clause for clause in rule.clauses if _fires(clause, facts, gone)]
    if not fired:
        return None
    clause = max(fired, key=lambda clause: clause.severity.rank)
    return Reason(rule.id, clause.severity, clause.suggest, clause.because, _words(clause, read))


def _fires(clause: Clause, facts: Facts, gone: dict[str, Missing]) -> bool:
    unread = {signal: {} for signal, _ in clause.when.refers if signal not in facts}
    try:
        return clause.when({**facts, **unread})
    except KeyError:
        for signal in unread:
            gone.setdefault(signal, Missing(signal, "it was not read"))
        if not unread:
            raise
        return False


def _words(clause: Clause, read: Mapping[str, Reading]) -> tuple[tuple[str, Finding], ...]:
    return tuple(
        (name, finding)
        for name, reading in read.items()
        for finding in reading.findings
        if (name, finding.fact) in clause.when.refers
    )


def _weigh(edition: Edition, reasons: list[Reason], missing: tuple[Missing, ...]) -> Proposal:
    """CON-00, REF-02, REF-05: gravest first; a route that outranks the grounds decides what is suggested."""
    reasons.sort(key=lambda reason: -reason.severity.rank)
    against = [reason for reason in reasons if edition.rules[reason.rule].ground and reason.rule != PROTECTED]
    routes = [reason for reason in reasons if edition.rules[reason.rule].route]
    route = routes[0] if routes else None
    worst = against[0] if against else None
    leading = _leading(edition, worst, route)
    return Proposal(
        grounds=tuple(reason.rule for reason in against),
        route=route.rule if route else None,
        severity=max((r.severity for r in (*against, *routes)), key=lambda s: s.rank, default=Severity.NONE),
        suggest=leading.suggest if leading else Suggestion.LEAVE,
        reasons=tuple(reasons),
        missing=missing,
        edition=edition.sha256,
    )


def _leading(edition: Edition, worst: Reason | None, route: Reason | None) -> Reason | None:
    if worst is None or route is None:
        return worst or route
    preserves = edition.rules[route.rule].route
    return route if preserves and worst.severity.rank <= preserves.outranks.rank else worst


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

"""CON-01, REF-01, REF-05: what forbids a decision because of what is known about its comment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from evenhand.cases.models import Case, ProposalMade
from evenhand.core.allegations import Allegation, Falsehood, alleges, falsehood, keeps_up
from evenhand.core.conduct import Proposal, Reason
from evenhand.core.edition import Edition
from evenhand.core.moderation import REMOVALS, Draft, Objection, not_deletion, objections
from evenhand.core.vocabulary import Finding, Missing, Outcome, Severity, Suggestion, Support, Verb
from evenhand.decisions.models import Decision


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a draft is held against: the edition, what the platform can do, and the referrals under REF-01."""

    edition: Edition
    supported: Mapping[Verb, Support]
    allegations: tuple[Allegation, ...] = ()


def against(case: Case, draft: Draft, grounds: Grounds) -> Iterator[Objection]:
    """Everything that forbids a decision, all at once."""
    yield from objections(draft, grounds.edition, grounds.supported)
    if crisis := not_deletion(draft, case.proposal.route):
        yield crisis
    if draft.outcome in REMOVALS and draft.ground in grounds.edition.grounds:
        yield from _of_truth(case, draft, grounds)


def _of_truth(case: Case, draft: Draft, grounds: Grounds) -> Iterator[Objection]:
    kept = _kept_up(case, draft, grounds) or (_false(case, draft, grounds) if draft.ground == "CON-01" else None)
    if kept is not None and not kept.may_be_used:
        yield Objection("ground", kept.rule, kept.because, kept.do)


def _kept_up(case: Case, draft: Draft, grounds: Grounds) -> Falsehood | None:
    named = [Severity(r["severity"]) for r in case.proposal.reasons if r["rule"] == draft.ground]
    severity = max([grounds.edition.grounds[draft.ground].severity, *named], key=lambda each: each.rank)
    return keeps_up(grounds.edition, _known(case, grounds), ground=draft.ground, severity=severity)


def _known(case: Case, grounds: Grounds) -> tuple[Allegation, ...]:
    """The referrals that were given; without them, a decision to refer that stands counts as one without an outcome."""
    if grounds.allegations:
        return grounds.allegations
    stands = _referrals(case).filter(reversal=None)
    return tuple(Allegation(localdate(decision.at), None) for decision in stands)


def _referrals(case: Case) -> QuerySet[Decision]:
    return Decision.objects.filter(comment_id=case.comment_id, outcome=Outcome.REFER.value, route="REF-01")


def _false(case: Case, draft: Draft, grounds: Grounds) -> Falsehood:
    """Whoever asks without the referrals finds a comment that was referred to be an allegation all the same."""
    return falsehood(
        is_allegation=alleges(proposal_of(case.proposal)) or _referrals(case).exists(), allegations=grounds.allegations,
        source=draft.source, harmed=draft.harmed,
    )  # fmt: skip


def proposal_of(made: ProposalMade) -> Proposal:
    """A proposal as the core has it, from its row."""
    return Proposal(
        grounds=tuple(made.grounds), route=made.route or None, severity=Severity(made.severity),
        suggest=Suggestion(made.suggest), reasons=tuple(_reason(reason) for reason in made.reasons),
        missing=tuple(Missing(lost["signal"], lost["why"]) for lost in made.missing), edition=made.edition_id,
    )  # fmt: skip


def _reason(kept: Mapping[str, object]) -> Reason:
    words: list[dict[str, object]] = kept["words"]  # type: ignore[assignment]
    return Reason(
        str(kept["rule"]), Severity(str(kept["severity"])), Suggestion(str(kept["suggest"])), str(kept["because"]),
        tuple((str(word["signal"]), _finding(word)) for word in words), bool(kept.get("doubt")),
    )  # fmt: skip


def _finding(word: Mapping[str, object]) -> Finding:
    return Finding(**{name: value for name, value in word.items() if name != "signal"})  # type: ignore[arg-type]

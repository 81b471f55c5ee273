"""Deciding, seconding, undoing, and saying at whom a comment is aimed.

What comes before is beside it and is called from here as well: opening, claiming.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from evenhand.actions import operations as actions
from evenhand.audit import operations as audit
from evenhand.cases import sight, telling
from evenhand.cases.claiming import CLAIM_LASTS, claim, release
from evenhand.cases.locking import check_not_target, check_unchanged, check_unclaimed, locked, subject, touch
from evenhand.cases.models import Case, Claim
from evenhand.cases.objecting import Grounds, against
from evenhand.cases.opening import Read, record_proposals
from evenhand.cases.urgency import concerned
from evenhand.core.allegations import Allegation
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseEvent, CaseState, next_case_state
from evenhand.core.moderation import REMOVALS, VERB_OF, Draft, Objection, answering, may_decide
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.intake.models import Revision
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people import operations as people

__all__ = [
    "CLAIM_LASTS",
    "DecisionRefused",
    "Read",
    "aimed_at_reporter",
    "claim",
    "concerned",
    "decide",
    "give_second",
    "record_proposals",
    "release",
    "set_target",
    "undo",
]


class DecisionRefused(Refused):
    """A draft that may not be decided as it stands, with every objection."""

    def __init__(self, found: Sequence[Objection]) -> None:
        self.objections = tuple(found)
        first = found[0]
        super().__init__(tried="to record this decision", forbids=first.wrong, do=first.do, rule=first.rule)


def decide(
    *,
    case_id: int,
    body: Body,
    draft: Draft,
    version: int,
    edition: Edition,
    supported: Mapping[Verb, Support],
    by: Officer,
    at: datetime,
    allegations: Iterable[Allegation] = (),
    batch: UUID | None = None,
) -> Decision:
    """MOD-02: decision, end of the claim, state of the case, audit entry and action: all of it or none.

    `version`: of the case as the officer saw it; `allegations`: the referrals about the comment under REF-01, for who
    knows them. Raises: Stale, DecisionRefused, Refused, NotLetIn.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = locked(case_id, body)
        check_unchanged(case, version, "to decide a case")
        check_unclaimed(case, by, at, "to decide a case")
        sight.require_sight(case, by)
        _check_allowed(case, draft, Grounds(edition, supported, tuple(allegations)), by)
        decision = decisions.record(
            revision=_current_revision(case),
            draft=draft,
            edition=edition,
            facts=_facts(case, draft),
            by=by,
            at=at,
            batch=batch,
        )
        event = CaseEvent.DECIDE_NEEDING_SECOND if decision.needs_second else CaseEvent.DECIDE
        case.state = next_case_state(CaseState(case.state), event).value
        case.decision = decision
        touch(case, by.name, f"decided “{draft.outcome.value}”", at)
        Claim.objects.filter(case=case).delete()
        if not decision.needs_second:
            _take_effect(decision, by, at)
    return decision


def give_second(
    *, case_id: int, body: Body, approved: bool, reason: str, version: int, by: Officer, at: datetime
) -> Case:
    """CON-09, MOD-08: a second person approves and it is carried out, or refuses and the case is open again.

    Raises: Stale, Refused.
    """
    require(by, body, Permission.APPROVE)
    with audit.one_transaction():
        case = locked(case_id, body)
        sight.require_sight(case, by)
        check_unchanged(case, version, "to be the second person")
        event = CaseEvent.APPROVE if approved else CaseEvent.REFUSE
        case.state = next_case_state(CaseState(case.state), event).value
        decision = case.decision
        assert decision is not None, "the database keeps a decision on a case that awaits a second person"
        decisions.second(decision=decision, approved=approved, reason=reason, target=case.target_id, by=by, at=at)
        if approved:
            _take_effect(decision, by, at)
        else:
            case.decision = None
        touch(case, by.name, "approved the decision" if approved else "refused the decision", at)
    return case


def undo(*, case_id: int, body: Body, reason: str, version: int, by: Officer, at: datetime) -> Case:
    """MOD-04: reverse the decision that stands, take back what it did, and put the case in the queue again.

    Raises: Stale, Refused.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = locked(case_id, body)
        sight.require_sight(case, by)
        check_unchanged(case, version, "to undo a decision")
        check_not_target(case, by, "to undo a decision")
        decision = case.decision
        case.state = next_case_state(CaseState(case.state), CaseEvent.UNDO).value
        assert decision is not None, "the database keeps a decision on a closed case"
        decisions.reverse(decision=decision, reason=reason.strip() or "undone by the officer", by=by, at=at)
        actions.take_back(about=f"decision {decision.pk}", by=by.email, at=at)
        telling.of_reversal(decision, by=by.email, at=at)
        people.after_undoing(decision=decision, by=by.email, at=at)
        case.decision, case.opened_at = None, at
        case.restricted |= concerned(case.proposal)
        touch(case, by.name, f"undid “{decision.outcome}”", at)
    return case


def set_target(*, case_id: int, body: Body, target: Officer | None, by: Officer, at: datetime) -> None:
    """MOD-08: say at whom a comment is aimed; they may not decide about it."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = locked(case_id, body)
        sight.require_sight(case, by)
        check_not_target(case, by, "to say at whom a comment is aimed")
        _aim(case, target, by, at)


def aimed_at_reporter(*, case_id: int, body: Body, target: Officer, by: Officer, at: datetime) -> None:
    """STF-01, MOD-08: a report of abuse says at whom a comment is aimed. Whom somebody named before stays."""
    require(by, body, Permission.REPORT_ABUSE)
    with audit.one_transaction():
        case = locked(case_id, body)
        sight.require_sight(case, by)
        if case.target_id is None:
            _aim(case, target, by, at)


def _aim(case: Case, target: Officer | None, by: Officer, at: datetime) -> None:
    with audit.one_transaction():
        case.target = target
        aimed_at = target.name if target else "nobody"
        Claim.objects.filter(case=case, officer=target).delete()
        touch(case, by.name, f"noted that it is aimed at {aimed_at}", at)
        audit.record(
            body=case.body.slug, at=at, by=by.email, action="cases.set_target", subject=subject(case),
            case=case.pk, target=target.email if target else None,
        )  # fmt: skip


def _check_allowed(case: Case, draft: Draft, grounds: Grounds, by: Officer) -> None:
    found = list(against(case, draft, grounds))
    if own := may_decide(by.pk, case.target_id):
        found.insert(0, own)
    if found:
        raise DecisionRefused(found)


def _answer_of(decision: Decision) -> Verb | None:
    """How a decision's reply is sent."""
    private = bool(decision.facts.get("privately"))
    kept = Draft(Outcome(decision.outcome), route=decision.route, reply=decision.reply, privately=private)
    return answering(kept)


def _take_effect(decision: Decision, by: Officer, at: datetime) -> None:
    """Everything that follows from a decision that nobody has to approve any more."""
    shown_again = _queue(decision, by.email, at)
    telling.of_decision(decision, shown_again=shown_again, by=by.email, at=at)
    people.after_decision(decision=decision, by=by.email, at=at)


def _queue(decision: Decision, by: str, at: datetime) -> bool:
    """What the platform is asked. Whether a comment that was hidden is shown again."""
    outcome = Outcome(decision.outcome)
    verb, answer = VERB_OF.get(outcome), _answer_of(decision)
    hidden = actions.supersede(comment=decision.comment, by=by, at=at)
    if verb and verb is not Verb.REPLY:
        actions.queue(decision=decision, verb=verb, by=by, at=at)
    if answer:
        actions.queue(decision=decision, verb=answer, by=by, at=at, text=decision.reply)
    shown_again = hidden and outcome not in REMOVALS
    if shown_again:
        actions.queue(decision=decision, verb=Verb.UNHIDE, by=by, at=at)
    return shown_again


def _current_revision(case: Case) -> Revision:
    return case.comment.revisions.select_related("comment__channel__body").get(number=case.comment.revision)


def _facts(case: Case, draft: Draft) -> dict[str, object]:
    """What the officer saw, and what they said beside the reason."""
    made = case.proposal
    said = {"source": draft.source.strip(), "harmed": draft.harmed.strip(), "privately": draft.privately}
    return {name: value for name, value in said.items() if value} | {
        "proposal": made.pk, "edition": made.edition_id, "grounds": made.grounds, "route": made.route or None,
        "severity": made.severity, "suggest": made.suggest, "reasons": made.reasons, "missing": made.missing,
    }  # fmt: skip

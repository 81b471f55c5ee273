"""From a proposal to a decision: opening, claiming, deciding, seconding, undoing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from evenhand.actions import operations as actions
from evenhand.audit import operations as audit
from evenhand.cases import sight, telling
from evenhand.cases.models import Case, Claim, ProposalMade
from evenhand.cases.objecting import Grounds, against
from evenhand.core.allegations import Allegation
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseEvent, CaseState, next_case_state
from evenhand.core.moderation import REMOVALS, VERB_OF, Draft, Objection, answering, may_decide
from evenhand.core.priority import priority
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.core.refusals import Refused, Stale
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.intake.models import Comment, Revision
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people import operations as people
from evenhand.score import Scored, missing_line, reason_line, signals_line

CLAIM_LASTS = timedelta(minutes=10)


class DecisionRefused(Refused):
    """A draft that may not be decided as it stands, with every objection."""

    def __init__(self, found: Sequence[Objection]) -> None:
        self.objections = tuple(found)
        first = found[0]
        super().__init__(tried="to record this decision", forbids=first.wrong, do=first.do, rule=first.rule)


@dataclass(frozen=True, slots=True)
class Read:
    """A revision that was scored."""

    revision_id: int
    comment_id: int
    scored: Scored


def record_proposals(*, body: Body, edition: Edition, read: Sequence[Read], by: str, at: datetime) -> int:
    """Keep what was proposed, and open or reopen the cases that need a person. How many were.

    The edition has been pinned. A comment that was edited reopens its case whatever is proposed now.
    """
    with audit.one_transaction():
        made = ProposalMade.objects.bulk_create([_proposal_row(item, edition, at) for item in read])
        held = {
            case.comment_id: case
            for case in Case.objects.select_for_update().filter(comment_id__in=[item.comment_id for item in read])
        }
        pairs = list(zip(read, made, strict=True))
        wrote = Comment.objects.filter(pk__in=[item.comment_id for item in read])
        authors = dict(wrote.values_list("pk", "author_id"))
        opened = [
            _new_case(body, item, row, authors[item.comment_id], at)
            for item, row in pairs
            if item.comment_id not in held and item.scored.proposal.needs_a_person
        ]
        Case.objects.bulk_create(opened)
        for item, row in pairs:
            if item.comment_id in held:
                _reopen(held[item.comment_id], row, item, at)
        count = len(opened) + len(held)
        if count:
            audit.record(
                body=body.slug, at=at, by=by, action="cases.open", subject=f"edition {edition.sha256}",
                read=len(read), opened=[case.comment_id for case in opened], reopened=sorted(held),
            )  # fmt: skip
    return count


def _proposal_row(item: Read, edition: Edition, at: datetime) -> ProposalMade:
    proposal = item.scored.proposal
    return ProposalMade(
        revision_id=item.revision_id, edition_id=edition.sha256, made_at=at, grounds=list(proposal.grounds),
        route=proposal.route or "", severity=proposal.severity.value, suggest=proposal.suggest.value,
        reasons=[reason_line(reason) for reason in proposal.reasons], missing=missing_line(proposal.missing),
        signals=signals_line(item.scored.readings),
    )  # fmt: skip


def _new_case(body: Body, item: Read, row: ProposalMade, author: int | None, at: datetime) -> Case:
    return Case(
        body=body, comment_id=item.comment_id, author_id=author, proposal=row, band=_band(item),
        state=CaseState.OPEN.value, severity=item.scored.proposal.severity.value, opened_at=at,
        changed_at=at, changed_by="Evenhand", changed_how="opened the case", restricted=concerned(row),
    )  # fmt: skip


def concerned(made: ProposalMade) -> bool:
    """REF-02: whether somebody may be at risk, whatever else was proposed."""
    return any(reason["rule"] == RESTRICTED_CASE for reason in made.reasons)


def _band(item: Read) -> int:
    proposal = item.scored.proposal
    return priority(proposal.severity, proposal.grounds, proposal.route, len(proposal.missing)).band


def _reopen(case: Case, row: ProposalMade, item: Read, at: datetime) -> None:
    """MOD-02: a decision is bound to the wording that the officer saw."""
    if case.state == CaseState.AWAITING_SECOND:
        case.decision = None  # nobody approves what was decided about other words
    case.state = next_case_state(CaseState(case.state), CaseEvent.EDIT_BY_AUTHOR).value
    case.proposal, case.band, case.opened_at = row, _band(item), at
    case.severity = item.scored.proposal.severity.value
    case.restricted |= concerned(row)
    _touch(case, "The author", "changed the comment's words", at)


def claim(*, case_id: int, body: Body, by: Officer, at: datetime) -> Claim:
    """Hold a case for ten minutes, or hold it longer. Who takes a restricted one that is open is let in to it.

    Raises: Stale when somebody else holds it, Refused for its target, NotLetIn.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = _locked(case_id, body)
        _check_not_target(case, by, "to claim a case")
        if case.restricted and case.state != CaseState.OPEN:
            sight.require_sight(case, by)
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, {"case": case.pk, "officer": by.pk, "at": at, "until": at + CLAIM_LASTS})
            held = cursor.fetchone() is not None
        if not held:
            raise _held_by_another(Claim.objects.select_related("officer").get(case=case), "to claim a case")
        audit.record(body=body.slug, at=at, by=by.email, action="cases.claim", subject=_subject(case), case=case.pk)
        if case.restricted:
            sight.let_in(case=case, officer=by, why="took the case", by=by, at=at)
    return Claim.objects.get(case_id=case_id)


_CLAIM = """
insert into cases_claim as held (case_id, officer_id, claimed_at, until)
values (%(case)s, %(officer)s, %(at)s, %(until)s)
on conflict (case_id) do update
set officer_id = excluded.officer_id, claimed_at = excluded.claimed_at, until = excluded.until
where held.officer_id = excluded.officer_id or held.until <= excluded.claimed_at
returning case_id
"""


def release(*, case_id: int, body: Body, by: Officer, at: datetime) -> None:
    """Let go of a case that one holds; nothing happens to anybody else's claim."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = _locked(case_id, body)
        released, _ = Claim.objects.filter(case=case, officer=by).delete()
        if released:
            audit.record(
                body=body.slug,
                at=at,
                by=by.email,
                action="cases.release",
                subject=_subject(case),
                case=case.pk,
            )


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
        case = _locked(case_id, body)
        _check_unchanged(case, version, "to decide a case")
        _check_unclaimed(case, by, at, "to decide a case")
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
        _touch(case, by.name, f"decided “{draft.outcome.value}”", at)
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
        case = _locked(case_id, body)
        sight.require_sight(case, by)
        _check_unchanged(case, version, "to be the second person")
        event = CaseEvent.APPROVE if approved else CaseEvent.REFUSE
        case.state = next_case_state(CaseState(case.state), event).value
        decision = case.decision
        assert decision is not None, "the database keeps a decision on a case that awaits a second person"
        decisions.second(decision=decision, approved=approved, reason=reason, target=case.target_id, by=by, at=at)
        if approved:
            _take_effect(decision, by, at)
        else:
            case.decision = None
        _touch(case, by.name, "approved the decision" if approved else "refused the decision", at)
    return case


def undo(*, case_id: int, body: Body, reason: str, version: int, by: Officer, at: datetime) -> Case:
    """MOD-04: reverse the decision that stands, take back what it did, and put the case in the queue again.

    Raises: Stale, Refused.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = _locked(case_id, body)
        sight.require_sight(case, by)
        _check_unchanged(case, version, "to undo a decision")
        _check_not_target(case, by, "to undo a decision")
        decision = case.decision
        case.state = next_case_state(CaseState(case.state), CaseEvent.UNDO).value
        assert decision is not None, "the database keeps a decision on a closed case"
        decisions.reverse(decision=decision, reason=reason.strip() or "undone by the officer", by=by, at=at)
        actions.take_back(about=f"decision {decision.pk}", by=by.email, at=at)
        telling.of_reversal(decision, by=by.email, at=at)
        people.after_undoing(decision=decision, by=by.email, at=at)
        case.decision, case.opened_at = None, at
        case.restricted |= concerned(case.proposal)
        _touch(case, by.name, f"undid “{decision.outcome}”", at)
    return case


def set_target(*, case_id: int, body: Body, target: Officer | None, by: Officer, at: datetime) -> None:
    """MOD-08: say at whom a comment is aimed; they may not decide about it."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        case = _locked(case_id, body)
        sight.require_sight(case, by)
        _check_not_target(case, by, "to say at whom a comment is aimed")
        _aim(case, target, by, at)


def aimed_at_reporter(*, case_id: int, body: Body, target: Officer, by: Officer, at: datetime) -> None:
    """STF-01, MOD-08: a report of abuse says at whom a comment is aimed. Whom somebody named before stays."""
    require(by, body, Permission.REPORT_ABUSE)
    with audit.one_transaction():
        case = _locked(case_id, body)
        sight.require_sight(case, by)
        if case.target_id is None:
            _aim(case, target, by, at)


def _aim(case: Case, target: Officer | None, by: Officer, at: datetime) -> None:
    with audit.one_transaction():
        case.target = target
        aimed_at = target.name if target else "nobody"
        Claim.objects.filter(case=case, officer=target).delete()
        _touch(case, by.name, f"noted that it is aimed at {aimed_at}", at)
        audit.record(
            body=case.body.slug, at=at, by=by.email, action="cases.set_target", subject=_subject(case),
            case=case.pk, target=target.email if target else None,
        )  # fmt: skip


def _locked(case_id: int, body: Body) -> Case:
    found = Case.objects.select_for_update(of=("self",)).select_related(
        "body", "comment__channel__body", "decision", "proposal"
    )
    return found.get(pk=case_id, body=body)


def _check_unchanged(case: Case, version: int, tried: str) -> None:
    if case.version != version:
        raise Stale(
            tried=tried, by=case.changed_by, at=case.changed_at, what=case.changed_how,
            do="look at the case as it is now",
        )  # fmt: skip


def _check_unclaimed(case: Case, by: Officer, at: datetime, tried: str) -> None:
    held = Claim.objects.select_related("officer").filter(case=case, until__gt=at).exclude(officer=by).first()
    if held:
        raise _held_by_another(held, tried)


def _held_by_another(held: Claim, tried: str) -> Stale:
    return Stale(
        tried=tried, by=held.officer.name, at=held.claimed_at,
        what=f"claimed it until {held.until:%H:%M} UTC", do="take another case, or ask them",
    )  # fmt: skip


def _check_allowed(case: Case, draft: Draft, grounds: Grounds, by: Officer) -> None:
    found = list(against(case, draft, grounds))
    if own := may_decide(by.pk, case.target_id):
        found.insert(0, own)
    if found:
        raise DecisionRefused(found)


def _check_not_target(case: Case, by: Officer, tried: str) -> None:
    if own := may_decide(by.pk, case.target_id):
        raise Refused(tried=tried, forbids=own.wrong, do=own.do, rule=own.rule)


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


def _touch(case: Case, who: str, how: str, at: datetime) -> None:
    case.changed_by, case.changed_how, case.changed_at = who, how, at
    case.version += 1
    case.save()


def _subject(case: Case) -> str:
    return f"comment {case.comment_id}"

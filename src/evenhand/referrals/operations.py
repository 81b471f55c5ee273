"""Deciding with what follows from it, passing on, and each step until the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from evenhand.audit import operations as audit
from evenhand.cases import operations as cases
from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.cases.objecting import proposal_of
from evenhand.core.allegations import Found, conclude
from evenhand.core.edition import Edition
from evenhand.core.given import day_alone, in_order, in_words
from evenhand.core.lifecycle import ReferralEvent, ReferralState
from evenhand.core.moderation import Draft, answering, may_decide
from evenhand.core.referrals import RESTRICTED_CASE, passed_on, referral_under
from evenhand.core.referrals import Referral as Opening
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome as Decided
from evenhand.core.vocabulary import Support, Verb
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for
from evenhand.evidence import operations as evidence
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import permissions
from evenhand.referrals import telling
from evenhand.referrals.models import ENDED, Outcome, Referral, Responsible
from evenhand.referrals.moving import Said, locked, move, note, subject
from evenhand.referrals.queries import allegations_about, has_concern
from evenhand.referrals.reach import in_active_hours, responsible


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome as it is recorded; `found` is for allegations alone."""

    finder: str
    on: date
    reference: str
    found: Found | None = None
    said: str = ""


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
    concern: str = "",
) -> Decision:
    """MOD-02, REF-01 to REF-05: a decision, and the referral that follows from it, in one transaction.

    `concern`: whom it is about (REF-02), a kind of contact. Raises: Stale, DecisionRefused, Refused, NotLetIn.
    """
    with audit.one_transaction():
        decision = cases.decide(
            case_id=case_id, body=body, draft=draft, version=version, edition=edition, supported=supported, by=by,
            at=at, allegations=allegations_about(case_id),
        )  # fmt: skip
        case = _case(case_id, body)
        if passed_on(draft.route) and (draft.outcome is Decided.REFER or answering(draft)):
            opening = _opening(case, draft.route, draft.reason, edition, at)
            opened = _open(case, opening, concern, decision=decision, by=by, at=at)
            if answering(draft):
                move(opened, ReferralEvent.ANSWER, Said(words=decision.reply), by, at)
        elif case.restricted and not has_concern(case_id):
            sight.lift(case=case, by=by.email, at=at)
    return decision


def undo(*, case_id: int, body: Body, reason: str, version: int, by: Officer, at: datetime) -> Case:
    """MOD-04: undo a decision; what it opened is withdrawn unless somebody has been told of it already.

    Raises: Stale, Refused, NotLetIn.
    """
    with audit.one_transaction():
        decision = _case(case_id, body).decision
        case = cases.undo(case_id=case_id, body=body, reason=reason, version=version, by=by, at=at)
        for referral in locked().filter(decision=decision).exclude(state__in=ENDED):
            if referral.state in (ReferralState.OPENED, ReferralState.ANSWERED):
                move(referral, ReferralEvent.WITHDRAW, Said(words="the decision was undone"), by, at)
            else:
                note(referral, "undo", Said(words="the decision that opened it was undone"), by, at)
    return case


def pass_on(
    *, case_id: int, body: Body, rule: str, because: str, by: Officer, at: datetime, concern: str = ""
) -> Referral:
    """REF-01 to REF-03, CON-11: open a referral beside whatever is decided about the comment.

    Raises: Refused, for the target of the comment, without a reason, or while one under this rule is open.
    """
    require(by, body, Permission.DECIDE)
    tried = f"to pass something on under {rule}"
    in_words(rule, tried, reason=because)
    with audit.one_transaction():
        case = _case(case_id, body)
        sight.require_sight(case, by)
        _check_not_target(case, by, tried)
        if Referral.objects.filter(case=case, rule=rule).exclude(state__in=ENDED).exists():
            raise Refused(tried=tried, forbids="it was passed on already", do="look at that referral", rule=rule)
        opening = referral_under(
            edition_for(case.comment), rule, because.strip(), in_active_hours=in_active_hours(body, at)
        )
        return _open(case, opening, concern, decision=None, by=by, at=at)


def _opening(case: Case, rule: str, reason: str, edition: Edition, at: datetime) -> Opening:
    fired = [each.because for each in proposal_of(case.proposal).reasons if each.rule == rule]
    because = reason.strip() or next(iter(fired), "an officer found so")
    return referral_under(edition, rule, because, in_active_hours=in_active_hours(case.body, at))


def _open(
    case: Case, opening: Opening, concern: str, *, decision: Decision | None, by: Officer, at: datetime
) -> Referral:
    """One referral under a rule at a time: a second decision adds a step to the one that is open."""
    open_one = locked().filter(case=case, rule=opening.rule).exclude(state__in=ENDED).first()
    if open_one:
        note(open_one, "refer again", Said(words=opening.because), by, at)
        return open_one
    if opening.preserved:
        revision = case.comment.revisions.select_related("comment__channel__body").get(number=case.comment.revision)
        evidence.capture(revision=revision, by=by.email, at=at)
    named = responsible(case.body, opening.rule, concern)
    referral = Referral.objects.create(
        body=case.body, case=case, decision=decision, rule=opening.rule, kind=opening.kind.value, concern=concern,
        to=opening.to, person=named.name if named else "", email=named.email if named else "",
        because=opening.because, state=ReferralState.OPENED.value, opened_at=at, opened_by=by, changed_at=at,
        heard_since=at,
    )  # fmt: skip
    if opening.rule == RESTRICTED_CASE:
        sight.restrict(case=case, by=by.email, at=at)
        sight.let_in(case=case, officer=by, why="passed it on", by=by, at=at)
    note(referral, "open", Said(words=opening.because), by, at)
    telling.opened(referral, by=by, at=at)
    return referral


def take_step(*, referral_id: int, body: Body, event: ReferralEvent, said: Said, by: Officer, at: datetime) -> Referral:
    """REF-01 to REF-05: handed over, acknowledged or sent back, with who, how and under which reference.

    Raises: Refused, NotLetIn.
    """
    tried = f"to {event} a referral"
    with audit.one_transaction():
        referral = _mine(referral_id, body, by, tried)
        if event is ReferralEvent.HAND_OVER:
            in_words(referral.rule, tried, name=said.to, way=said.how)
        elif event is ReferralEvent.ACKNOWLEDGE:
            in_words(referral.rule, tried, name=said.to)
        elif event is ReferralEvent.SEND_BACK:
            in_words(referral.rule, tried, reason=said.words)
        else:
            raise Refused(
                tried=tried, forbids="that is no step of its own", do="record the outcome, or decide the case"
            )
        move(referral, event, said, by, at)
        telling.after(referral, event, said, by=by, at=at)
    return referral


def add_pack(*, referral_id: int, body: Body, said: Said, by: Officer, at: datetime) -> None:
    """REF-03: evidence went after a referral that had been handed over. Raises: Refused, NotLetIn."""
    with audit.one_transaction():
        note(_mine(referral_id, body, by, "to add evidence to a referral"), "evidence pack", said, by, at)


def record_outcome(*, referral_id: int, body: Body, outcome: Ending, by: Officer, at: datetime) -> Outcome:
    """REF-01: what came of it. An allegation is judged by a named officer, never by the communications team.

    Raises: Refused, NotLetIn.
    """
    tried = "to record the outcome of a referral"
    with audit.one_transaction():
        referral = _mine(referral_id, body, by, tried)
        _check_outcome(referral, outcome, by, tried, localdate(at))
        move(referral, ReferralEvent.CONCLUDE, Said(outcome.finder, "", outcome.reference, outcome.said), by, at)
        made = Outcome.objects.create(
            referral=referral, found=outcome.found.value if outcome.found else "", finder=outcome.finder.strip(),
            on=outcome.on, reference=outcome.reference.strip(), said=outcome.said.strip(), by=by, at=at,
        )  # fmt: skip
        audit.record(
            body=body.slug, at=at, by=by.email, action="referrals.outcome", subject=subject(referral),
            referral=referral.pk, found=made.found, finder=made.finder, on=str(made.on), reference=made.reference,
        )  # fmt: skip
        telling.concluded(referral, made, by=by, at=at)
    return made


def _check_outcome(referral: Referral, outcome: Ending, by: Officer, tried: str, today: date) -> None:
    opened_on = localdate(referral.opened_at)
    in_order(referral.rule, tried, outcome=outcome.on, today=today)
    if referral.rule != "REF-01":
        in_words(referral.rule, tried, finder=outcome.finder, reference=outcome.reference, outcome=outcome.said)
        day_alone(referral.rule, tried, outcome=outcome.on)
        in_order(referral.rule, tried, opening=opened_on, outcome=outcome.on)
        return
    if outcome.found is None:
        raise Refused(tried=tried, forbids="it does not say what was found", do="choose what was found", rule="REF-01")
    require(by, referral.body, Permission.CONCLUDE)
    communications = Permission.DECIDE in permissions(by, referral.body)
    conclude(
        opened_on, outcome.found, by=outcome.finder, by_communications=communications, on=outcome.on,
        reference=outcome.reference,
    )  # fmt: skip


def set_responsible(
    *, body: Body, rule: str, concern: str, name: str, email: str, by: Officer, at: datetime
) -> Responsible | None:
    """Who takes what is passed on under a rule from now on; an empty name takes the person away."""
    require(by, body, Permission.ADMINISTER)
    with audit.one_transaction():
        known = Responsible.objects.filter(body=body, rule=rule, concern=concern)
        named = None
        if name.strip():
            given = {"name": name.strip(), "email": email.strip(), "changed_at": at}
            named, _ = Responsible.objects.update_or_create(body=body, rule=rule, concern=concern, defaults=given)
        else:
            known.delete()
        audit.record(
            body=body.slug, at=at, by=by.email, action="referrals.set_responsible", subject=f"rule {rule}",
            concern=concern, name=name.strip(), email=email.strip(),
        )  # fmt: skip
    return named


def _mine(referral_id: int, body: Body, by: Officer, tried: str) -> Referral:
    """A referral that this officer may move. Raises: Refused, NotLetIn."""
    referral = locked().get(pk=referral_id, body=body)
    sight.require_sight(referral.case, by)
    _check_not_target(referral.case, by, tried)
    held = permissions(by, body)
    if Permission.DECIDE not in held and not (Permission.CONCLUDE in held and referral.rule in ("REF-01", "CON-11")):
        require(by, body, Permission.DECIDE)
    return referral


def _check_not_target(case: Case, by: Officer, tried: str) -> None:
    if own := may_decide(by.pk, case.target_id):
        raise Refused(tried=tried, forbids=own.wrong, do=own.do, rule=own.rule)


def _case(case_id: int, body: Body) -> Case:
    found = Case.objects.select_for_update(of=("self",)).select_related(
        "body", "proposal", "decision", "comment__channel__body", "comment__author"
    )
    return found.get(pk=case_id, body=body)

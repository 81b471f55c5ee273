"""A case that a person opens: somebody wants to decide about a comment that no clause of the edition spoke of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases.models import Case, ProposalMade
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseState
from evenhand.core.priority import priority
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Severity, Suggestion
from evenhand.decisions import operations as decisions
from evenhand.intake.models import Comment
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission


def open_case(
    *, body: Body, comment: Comment, edition: Edition, rule: str, because: str,
    words: Sequence[Mapping[str, object]], by: Officer, at: datetime,
) -> Case:  # fmt: skip
    """An open case about a comment, whose proposal names `rule`, suggests nothing, and keeps what it said before.

    `words`: the author's own that speak for it, as `score.reason_line` prints them.
    Raises: Refused when a person has decided about it already.
    """
    require(by, body, Permission.DECIDE)
    reason = {
        "rule": rule, "because": because, "severity": Severity.NONE.value, "suggest": Suggestion.LEAVE.value,
        "words": list(words),
    }  # fmt: skip
    with audit.one_transaction():
        decisions.pin(edition=edition, body=body, by=by.email, at=at)
        held = Case.objects.select_for_update(of=("self",)).select_related("proposal", "decision")
        case = held.filter(comment=comment, body=body).first()
        case = _added(case, reason, by, at) if case else _opened(body, comment, edition, reason, by, at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="cases.open_by_hand", subject=f"comment {comment.pk}",
            case=case.pk, rule=rule, because=because,
        )  # fmt: skip
    return case


def _opened(
    body: Body, comment: Comment, edition: Edition, reason: Mapping[str, object], by: Officer, at: datetime
) -> Case:
    made = ProposalMade.objects.create(
        revision=comment.revisions.get(number=comment.revision), edition_id=edition.sha256, made_at=at, grounds=[],
        route="", severity=Severity.NONE.value, suggest=Suggestion.LEAVE.value, reasons=[reason], missing=[],
        signals={},
    )  # fmt: skip
    return Case.objects.create(
        body=body, comment=comment, author_id=comment.author_id, proposal=made, state=CaseState.OPEN.value,
        band=priority(Severity.NONE, (), None, 0).band, severity=Severity.NONE.value, opened_at=at, changed_at=at,
        changed_by=by.name, changed_how="opened the case",
    )  # fmt: skip


def _added(case: Case, reason: Mapping[str, object], by: Officer, at: datetime) -> Case:
    if case.state != CaseState.OPEN:
        raise Refused(
            tried="to open a case about this comment", forbids=f"case {case.pk} about it is {case.state}",
            do="look at that case, and undo its decision if it was wrong", rule="MOD-02",
        )  # fmt: skip
    made = case.proposal
    if reason not in made.reasons:
        made.pk, made.made_at, made.reasons = None, at, [*made.reasons, reason]
        made.save(force_insert=True)
        case.proposal, case.changed_by, case.changed_how, case.changed_at = made, by.name, "added a reason", at
        case.version += 1
        case.save()
    return case

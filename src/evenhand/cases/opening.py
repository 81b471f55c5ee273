"""What was proposed is kept, and the cases that need a person are opened, or opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases.locking import touch
from evenhand.cases.models import Case, ProposalMade
from evenhand.cases.urgency import concerned, urgency
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseEvent, CaseState, next_case_state
from evenhand.intake.models import Comment
from evenhand.officers.models import Body
from evenhand.score import Scored, missing_line, reason_line, signals_line


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
        body=body, comment_id=item.comment_id, author_id=author, proposal=row, band=urgency(row).band,
        state=CaseState.OPEN.value, severity=item.scored.proposal.severity.value, opened_at=at,
        changed_at=at, changed_by="Evenhand", changed_how="opened the case", restricted=concerned(row),
    )  # fmt: skip


def _reopen(case: Case, row: ProposalMade, item: Read, at: datetime) -> None:
    """MOD-02: a decision is bound to the wording that the officer saw."""
    if case.state == CaseState.AWAITING_SECOND:
        case.decision = None  # nobody approves what was decided about other words
    case.state = next_case_state(CaseState(case.state), CaseEvent.EDIT_BY_AUTHOR).value
    case.proposal, case.band, case.opened_at = row, urgency(row).band, at
    case.severity = item.scored.proposal.severity.value
    case.restricted |= concerned(row)
    touch(case, "The author", "changed the comment's words", at)

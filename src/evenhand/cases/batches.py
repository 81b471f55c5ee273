"""Cases decided together, and undone together: the same words from forty accounts are one decision of an officer's."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.edition import Edition
from evenhand.core.moderation import Draft
from evenhand.core.reasons import statement
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Batch
from evenhand.intake.models import Comment
from evenhand.intake.queries import current_words
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission

TOGETHER = (Outcome.LEAVE, Outcome.PROTECT, Outcome.HIDE)
"""What may be decided for many at once: all of it can be undone, and none of it speaks to anybody by name."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case as the officer saw it."""

    case_id: int
    version: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that was not decided with the others, or not undone with them, and why."""

    case_id: int
    why: str


class NothingDecided(Refused):
    """None of the cases could be decided so; nothing was changed."""

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        self.left_out = tuple(left_out)
        super().__init__(
            tried="to decide these cases together",
            forbids=f"none of them can be decided so: {left_out[0].why}",
            do="choose others, or decide them one by one",
        )


def decide_together(
    *, body: Body, chosen: Sequence[Chosen], outcome: Outcome, ground: str, reason: str,
    edition_for: Callable[[Comment], Edition], supported_on: Callable[[str], Mapping[Verb, Support]],
    by: Officer, at: datetime,
) -> Batch:  # fmt: skip
    """MOD-02: the same outcome, ground and reason for each; the statement of reasons quotes each author's own words.

    A case that others have changed, hold, or that may not be decided so is left out, and the batch says why.
    Raises: NothingDecided, Refused.
    """
    require(by, body, Permission.DECIDE)
    _check(chosen, outcome)
    number, left_out = uuid.uuid4(), list[LeftOut]()
    with audit.one_transaction():
        for each in chosen:
            case = Case.objects.select_related("comment__channel__body").get(pk=each.case_id, body=body)
            edition = edition_for(case.comment)
            words = statement(
                edition, ground, outcome, quote=current_words(case.comment), reason=reason, body=body.name
            )
            try:
                cases.decide(
                    case_id=case.pk, body=body, draft=Draft(outcome, ground=ground, reason=reason, statement=words),
                    version=each.version, edition=edition, supported=supported_on(case.comment.channel.platform),
                    by=by, at=at, batch=number,
                )  # fmt: skip
            except Refused as refused:
                left_out.append(LeftOut(case.pk, refused.forbids))
        if len(left_out) == len(chosen):
            raise NothingDecided(left_out)
        without = {left.case_id for left in left_out}
        return decisions.record_batch(
            batch=number, body=body, cases=[each.case_id for each in chosen if each.case_id not in without],
            left_out=[{"case": left.case_id, "why": left.why} for left in left_out], by=by, at=at,
        )  # fmt: skip


def undo_together(*, batch: Batch, reason: str, by: Officer, at: datetime) -> list[LeftOut]:
    """MOD-04: take every decision of a batch back. Those that no longer stand, or cannot be undone, are returned.

    Raises: Refused, when none of them stands.
    """
    require(by, batch.body, Permission.DECIDE)
    left: list[LeftOut] = []
    undone = 0
    with audit.one_transaction():
        for decision in batch.decisions.order_by("pk"):
            case = Case.objects.select_for_update(of=("self",)).get(comment_id=decision.comment_id)
            if case.decision_id != decision.pk:
                left.append(LeftOut(case.pk, "this decision no longer stands"))
                continue
            try:
                cases.undo(case_id=case.pk, body=batch.body, reason=reason, version=case.version, by=by, at=at)
                undone += 1
            except Refused as refused:
                left.append(LeftOut(case.pk, refused.forbids))
        if not undone:
            raise Refused(
                tried="to undo these decisions together",
                forbids=left[0].why,
                do="look at each case as it is now",
                rule="MOD-04",
            )
    return left


def _check(chosen: Sequence[Chosen], outcome: Outcome) -> None:
    tried = "to decide cases together"
    if outcome not in TOGETHER:
        options = ", ".join(TOGETHER)
        raise Refused(
            tried=tried, forbids=f"“{outcome}” is decided one by one", do=f"choose one of: {options}", rule="MOD-04"
        )
    if not chosen:
        raise Refused(tried=tried, forbids="no case is chosen", do="tick the cases in the queue")
    if len(chosen) > MOST:
        raise Refused(
            tried=tried,
            forbids=f"{len(chosen)} cases are more than a person reads at once",
            do=f"choose {MOST} at most",
        )

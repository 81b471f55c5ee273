"""Recording what was decided and what was reversed."""

from datetime import datetime
from uuid import UUID

from evenhand import editions
from evenhand.audit import operations as audit
from evenhand.connections import shadow
from evenhand.core.edition import Edition
from evenhand.core.moderation import Draft, ground_of, may_approve, needs_second_person
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Batch, Decision, PinnedEdition, Reversal, SecondOpinion
from evenhand.intake.models import Revision
from evenhand.officers.models import Body, Officer


def pin(*, edition: Edition, body: Body, at: datetime, by: str = "program: editions") -> None:
    """Keep the bytes of an edition under their hash, once."""
    if PinnedEdition.objects.filter(sha256=edition.sha256).exists():
        return
    with audit.one_transaction():
        _, created = PinnedEdition.objects.get_or_create(
            sha256=edition.sha256,
            defaults={
                "body": body, "name": edition.name, "in_force_from": edition.in_force_from,
                "content": editions.content_of(edition, body.edition_folder), "pinned_at": at,
            },
        )  # fmt: skip
        if created:
            audit.record(
                body=body.slug, at=at, by=by, action="decisions.pin", subject=f"edition {edition.sha256}",
                name=edition.name,
            )  # fmt: skip


def record(
    *, revision: Revision, draft: Draft, edition: Edition, facts: dict[str, object], by: Officer, at: datetime,
    batch: UUID | None = None,
) -> Decision:  # fmt: skip
    """MOD-02: a decision about one revision. The caller has checked that it may be made.

    `batch`: of the decisions it is made with; the batch is written in the same transaction, by `record_batch`.
    """
    with audit.one_transaction():
        decision = Decision.objects.create(
            comment=revision.comment, revision=revision, outcome=draft.outcome.value, ground=ground_of(draft),
            route=draft.route, edition_id=edition.sha256, facts=facts, reason=draft.reason.strip(),
            statement=draft.statement.strip(), reply=draft.reply.strip(), unsafe=draft.unsafe.strip(), by=by, at=at,
            needs_second=needs_second_person(draft, edition), batch_id=batch,
            shadow=shadow.is_on(revision.comment.channel),
        )  # fmt: skip
        audit.record(
            body=revision.comment.channel.body.slug, at=at, by=by.email, action="decisions.record",
            subject=f"comment {revision.comment_id}", decision=decision.pk, revision=revision.number,
            outcome=decision.outcome, ground=decision.ground, route=decision.route, edition=edition.sha256,
            needs_second=decision.needs_second, batch=str(batch) if batch else None,
            **({"shadow": True} if decision.shadow else {}),
        )  # fmt: skip
    return decision


def record_batch(
    *, batch: UUID, body: Body, cases: list[int], left_out: list[dict[str, object]], by: Officer, at: datetime
) -> Batch:
    """Decisions made together: one id, and by it one undo. `cases`: those that were decided."""
    with audit.one_transaction():
        made = Batch.objects.create(id=batch, body=body, by=by, at=at, left_out=left_out)
        audit.record(
            body=body.slug, at=at, by=by.email, action="decisions.record_batch", subject=f"batch {batch}",
            cases=cases, left_out=left_out,
        )  # fmt: skip
    return made


def second(
    *, decision: Decision, approved: bool, reason: str, target: int | None, by: Officer, at: datetime
) -> SecondOpinion:
    """CON-09, MOD-08: the second person's answer. Raises: Refused when they are the first, or the target."""
    objection = may_approve(by.pk, decision.by_id, target)
    if objection:
        raise Refused(tried="to be the second person", forbids=objection.wrong, do=objection.do, rule=objection.rule)
    with audit.one_transaction():
        opinion = SecondOpinion.objects.create(
            decision=decision, decided_by_id=decision.by_id, by=by, at=at, approved=approved, reason=reason,
            shadow=shadow.is_on(decision.comment.channel),
        )  # fmt: skip
        audit.record(
            body=decision.comment.channel.body.slug, at=at, by=by.email, action="decisions.second",
            subject=f"comment {decision.comment_id}", decision=decision.pk, approved=approved, reason=reason,
        )  # fmt: skip
    return opinion


def reverse(*, decision: Decision, reason: str, by: Officer, at: datetime) -> Reversal:
    """MOD-04: undo a decision by a row of its own. Raises: Refused when it was undone before."""
    before = Reversal.objects.filter(decision=decision).select_related("by").first()
    if before:
        raise Refused(
            tried="to undo a decision",
            forbids=f"{before.by.name} undid it on {before.at:%-d %B %Y at %H:%M} UTC",
            do="look at the case again",
            rule="MOD-04",
        )
    with audit.one_transaction():
        reversal = Reversal.objects.create(decision=decision, by=by, at=at, reason=reason)
        audit.record(
            body=decision.comment.channel.body.slug, at=at, by=by.email, action="decisions.reverse",
            subject=f"comment {decision.comment_id}", decision=decision.pk, reason=reason,
        )  # fmt: skip
    return reversal

"""REC-02, MOD-08: an erasure asked for by one officer and begun, or refused, by another."""

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.core.given import in_words
from evenhand.core.refusals import Refused
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.retention.models import ErasureAnswered, ErasureAsked, Purge
from evenhand.retention.operations import check_typed, start
from evenhand.retention.person import accounts

RULE = "REC-02"


def ask_erasure(
    *, body: Body, authors: Sequence[Author], reference: str, why: str, by: Officer, at: datetime
) -> ErasureAsked:
    """Ask another officer to erase what the law does not keep about a person. Nothing is gone yet. Raises: Refused.

    `authors`: accounts asked about; those of decided links are theirs too. `why`: how it is known who asks.
    """
    require(by, body, Permission.ANSWER_PEOPLE)
    tried = "to ask for the erasure of what we hold about a person"
    in_words(RULE, tried, reference_of_the_request=reference, proof_of_who_asks=why)
    theirs = sorted(each.author.pk for each in accounts(body, authors))
    with audit.one_transaction():
        list(Body.objects.select_for_update().filter(pk=body.pk))
        waiting = ErasureAsked.objects.filter(body=body, authors__overlap=theirs, answer=None).first()
        if waiting:
            raise Refused(
                tried=tried, forbids=f"request {waiting.reference} about the same person waits for an answer",
                do="have that one answered first", rule=RULE,
            )  # fmt: skip
        row = ErasureAsked.objects.create(
            body=body, authors=theirs, reference=reference.strip(), why=why.strip(), by=by, at=at
        )
        audit.record(
            body=body.slug, at=at, by=by.email, action="retention.ask_erasure", subject=f"erasure {row.pk}",
            authors=theirs, reference=row.reference,
        )  # fmt: skip
    return row


def approve_erasure(*, asked_id: int, body: Body, typed: str, by: Officer, at: datetime) -> Purge:
    """Begin the erasure that somebody else asked for; a worker carries it through.

    Raises: Refused; ErasureAsked.DoesNotExist, for another body's too.
    """
    check_typed(body, typed)
    with audit.one_transaction():
        asked = _to_answer(asked_id, body, by, "to approve an erasure")
        if Purge.objects.filter(body=body, ended_at=None).exists():
            raise Refused(
                tried="to begin an erasure",
                forbids="another purge has not ended",
                do="let that one end first",
                rule=RULE,
            )
        run = start(body, "erasure", asked.reference, asked.authors, by, at)
        ErasureAnswered.objects.create(asked=asked, asked_by=asked.by, by=by, at=at, purge=run)
        _note("retention.approve_erasure", asked, by, at, purge=run.number)
        app.configure_task("purge", allow_unknown=True).defer(purge_id=run.pk)
    return run


def refuse_erasure(*, asked_id: int, body: Body, reason: str, by: Officer, at: datetime) -> ErasureAnswered:
    """Nothing is erased, for a reason. Raises: Refused; ErasureAsked.DoesNotExist."""
    in_words(RULE, "to refuse an erasure", reason=reason)
    with audit.one_transaction():
        asked = _to_answer(asked_id, body, by, "to refuse an erasure")
        answer = ErasureAnswered.objects.create(asked=asked, asked_by=asked.by, by=by, at=at, reason=reason.strip())
        _note("retention.refuse_erasure", asked, by, at, reason=answer.reason)
    return answer


def _to_answer(asked_id: int, body: Body, by: Officer, tried: str) -> ErasureAsked:
    require(by, body, Permission.PURGE)
    asked = ErasureAsked.objects.select_for_update(of=("self",)).select_related("by").get(pk=asked_id, body=body)
    before = ErasureAnswered.objects.filter(asked=asked).select_related("by").first()
    if before:
        raise Refused(
            tried=tried, forbids=f"{before.by.name} answered it on {before.at:%-d %B %Y}", do="look at that answer",
            rule=RULE,
        )  # fmt: skip
    if asked.by_id == by.pk:
        raise Refused(
            tried=tried, forbids="you asked for it: nobody is the second person on their own request",
            do="have another administrator look at it", rule="MOD-08",
        )  # fmt: skip
    return asked


def _note(action: str, asked: ErasureAsked, by: Officer, at: datetime, **detail: str) -> None:
    audit.record(
        body=asked.body.slug, at=at, by=by.email, action=action, subject=f"erasure {asked.pk}",
        reference=asked.reference, **detail,
    )  # fmt: skip

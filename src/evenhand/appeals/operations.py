"""APL-01 to APL-03: an appeal acknowledged, answered by somebody else, closed. How one is taken in: receiving.py."""

from datetime import datetime

from evenhand.appeals import attempts, reversing, telling
from evenhand.appeals.models import Appeal
from evenhand.appeals.queries import get, stood_once, subject_of
from evenhand.appeals.receiving import Asked, Taken, enter, receive_publicly
from evenhand.appeals.standing import Standing, standing, state_of, steps_of, terms
from evenhand.appeals.stepping import APPELLANT, PROGRAM, locked, step
from evenhand.appeals.subject import Subject, aimed_at, deciders, is_reversed
from evenhand.audit import operations as audit
from evenhand.core.appeals import Ending, Verdict, end, may_look_again
from evenhand.core.lifecycle import AppealEvent, AppealState
from evenhand.core.moderation import Objection
from evenhand.core.refusals import Refused, Stale
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission

__all__ = [
    "Asked", "Taken", "acknowledge", "enter", "let_stand", "look_after", "objection", "receive_publicly", "reverse",
    "withdraw",
]  # fmt: skip


def acknowledge(*, appeal_id: int, body: Body, by: Officer, at: datetime) -> Appeal:
    """APL-02: tell the appellant that it is here, and when they are answered. Raises: Refused."""
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = locked(appeal_id, body)
        promised = standing(appeal, at).promised
        step(appeal, AppealEvent.ACKNOWLEDGE, by=by, at=at)
        telling.of_receipt(appeal, subject_of(appeal), answer_by=promised.answer_by, by=by.email, at=at)
    return get(body, appeal_id)


def let_stand(*, appeal_id: int, body: Body, reasons: str, steps: int, by: Officer, at: datetime) -> Appeal:
    """APL-03: the decision stands. `steps`: how many the officer saw. Raises: Refused, Stale."""
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = locked(appeal_id, body)
        subject = subject_of(appeal)
        verdict = _verdict(appeal, subject, Ending.STANDS, reasons, steps, by, at)
        step(appeal, AppealEvent.STANDS, by=by, at=at, words=reasons)
        now = standing(get(body, appeal_id), at)
        telling.of_answer(appeal, subject, verdict, now.ask_again_by, by=by.email, at=at)
    return get(body, appeal_id)


def reverse(*, appeal_id: int, body: Body, reasons: str, steps: int, by: Officer, at: datetime) -> Appeal:
    """APL-03, APL-04: the decision is reversed, everything it did is undone, the appellant is told: all or nothing.

    `steps`: how many the officer saw. Raises: Refused, Stale.
    """
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = locked(appeal_id, body)
        subject = subject_of(appeal)
        _verdict(appeal, subject, Ending.REVERSED, reasons, steps, by, at)
        reversing.check_not_undone(subject, is_reversed=is_reversed(subject))
        undone = reversing.undo(appeal=appeal, subject=subject, because=reasons.strip(), by=by, at=at)
        step(appeal, AppealEvent.REVERSED, by=by, at=at, words=reasons, undone=undone)
        telling.of_reversal(appeal, subject, reasons.strip(), undone, by=by.email, at=at)
    return get(body, appeal_id)


def withdraw(*, appeal_id: int, body: Body, why: str, by: Officer, at: datetime) -> Appeal:
    """The appellant does not want it looked at any more, or somebody undid it meanwhile. Raises: Refused."""
    require(by, body, Permission.HANDLE_APPEALS)
    if not why.strip():
        raise Refused(
            tried="to close an appeal as withdrawn", forbids="it is not said who withdrew it and how",
            do="write one line on it", rule="APL-03",
        )  # fmt: skip
    with audit.one_transaction():
        step(locked(appeal_id, body), AppealEvent.WITHDRAW, by=by, at=at, words=why)
    return get(body, appeal_id)


def look_after(*, at: datetime, by: str = PROGRAM) -> None:
    """APL-02: close what nobody took to the second stage in time. Safe to repeat."""
    attempts.forget(at)
    for body in Body.objects.filter(appeal__isnull=False).distinct().order_by("pk"):
        for appeal in stood_once(body):
            if _has_run_out(appeal, at):
                with audit.one_transaction():
                    again = locked(appeal.pk, body)
                    if _has_run_out(again, at):
                        step(again, AppealEvent.RUN_OUT, by=None, at=at, said_by=by)


def _has_run_out(appeal: Appeal, at: datetime) -> bool:
    if state_of(steps_of(appeal)) is not AppealState.ANSWERED:
        return False
    promises = terms(edition_on(appeal.body, at.date()), at)
    until = standing(appeal, at).ask_again_by
    return until is not None and promises.day(at) > until


def _verdict(
    appeal: Appeal, subject: Subject, ending: Ending, reasons: str, steps: int, by: Officer, at: datetime
) -> Verdict:
    """APL-03, MOD-08: reasons, by somebody who may. Raises: Refused, Stale."""
    now = standing(appeal, at)
    _check_unchanged(appeal, steps)
    if wrong := objection(subject, now, by, at):
        raise Refused(tried="to answer an appeal", forbids=wrong.wrong, do=wrong.do, rule=wrong.rule)
    promises = terms(edition_on(appeal.body, at.date()), at)
    return end(
        promises.values, ending, stage=now.stage, by=by.pk, received_on=now.asked_on, on=promises.day(at),
        reasons=reasons,
    )  # fmt: skip


def objection(subject: Subject, now: Standing, officer: Officer, at: datetime) -> Objection | None:
    """APL-02, APL-03, MOD-08: why this officer may not answer; None where they may."""
    return may_look_again(
        officer.pk, stage=now.stage, deciders=deciders(subject, at), first_reviewer=now.first_reviewer,
        target=aimed_at(subject, officer, at),
    )  # fmt: skip


def _check_unchanged(appeal: Appeal, steps: int) -> None:
    taken = steps_of(appeal)
    if len(taken) != steps:
        last = taken[-1]
        raise Stale(
            tried="to answer an appeal", by=str(last.by or APPELLANT), at=last.at, what=f"did this: {last.event}",
            do="read the appeal as it is now",
        )  # fmt: skip

"""APL-01 to APL-03: an appeal taken in, acknowledged, answered by somebody else, taken further, closed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from evenhand.appeals import attempts, reversing, telling
from evenhand.appeals.models import Appeal, AppealStep, Came
from evenhand.appeals.queries import about, appeals_of, get, named_by, subject_of
from evenhand.appeals.standing import Standing, Terms, standing, state_of, steps_of, terms
from evenhand.appeals.subject import Subject, aimed_at, decided_on, deciders, find, in_force, is_reversed
from evenhand.audit import operations as audit
from evenhand.core.appeals import Ending, Stage, Verdict, end, may_look_again
from evenhand.core.lifecycle import AppealEvent, AppealState, next_appeal_state
from evenhand.core.moderation import Objection
from evenhand.core.reception import Appealed, Earlier, Received
from evenhand.core.reception import receive as received
from evenhand.core.references import reference
from evenhand.core.refusals import Refused, Stale
from evenhand.core.undoing import Effect
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people.models import Block
from evenhand.tasks import operations as tasks

APPELLANT = "the appellant"
PROGRAM = "program: look after appeals"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote. `email`: empty where none was given; `language`: "en" or "cy"."""

    words: str
    email: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Taken:
    """What the appellant is told at once. `appeal`: None where nothing was opened."""

    answer: str
    appeal: Appeal | None


def receive_publicly(*, body: Body, typed: str, where: str, asked: Asked, at: datetime) -> Taken:
    """APL-01: from the public form. `typed`: a reference; `where`: the comment and the account, in their words.

    An unknown reference is answered as no reference is. Raises: Refused, without words.
    """
    _check_words(asked)
    with audit.one_transaction():
        subject = named_by(body, typed)
        if subject is None and where.strip():
            return _for_a_person(body, where, asked, at)
        return _take(body, subject, Came.PUBLIC_FORM, asked, theirs=True, by=None, at=at)


def enter(*, body: Body, what: str, came: Came, asked: Asked, theirs: bool, by: Officer, at: datetime) -> Taken:
    """APL-01: entered by staff. `what`: "decision 12", "block 3" or a reference; `theirs`: the officer has made sure
    that it is about the appellant, or that they may act for that person. Raises: Refused.
    """
    require(by, body, Permission.HANDLE_APPEALS)
    _check_words(asked)
    if came is Came.PUBLIC_FORM:
        raise Refused(tried="to enter an appeal", forbids="the public form enters itself", do="say how it came")
    with audit.one_transaction():
        subject = _find(body, what)
        if subject is None:
            raise Refused(
                tried=f"to enter an appeal about “{what}”", forbids="no removal or block of this body is called that",
                do="give a reference, or the number from the page, as in “decision 12” or “block 3”", rule="APL-01",
            )  # fmt: skip
        return _take(body, subject, came, asked, theirs=theirs, by=by, at=at)


def acknowledge(*, appeal_id: int, body: Body, by: Officer, at: datetime) -> Appeal:
    """APL-02: tell the appellant that it is here, and when they are answered. Raises: Refused."""
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = _locked(appeal_id, body)
        promised = standing(appeal, at).promised
        _step(appeal, AppealEvent.ACKNOWLEDGE, by=by, at=at)
        telling.of_receipt(appeal, subject_of(appeal), answer_by=promised.answer_by, by=by.email, at=at)
    return get(body, appeal_id)


def let_stand(*, appeal_id: int, body: Body, reasons: str, steps: int, by: Officer, at: datetime) -> Appeal:
    """APL-03: the decision stands. `steps`: how many the officer saw. Raises: Refused, Stale."""
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = _locked(appeal_id, body)
        subject = subject_of(appeal)
        verdict = _verdict(appeal, subject, Ending.STANDS, reasons, steps, by, at)
        _step(appeal, AppealEvent.STANDS, by=by, at=at, words=reasons)
        now = standing(get(body, appeal_id), at)
        telling.of_answer(appeal, subject, verdict, now.ask_again_by, by=by.email, at=at)
    return get(body, appeal_id)


def reverse(*, appeal_id: int, body: Body, reasons: str, steps: int, by: Officer, at: datetime) -> Appeal:
    """APL-03, APL-04: the decision is reversed, everything it did is undone, the appellant is told: all or nothing.

    `steps`: how many the officer saw. Raises: Refused, Stale.
    """
    require(by, body, Permission.HANDLE_APPEALS)
    with audit.one_transaction():
        appeal = _locked(appeal_id, body)
        subject = subject_of(appeal)
        _verdict(appeal, subject, Ending.REVERSED, reasons, steps, by, at)
        reversing.check_not_undone(subject, is_reversed=is_reversed(subject))
        undone = reversing.undo(appeal=appeal, subject=subject, because=reasons.strip(), by=by, at=at)
        _step(appeal, AppealEvent.REVERSED, by=by, at=at, words=reasons, undone=undone)
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
        _step(_locked(appeal_id, body), AppealEvent.WITHDRAW, by=by, at=at, words=why)
    return get(body, appeal_id)


def look_after(*, at: datetime, by: str = PROGRAM) -> None:
    """APL-02: close what nobody took to the second stage in time. Safe to repeat."""
    attempts.forget(at)
    for body in Body.objects.filter(appeal__isnull=False).distinct().order_by("pk"):
        for appeal in appeals_of(body):
            if _has_run_out(appeal, at):
                with audit.one_transaction():
                    again = _locked(appeal.pk, body)
                    if _has_run_out(again, at):
                        _step(again, AppealEvent.RUN_OUT, by=None, at=at, said_by=by)


def _has_run_out(appeal: Appeal, at: datetime) -> bool:
    if state_of(steps_of(appeal)) is not AppealState.ANSWERED:
        return False
    promises = terms(edition_on(appeal.body, at.date()), at)
    until = standing(appeal, at).ask_again_by
    return until is not None and promises.day(at) > until


def _check_words(asked: Asked) -> None:
    if not asked.words.strip():
        raise Refused(
            tried="to appeal", forbids="nothing is said about what was wrong",
            do="write in your own words why the decision should be changed", rule="APL-01",
        )  # fmt: skip


def _find(body: Body, what: str) -> Subject | None:
    return find(body, " ".join(what.lower().split())) or named_by(body, what)


def _take(
    body: Body, subject: Subject | None, came: Came, asked: Asked, *, theirs: bool, by: Officer | None, at: datetime
) -> Taken:
    promises = terms(edition_on(body, at.date()), at)
    if subject:
        _lock(subject)
    earlier = about(body, subject.about) if subject else []
    answer = _answer(promises, subject, earlier, theirs=theirs, at=at)
    if answer.stage is Stage.SECOND:
        last = earlier[-1]
        _step(last, AppealEvent.ASK_AGAIN, by=by, at=at, words=asked.words, said_by=by.email if by else APPELLANT)
        return Taken(answer.answer, get(body, last.pk))
    if answer.stage is None or subject is None:
        _note(body, subject, answer, by, at)
        return Taken(answer.answer, None)
    return Taken(answer.answer, _opened(body, subject, came, asked, promises, by, at))


def _answer(promises: Terms, subject: Subject | None, earlier: list[Appeal], *, theirs: bool, at: datetime) -> Received:
    """What the rules say to it. A decision that was undone without an appeal needs none."""
    today = promises.day(at)
    if subject and theirs and is_reversed(subject):
        return Received(None, "That decision has been reversed.", f"{subject.about} was undone")
    asked = Appealed(
        received_on=today, decided_on=decided_on(subject, at) if subject else None, theirs=theirs,
        in_force=bool(subject and in_force(subject, at)), earlier=[_earlier(each, at) for each in earlier],
    )  # fmt: skip
    return received(promises.values, asked, promises.after)


def _earlier(appeal: Appeal, at: datetime) -> Earlier:
    now = standing(appeal, at)
    over = not now.is_open
    return Earlier(appeal.reference, now.stage, now.ending if over else None, now.ended_on if over else None)


def _opened(
    body: Body, subject: Subject, came: Came, asked: Asked, promises: Terms, by: Officer | None, at: datetime
) -> Appeal:
    who = by.email if by else APPELLANT
    decisions.pin(edition=promises.edition, body=body, by=who, at=at)
    appeal = Appeal.objects.create(
        body=body, reference=reference(secrets.randbelow), decision=subject.decision, block=subject.block,
        came=came.value, entered_by=by, words=asked.words.strip(), email=asked.email.strip(),
        language=asked.language, edition_id=promises.edition.sha256, received_at=at,
    )  # fmt: skip
    audit.record(
        body=body.slug, at=at, by=who, action="appeals.receive", subject=f"appeal {appeal.pk}",
        about=appeal.about, came=came.value, reference=appeal.reference,
    )  # fmt: skip
    return get(body, appeal.pk)


def _note(body: Body, subject: Subject | None, answer: Received, by: Officer | None, at: datetime) -> None:
    """APL-01: what was answered at once is on record too."""
    audit.record(
        body=body.slug, at=at, by=by.email if by else APPELLANT, action="appeals.answer_at_once",
        subject=subject.about if subject else "no known decision", because=answer.because,
    )  # fmt: skip


def _for_a_person(body: Body, where: str, asked: Asked, at: datetime) -> Taken:
    """Without a reference that is known: an officer looks for the decision, and enters the appeal."""
    contact = f" They can be reached at {asked.email.strip()}." if asked.email.strip() else ""
    tasks.open_task(
        body=body, about=f"appeal without a reference {secrets.token_hex(8)}", url="", by=APPELLANT, at=at,
        title="Somebody appeals without a reference that we know",
        why=f"About: {where.strip()}\n\n{asked.words.strip()}\n\n{contact.strip()}".strip(),
        steps=[
            "Look for the comment or the account among the decisions and blocks",
            "Make sure that they are the person, or may act for them",
            "Enter the appeal, or tell them that there is nothing to appeal against",
        ],
    )  # fmt: skip
    return Taken(
        "We have what you wrote. Somebody looks for the decision, and writes to you if you left an address.", None
    )


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


def _step(
    appeal: Appeal, event: AppealEvent, *, by: Officer | None, at: datetime, words: str = "",
    undone: tuple[Effect, ...] = (), said_by: str = "",
) -> None:  # fmt: skip
    """Raises: Refused, when where it stands does not allow it."""
    steps = steps_of(appeal)
    next_appeal_state(state_of(steps), event)
    AppealStep.objects.create(
        appeal=appeal, number=len(steps) + 1, event=event.value, by=by, at=at, words=words.strip(),
        undone=[_as_row(effect) for effect in undone],
    )  # fmt: skip
    audit.record(
        body=appeal.body.slug, at=at, by=said_by or (by.email if by else PROGRAM),
        action=f"appeals.{event.name.lower()}", subject=f"appeal {appeal.pk}", about=appeal.about,
        **({"words": words.strip()} if by and words else {}),
    )  # fmt: skip


def _as_row(effect: Effect) -> dict[str, str]:
    return {"kind": effect.kind.value, "on": effect.on, "how": effect.how.value, "because": effect.because}


def _locked(appeal_id: int, body: Body) -> Appeal:
    """For a step. Raises: Appeal.DoesNotExist, for another body's too."""
    Appeal.objects.select_for_update(of=("self",)).get(pk=appeal_id, body=body)
    return get(body, appeal_id)


def _lock(subject: Subject) -> None:
    """Two appeals about one thing come one after the other."""
    if subject.block:
        Block.objects.select_for_update(of=("self",)).get(pk=subject.block.pk)
    elif subject.decision:
        Decision.objects.select_for_update(of=("self",)).get(pk=subject.decision.pk)

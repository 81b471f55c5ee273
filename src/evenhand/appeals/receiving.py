"""APL-01: an appeal taken in, by the public form or by staff: opened, answered at once, or for a person."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.appeals.models import Appeal, Came
from evenhand.appeals.queries import about, get, named_by
from evenhand.appeals.standing import Terms, standing, terms
from evenhand.appeals.stepping import APPELLANT, step
from evenhand.appeals.subject import Subject, decided_on, find, in_force, is_reversed
from evenhand.audit import operations as audit
from evenhand.core.appeals import Stage
from evenhand.core.lifecycle import AppealEvent
from evenhand.core.reception import Answer, Appealed, Earlier, Received, undone_already
from evenhand.core.reception import receive as received
from evenhand.core.references import reference
from evenhand.core.refusals import Refused
from evenhand.decisions import operations as decisions
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people import listing
from evenhand.tasks import operations as tasks


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote. `email`: empty where none was given; `language`: "en" or "cy"."""

    words: str
    email: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Taken:
    """What the appellant is told at once; `kind` and `blanks` for another language.

    `appeal`: None where nothing was opened.
    """

    answer: str
    appeal: Appeal | None
    kind: Answer
    blanks: tuple[tuple[str, int | date | str], ...] = ()


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
    """APL-01: entered by staff. `what`: "decision 12", "block 3", "entry 4" or a reference; `theirs`: the officer has
    made sure that it is about the appellant, or that they may act for that person. Raises: Refused.
    """
    require(by, body, Permission.HANDLE_APPEALS)
    _check_words(asked)
    if came is Came.PUBLIC_FORM:
        raise Refused(tried="to enter an appeal", forbids="the public form enters itself", do="say how it came")
    if (named := _find(body, what)) and named.entry:
        listing.look(body=body, subject=named.about, by=by, at=at)
    with audit.one_transaction():
        subject = _find(body, what)
        if subject is None:
            raise Refused(
                tried=f"to enter an appeal about “{what}”", forbids="no removal or block of this body is called that",
                do="give a reference, or the number from the page, as in “decision 12” or “block 3”", rule="APL-01",
            )  # fmt: skip
        return _take(body, subject, came, asked, theirs=theirs, by=by, at=at)


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
        step(last, AppealEvent.ASK_AGAIN, by=by, at=at, words=asked.words, said_by=by.email if by else APPELLANT)
        return Taken(answer.answer, get(body, last.pk), answer.kind)
    if answer.stage is None or subject is None:
        _note(body, subject, answer, by, at)
        return Taken(answer.answer, None, answer.kind, answer.blanks)
    return Taken(answer.answer, _opened(body, subject, came, asked, promises, by, at), answer.kind)


def _answer(promises: Terms, subject: Subject | None, earlier: list[Appeal], *, theirs: bool, at: datetime) -> Received:
    """What the rules say to it. A decision that was undone without an appeal needs none."""
    today = promises.day(at)
    if subject and theirs and is_reversed(subject):
        return undone_already(f"{subject.about} was undone")
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
        entry=subject.entry,
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
        "We have what you wrote. Somebody looks for the decision, and writes to you if you left an address.", None,
        Answer.FOR_A_PERSON,
    )  # fmt: skip


def _lock(subject: Subject) -> None:
    """Two appeals about one thing come one after the other."""
    type(subject.row).objects.select_for_update(of=("self",)).get(pk=subject.row.pk)

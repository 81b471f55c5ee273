"""MOD-05: telling somebody, and what people do about a notice. How it is sent: sending.py."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from evenhand.actions import operations as actions
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import ActionState, NoticeEvent, NoticeState, next_notice_state
from evenhand.core.notices import with_leads
from evenhand.core.references import reference
from evenhand.core.refusals import Refused
from evenhand.notices.leading import leads
from evenhand.notices.models import Notice, Way
from evenhand.notices.moving import defer, hand_over, locked, move, receipt, record, reset
from evenhand.notices.ways import Chosen, To, choose_for, hushed, others, to_of
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.tasks import operations as tasks

__all__ = ["To", "finished_by_hand", "not_told", "send_again", "tell", "withdraw"]


def tell(
    *, body: Body, kind: str, about: str, paragraphs: Sequence[str], subject: str, to: To, language: str = "en",
    by: str, at: datetime, once_done: bool = False, by_hand: str = "",
) -> Notice:  # fmt: skip
    """MOD-05: tell somebody: the notice and its job commit with what is told of, or neither does.

    `about`: what it tells of, as in "decision 12". `{reference}` and `{address}` in a paragraph become the
    notice's; where none has them, a line with them is added for people outside. `once_done`: only when what `about`
    asked of a platform is done there, and never if that is called off. `by_hand`: why a person must tell them, if a
    program may not. In shadow mode nobody outside is told; what would have been said is kept.
    Raises: Refused, without words.
    """
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise Refused(tried=f"to tell of {about}", forbids="there are no words", do="write them", rule="MOD-05")
    chosen = choose_for(to, about=about, kind=kind, by_hand=by_hand)
    with audit.one_transaction():
        drawn = reference(secrets.randbelow)
        words = with_leads(paragraphs, leads(body, kind, drawn), language, kind=kind, outside=to.officer is None)
        notice = _create(body, kind, about, to, chosen, drawn, words, subject, language, once_done, by, at)
        if chosen.way is Way.HAND:
            hand_over(notice, why=chosen.why, by=by, at=at)
        elif notice.state == NoticeState.QUEUED:
            defer(notice)
    return notice


def not_told(*, body: Body, kind: str, about: str, to: To, because: str, by: str, at: datetime) -> Notice:
    """MOD-05: nobody tells them, and why: it is not safe, or the edition says so. Raises: Refused, without a why."""
    if not because.strip():
        raise Refused(tried=f"to tell nobody of {about}", forbids="no reason is given", do="say why", rule="MOD-05")
    with audit.one_transaction():
        drawn, chosen = reference(secrets.randbelow), Chosen(Way.NONE, because.strip())
        return _create(body, kind, about, to, chosen, drawn, (), "", "en", False, by, at)


def _create(
    body: Body, kind: str, about: str, to: To, chosen: Chosen, drawn: str, words: Sequence[str], subject: str,
    language: str, once_done: bool, by: str, at: datetime,
) -> Notice:  # fmt: skip
    state = NoticeState.QUEUED
    if chosen.way is Way.NONE:
        state = next_notice_state(state, NoticeEvent.TELL_NOBODY)
    comment = to.comment
    notice = Notice.objects.create(
        body=body, reference=drawn, key=uuid.uuid4(), kind=kind, about=about, comment=comment, officer=to.officer,
        author=to.author or (comment.author if comment else None),
        channel=to.channel or (comment.channel if comment else None), email=to.address, name=to.name.strip(),
        subject=" ".join(subject.split()), paragraphs=list(words), language=language, once_done=once_done,
        way=chosen.way.value, why=chosen.why, state=state.value, queued_by=by, queued_at=at, changed_at=at,
    )  # fmt: skip
    record(notice, "queue" if state is NoticeState.QUEUED else "tell_nobody", by=by, at=at, why=chosen.why)
    return notice


def finished_by_hand(*, notice_id: int, body: Body, outcome: str, by: Officer, at: datetime) -> Notice:
    """A person told them, and says how. Raises: Refused when nobody is asked to, or the officer may not."""
    require(by, body, Permission.DO_TASKS)
    with audit.one_transaction():
        notice = _of(body, notice_id)
        receipt(notice, "by hand", f"{by.name}: {outcome.strip()}", at)
        move(notice, NoticeEvent.FINISH_BY_HAND, by=by.email, at=at)
    return notice


def send_again(*, notice_id: int, body: Body, way: Way, email: str = "", by: Officer, at: datetime) -> Notice:
    """Try another way: the same words and reference, as a new sending. `email`: a better address.

    Raises: Refused when its state does not allow it, it has no words, or there is no such way.
    """
    require(by, body, Permission.DO_TASKS)
    with audit.one_transaction():
        notice = _of(body, notice_id)
        notice.email = email.strip() or notice.email
        _check_possible(notice, way)
        actions.take_back(about=f"notice {notice.pk}", by=by.email, at=at, why="another way was chosen")
        tasks.withdraw(about=f"notice {notice.pk}", why="another way was chosen", by=by.email, at=at)
        reset(notice, way)
        notice.key = uuid.uuid4()
        move(notice, NoticeEvent.TRY_ANOTHER_WAY, by=by.email, at=at)
        if way is Way.HAND:
            hand_over(notice, why=f"{by.name} chose to tell them by hand", by=by.email, at=at)
        else:
            defer(notice)
    return notice


def _check_possible(notice: Notice, way: Way) -> None:
    tried = f"to send a notice {way}"
    if not notice.paragraphs:
        raise Refused(
            tried=tried, forbids=f"it was decided to tell nobody: {notice.why}",
            do="decide the case again if that was wrong", rule="MOD-05",
        )  # fmt: skip
    if why := hushed(to_of(notice), notice.about):
        raise Refused(tried=tried, forbids=why, do="decide it again when shadow mode is off", rule="MOD-05")
    if way not in others(notice):
        possible = ", ".join(others(notice))
        do = f"choose one of: {possible}" if possible else "do what its task says"
        raise Refused(tried=tried, forbids="there is no such way for it", do=do)
    if way in (Way.SMTP, Way.NOTIFY) and "@" not in notice.email:
        raise Refused(tried=tried, forbids="no address is known", do="write their e-mail address")


def withdraw(*, body: Body, about: str, why: str, by: str, at: datetime) -> list[Notice]:
    """Take back what has not been said yet. Which notices were withdrawn; what may have been sent stays."""
    withdrawn = []
    with audit.one_transaction():
        waiting = [NoticeState.QUEUED.value, NoticeState.BY_HAND.value, NoticeState.FAILED.value]
        for found in Notice.objects.filter(body=body, about=about, state__in=waiting).order_by("pk"):
            notice = locked(found.pk)
            if notice.state in waiting and _stop(notice, why=why, by=by, at=at):
                withdrawn.append(notice)
    return withdrawn


def _stop(notice: Notice, *, why: str, by: str, at: datetime) -> bool:
    """False where a platform may have been asked already."""
    if notice.action:
        actions.take_back(about=f"notice {notice.pk}", by=by, at=at, why=why)
        notice.action.refresh_from_db()
        if notice.action.state != ActionState.CANCELLED:
            return False
    tasks.withdraw(about=f"notice {notice.pk}", why=why, by=by, at=at)
    notice.why = why
    move(notice, NoticeEvent.WITHDRAW, by=by, at=at, why=why)
    return True


def _of(body: Body, notice_id: int) -> Notice:
    """Raises: Notice.DoesNotExist, for another body's too."""
    Notice.objects.only("pk").get(pk=notice_id, body=body)
    return locked(notice_id)

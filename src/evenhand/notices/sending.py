"""A notice sent: "sending" committed, one call, the answer recorded.

Why never twice: docs/decisions/0014-never-told-twice.md. What goes by the platform is an
action like any other, which this follows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from evenhand.actions import operations as actions
from evenhand.actions.carrying_out import MOST_ATTEMPTS
from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE, asked_for_by
from evenhand.actions.waiting import Later, wait_after
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import ActionState, NoticeEvent, NoticeState
from evenhand.core.vocabulary import Verb
from evenhand.notices.models import Notice, Way
from evenhand.notices.moving import PROGRAM, hand_over, locked, move, not_delivered, receipt
from evenhand.notices.ports.contract import Accepted, Letter, NotDone, Port, TryAgain, Unknown
from evenhand.notices.ways import hushed, reply_to, to_of
from evenhand.platforms import found

Clock = Callable[[], datetime]
WAITING = (NoticeState.QUEUED.value, NoticeState.SENDING.value)
LOOKS_AGAIN_SECONDS = 3
_LOCK = 0x45564E54  # a number of our own; actions have another


def send(*, notice_id: int, port_of: Callable[[Way], Port], now: Clock) -> bool:
    """MOD-05: send a notice, or see how far it is. Safe to call again after any crash. Whether it was accepted by mail.

    Raises: Later when it must be looked at again.
    """
    with _alone(notice_id):
        notice = Notice.objects.select_related("action").get(pk=notice_id)
        if notice.action is not None:
            follow(notice_id, now())
            _look_again_while_live(notice.action)
        elif notice.state in WAITING and _may_go(notice, now()):
            if notice.way == Way.PLATFORM:
                _ask_platform(notice_id, now())
            else:
                return _mail(notice_id, port_of(Way(notice.way)), now)
    return False


@contextmanager
def _alone(notice_id: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, notice_id])
        if not cursor.fetchone()[0]:
            raise Later("another worker is at it", 5)
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, notice_id])


def _may_go(notice: Notice, at: datetime) -> bool:
    """MOD-03: nobody is told of what is not done. What a person still has to do is waited for without a job, and so is
    the end of shadow mode by what was decided before it.

    Raises: Later while a program is at it.
    """
    state = _state_of_what_it_tells(notice)
    if state in LIVE:
        raise Later("what it tells of is not done yet", LOOKS_AGAIN_SECONDS)
    if state == ActionState.CANCELLED:
        _withdraw(notice.pk, "what it was to tell of was called off", at)
        return False
    if notice.once_done and asked_for_by(notice.about).filter(shadow=True).exists():
        _withdraw(notice.pk, "shadow mode: what it was to tell of was not done", at)
        return False
    return state != ActionState.MANUAL and not _waits_for_shadow(notice)


def _waits_for_shadow(notice: Notice) -> bool:
    """The answer to an appeal goes by letter, whatever the channel does."""
    letter = notice.kind.startswith("appeal ") and notice.way != Way.PLATFORM
    return not letter and bool(hushed(to_of(notice), notice.about))


def is_ready(notice: Notice) -> bool:
    """Whether a notice that waits without a job may go on now."""
    waits = _state_of_what_it_tells(notice) in (*LIVE, ActionState.MANUAL)
    return not waits and not _waits_for_shadow(notice)


def _state_of_what_it_tells(notice: Notice) -> str:
    """Of the last thing that was asked about the comment: a hiding, then perhaps its end. Empty: it waits for none."""
    if not notice.once_done:
        return ""
    asked = asked_for_by(notice.about).filter(comment=notice.comment_id)
    return asked.values_list("state", flat=True).last() or ""


def _withdraw(notice_id: int, why: str, at: datetime) -> None:
    with audit.one_transaction():
        notice = locked(notice_id)
        notice.why = why
        move(notice, NoticeEvent.WITHDRAW, by=PROGRAM, at=at, why=why)


def _ask_platform(notice_id: int, at: datetime) -> None:
    """The words become an action: captured, its turn waited for, its receipt kept.

    Raises: Later, to see what came of it.
    """
    with audit.one_transaction():
        notice = locked(notice_id)
        comment = reply_to(to_of(notice))
        if why := _why_not(notice, comment is None):
            hand_over(notice, why=why, by=PROGRAM, at=at)
            return
        assert comment is not None, "_why_not has said so"
        notice.action = actions.ask_for(
            about=f"notice {notice.pk}", channel=comment.channel, subject=comment, verb=Verb.PRIVATE_REPLY,
            text=notice.words, by=PROGRAM, at=at,
        )  # fmt: skip
        notice.save(update_fields=["action"])
    raise Later("the platform is being asked", LOOKS_AGAIN_SECONDS)


def _why_not(notice: Notice, comment_is_gone: bool) -> str:
    if comment_is_gone:
        return "the comment that a message would answer is gone"
    assert notice.channel is not None, "the platform was chosen for its channel"
    manifest = found.manifest(notice.channel.platform)
    how = manifest.verbs.get(Verb.PRIVATE_REPLY)
    longest = how.longest_text if how else 0
    if longest and len(notice.words) > longest:
        return f"{manifest.title} takes {longest} characters in a message, and this has {len(notice.words)}: shorten it"
    return ""


def follow(notice_id: int, at: datetime) -> None:
    """A notice stands where the action stands that carries it."""
    with audit.one_transaction():
        notice = locked(notice_id)
        action = notice.action
        if action is None or notice.state not in (NoticeState.QUEUED, NoticeState.BY_HAND):
            return
        match action.state:
            case ActionState.DONE if notice.state == NoticeState.QUEUED:
                move(notice, NoticeEvent.SEND, by=PROGRAM, at=at)
                receipt(notice, "accepted", _last_answer(action), at)
                move(notice, NoticeEvent.ACCEPT, by=PROGRAM, at=at)
            case ActionState.MANUAL if notice.state == NoticeState.QUEUED:
                notice.why = _last_answer(action) or "the platform could not carry it"
                move(notice, NoticeEvent.HAND_OVER, by=PROGRAM, at=at, task=f"action {action.pk}")
            case ActionState.DONE_BY_HAND:
                _told_by_hand(notice, action, at)
            case ActionState.CANCELLED:
                notice.why = "the message was called off"
                move(notice, NoticeEvent.WITHDRAW, by=PROGRAM, at=at)


def _told_by_hand(notice: Notice, action: Action, at: datetime) -> None:
    if notice.state == NoticeState.QUEUED:
        notice.why = "the platform could not carry it"
        move(notice, NoticeEvent.HAND_OVER, by=PROGRAM, at=at)
    receipt(notice, "by hand", _last_answer(action), at)
    move(notice, NoticeEvent.FINISH_BY_HAND, by=PROGRAM, at=at)


def _last_answer(action: Action) -> str:
    last = action.receipts.order_by("-at", "-pk").first()
    return last.answer if last else ""


def _look_again_while_live(action: Action) -> None:
    """What a person must do is followed without a job: timetable in work/tell.py. Raises: Later."""
    if Action.objects.filter(pk=action.pk, state__in=LIVE).exists():
        raise Later("the platform is being asked", LOOKS_AGAIN_SECONDS)


def _mail(notice_id: int, port: Port, now: Clock) -> bool:
    notice, in_doubt = _sending(notice_id, port, now())
    if notice.state != NoticeState.SENDING:
        return False
    letter = Letter(str(notice.key), notice.email, notice.subject or notice.kind.capitalize(), notice.words)
    try:
        accepted = (port.find(letter.key) if in_doubt else None) or port.send(letter)
    except TryAgain as busy:
        _not_yet(notice_id, "failed", str(busy), busy.after_seconds, now(), known_unsent=not in_doubt)
    except Unknown as broken:
        _in_doubt(notice_id, port, str(broken), now())
    except NotDone as refused:
        _refused(notice_id, str(refused), now())
    else:
        _accepted(notice_id, accepted, now())
        return True
    return False


def _sending(notice_id: int, port: Port, at: datetime) -> tuple[Notice, bool]:
    """Commits "sending". The notice, and whether an earlier try may have sent it."""
    with audit.one_transaction():
        notice = locked(notice_id)
        in_doubt = notice.state == NoticeState.SENDING
        if in_doubt and not port.looks_up:
            receipt(notice, "unknown", "the program ended while it was sending", at)
            hand_over(notice, why=_IN_DOUBT, by=PROGRAM, at=at)
        elif notice.state in WAITING:
            notice.attempts += 1
            move(notice, NoticeEvent.SEND, by=PROGRAM, at=at, attempt=notice.attempts)
    return notice, in_doubt


_IN_DOUBT = "the sending broke off, and nobody knows whether it went: ask them before you send it again"


def _not_yet(notice_id: int, kind: str, words: str, after: int, at: datetime, *, known_unsent: bool) -> None:
    """Raises: Later, until the tries are used up."""
    with audit.one_transaction():
        notice = locked(notice_id)
        receipt(notice, kind, words, at)
        if notice.attempts >= MOST_ATTEMPTS:
            why = f"{notice.attempts} tries did not succeed; the last answer: {words}"
            hand_over(notice, why=why if known_unsent else f"{why}. {_IN_DOUBT}", by=PROGRAM, at=at)
            return
        if known_unsent:
            move(notice, NoticeEvent.WAIT, by=PROGRAM, at=at)
    raise Later(words, wait_after(notice.attempts, after))


def _in_doubt(notice_id: int, port: Port, words: str, at: datetime) -> None:
    """What can be looked up is, before another try; anything else is for a person."""
    if port.looks_up:
        _not_yet(notice_id, "unknown", words, 0, at, known_unsent=False)
        return
    with audit.one_transaction():
        notice = locked(notice_id)
        receipt(notice, "unknown", words, at)
        hand_over(notice, why=_IN_DOUBT, by=PROGRAM, at=at)


def _refused(notice_id: int, words: str, at: datetime) -> None:
    with audit.one_transaction():
        notice = locked(notice_id)
        receipt(notice, "failed", words, at)
        not_delivered(notice, why=f"it was refused: {_without_address(notice, words)}", by=PROGRAM, at=at)


def _without_address(notice: Notice, words: str) -> str:
    return words.replace(notice.email, "their address") if notice.email else words


def _accepted(notice_id: int, accepted: Accepted, at: datetime) -> None:
    with audit.one_transaction():
        notice = locked(notice_id)
        notice.sent_as = accepted.id
        receipt(notice, "accepted", accepted.words, at)
        move(notice, NoticeEvent.ACCEPT, by=PROGRAM, at=at)

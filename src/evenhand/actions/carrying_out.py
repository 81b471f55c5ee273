"""An action carried out: captured, its turn waited for, "sending" committed, called, the answer recorded.

The five steps survive a crash between any two of them; see docs/decisions/0009-five-steps.md.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from evenhand.actions import budget
from evenhand.actions.models import Action
from evenhand.actions.moving import (
    PROGRAM,
    hand_over,
    load,
    locked,
    may_have_acted,
    move,
    of_subject,
    receipt,
    take_effect,
)
from evenhand.actions.queries import LIVE, without_live_job
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import FINAL, ActionEvent, ActionState
from evenhand.core.vocabulary import Subject, Verb
from evenhand.evidence import operations as evidence
from evenhand.evidence.models import Capture
from evenhand.evidence.storage import OutOfReach
from evenhand.platforms.contract import (
    Act,
    Manifest,
    NotDone,
    Observed,
    Performer,
    TellsApart,
    TryAgain,
    Unknown,
    by_hand_because,
)

MOST_ATTEMPTS = 6
STORAGE_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 15 * 60
ADDS = {Verb.REPLY, Verb.PRIVATE_REPLY, Verb.REPORT}  # done twice, it stands there twice
SLEEPS_AT_MOST_SECONDS = 1.0  # a shorter wait is not worth a job of its own


class Later(Exception):
    """The action is not finished; come back after so many seconds."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


def carry_out(*, action_id: int, performer: Performer, manifest: Manifest, now: Callable[[], datetime]) -> None:
    """EVD-01, MOD-03: capture, commit "sending", call, record the answer. Safe to call again after any crash.

    Raises: Later when it must be tried again.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, action_id])
        if not cursor.fetchone()[0]:
            raise Later("another worker is at it", 5)
        try:
            _steps(action_id, performer, manifest, now)
        finally:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, action_id])


_LOCK = 0x45564841  # a number of our own, so that other locks of the database are not met
_HELD = """
select exists (
    select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname =
    current_database()) and classid = %s and objid = %s and objsubid = 2 and pid = pg_backend_pid() and granted)
"""  # Source: PostgreSQL's description of pg_locks


def _steps(action_id: int, performer: Performer, manifest: Manifest, now: Callable[[], datetime]) -> None:
    action = load(action_id)
    if ActionState(action.state) in FINAL or action.state == ActionState.MANUAL:
        return
    if of_subject(action).filter(pk__lt=action_id, state__in=LIVE).exists():
        raise Later("an earlier action on the same subject is not finished", 2)
    if action.state == ActionState.QUEUED:
        action = _capture(action, now())
    if _by_hand(action, manifest, now()):
        return
    in_doubt = action.in_doubt or action.state == ActionState.SENDING
    if in_doubt:
        _let_settle(action, manifest, now())
    looks_first = in_doubt or Verb(action.verb) in ADDS
    _wait_for_turn(action, manifest, calls=1 + looks_first + _is_read_back(action, manifest))
    action = _sending(action_id, now())
    if action.state != ActionState.SENDING:
        return
    _call(action, performer, manifest, now, in_doubt=in_doubt)


def _capture(action: Action, at: datetime) -> Action:
    """EVD-01: nothing is sent before this has committed, with the bytes synced to disk."""
    try:
        captured = _captured(action, at)
    except OutOfReach as gone:
        evidence.report_out_of_reach(body=action.channel.body, why=str(gone), by=PROGRAM, at=at)
        Action.objects.filter(pk=action.pk).update(next_try_at=at + timedelta(seconds=STORAGE_WAIT_SECONDS))
        raise Later(str(gone), STORAGE_WAIT_SECONDS) from gone
    with audit.one_transaction():
        found = locked(action.pk)
        if found.state == ActionState.QUEUED:
            found.capture = captured
            move(found, ActionEvent.CAPTURE, by=PROGRAM, at=at)
    return load(action.pk)


def _captured(action: Action, at: datetime) -> Capture:
    if action.author:
        return evidence.capture_author(author=action.author, by=PROGRAM, at=at)
    if action.post:
        return evidence.capture_post(post=action.post, by=PROGRAM, at=at)
    assert action.comment is not None, "the database keeps one subject"
    number = action.decision.revision.number if action.decision else action.comment.revision
    return evidence.capture(revision=action.comment.revisions.get(number=number), by=PROGRAM, at=at)


def _by_hand(action: Action, manifest: Manifest, at: datetime) -> bool:
    why = by_hand_because(manifest, _act(action), at)
    if not why and _nobody_can_look(action, manifest):
        why = "the platform has no way to see whether it is done"
    if why:
        hand_over(action.pk, manifest, why=f"{why}{_look_first(action)}", at=at)
    return bool(why)


def _nobody_can_look(action: Action, manifest: Manifest) -> bool:
    """Called again, it might stand there twice, and the platform has no way to look."""
    verb = Verb(action.verb)
    return verb in ADDS and not manifest.verbs[verb].observable and may_have_acted(action)


def _let_settle(action: Action, manifest: Manifest, at: datetime) -> None:
    """What is read back while a broken call may still take effect proves nothing. A plain failure leaves no doubt."""
    wait = (action.changed_at + timedelta(seconds=manifest.settles_seconds) - at).total_seconds()
    if wait > 0 and not action.receipts.filter(kind="failed", at__gte=action.changed_at).exists():
        raise Later("its last call may still take effect", wait)


def _wait_for_turn(action: Action, manifest: Manifest, *, calls: int) -> None:
    """Before "sending", so that what waits can still be called off."""
    wait = budget.wait_for_slot(
        action_id=action.pk, platform=action.channel.platform, account=action.channel.account, calls=calls,
        gap_seconds=manifest.seconds_between_calls,
    )  # fmt: skip
    if wait > SLEEPS_AT_MOST_SECONDS:
        raise Later("its turn to call the account has not come", wait)
    time.sleep(wait)


def _sending(action_id: int, at: datetime) -> Action:
    with audit.one_transaction():
        action = locked(action_id)
        if action.state in (ActionState.CAPTURED, ActionState.SENDING):
            action.attempts, action.slot_at = action.attempts + 1, None
            action.in_doubt = False  # from here on the state says so
            move(action, ActionEvent.SEND, by=PROGRAM, at=at)
    return action


def _call(
    action: Action, performer: Performer, manifest: Manifest, now: Callable[[], datetime], *, in_doubt: bool
) -> None:
    try:
        first = _remember_what_stands(action, performer)
        act = _act(action)
        if in_doubt and not first and _found_done(action, act, performer, now):
            return
        if action.attempts > MOST_ATTEMPTS:
            hand_over(action.pk, manifest, why=f"{MOST_ATTEMPTS} tries did not succeed, nor is it in effect", at=now())
            return
        _must_still_hold_the_lock(action.pk)
        words = performer.perform(act).words
        if _is_read_back(action, manifest):
            words = _read_back(act, performer, words)
    except TryAgain as busy:
        if busy.after_seconds:
            budget.hold_back(
                platform=action.channel.platform, account=action.channel.account, seconds=busy.after_seconds
            )
        _not_yet(action, manifest, "failed", str(busy), now(), busy.after_seconds)
    except Unknown as broken:
        _not_yet(action, manifest, "unknown", str(broken), now(), 0)
    except NotDone as refused:
        _failed(action, "failed", str(refused), now())
        hand_over(action.pk, manifest, why=f"the platform refused: {refused}", at=now())
    else:
        _done(action, "performed", words, now())


def _is_read_back(action: Action, manifest: Manifest) -> bool:
    """BLK-05: whom a block or its lifting is about cannot see it as easily as a comment; so we look, where one can."""
    verb = Verb(action.verb)
    how = manifest.verbs.get(verb)
    return verb.subject is Subject.AUTHOR and how is not None and how.observable


def _read_back(act: Act, performer: Performer, answer: str) -> str:
    """The answer with what is seen afterwards. Raises: Unknown where it is not in effect; TryAgain."""
    seen = performer.observe(act)
    if not seen.in_effect:
        raise Unknown(f"{answer}; read back: {seen.words}")
    return f"{answer}; read back: {seen.words}"


def _must_still_hold_the_lock(action_id: int) -> None:
    """The lock lives as long as its connection. A worker that stood still while PostgreSQL was started again has lost
    it, another may have taken the action up, and the call is not made. Raises: Later."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [_LOCK, action_id])
        if not cursor.fetchone()[0]:
            raise Later("its lock was lost; another worker may be at it", 5)


def _act(action: Action) -> Act:
    comment = action.comment
    author = comment.author if comment else action.author
    place = comment.post if comment else action.post
    return Act(
        key=str(action.key), verb=Verb(action.verb), account=action.channel.account,
        subject_id=action.subject.native_id, text=action.text, already=tuple(action.already or ()),
        post_id=place.native_id if place else "", parent_id=comment.parent_native_id if comment else "",
        author_id=author.native_id if author else "", written_at=comment.created_at if comment else None,
    )  # fmt: skip


def _remember_what_stands(action: Action, performer: Performer) -> bool:
    """Before the first call of what could be taken for another. Whether this is the first: nothing was sent before."""
    if action.already is not None or Verb(action.verb) not in ADDS or not isinstance(performer, TellsApart):
        return False
    action.already = list(performer.standing(_act(action)))
    Action.objects.filter(pk=action.pk).update(already=action.already)
    return True


def _found_done(action: Action, act: Act, performer: Performer, now: Callable[[], datetime]) -> bool:
    """After a call whose end nobody saw: read back before calling again."""
    seen = performer.observe(act)
    if seen.in_effect:
        _done(action, "found done", seen.words, now())
    return seen.in_effect


def _not_yet(action: Action, manifest: Manifest, kind: str, words: str, at: datetime, after_seconds: int) -> None:
    _failed(action, kind, words, at)
    if action.attempts >= MOST_ATTEMPTS and kind == "failed":  # after a broken call, one more look: see _call
        why = f"{MOST_ATTEMPTS} tries did not succeed; the last answer: {words}{_look_first(action)}"
        hand_over(action.pk, manifest, why=why, at=at)
        return
    wait = wait_after(action.attempts, after_seconds)
    Action.objects.filter(pk=action.pk).update(next_try_at=at + timedelta(seconds=wait))
    raise Later(words, wait)


def _look_first(action: Action) -> str:
    return "; look first, since a call broke off and may have taken effect" if may_have_acted(action) else ""


def wait_after(attempts: int, asked_seconds: int = 0) -> float:
    """Seconds until the next try: 2, 4, 8 ... give or take a half, so that those who failed together do not come
    back together; never before the platform asked, never later than `LONGEST_WAIT_SECONDS` unless it asked for more."""
    wait = min(2.0**attempts, LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
    return max(wait, asked_seconds * random.uniform(1.0, 1.1))  # noqa: S311


def _failed(action: Action, kind: str, words: str, at: datetime) -> None:
    with audit.one_transaction():
        receipt(action, kind, words, at)
        audit.record(
            body=action.channel.body.slug, at=at, by=PROGRAM, action="actions.failed", subject=action.subject_name,
            queued=action.pk, verb=action.verb, attempt=action.attempts, kind=kind, answer=words[:500],
        )  # fmt: skip


def _done(action: Action, kind: str, words: str, at: datetime) -> None:
    with audit.one_transaction():
        found = locked(action.pk)
        receipt(found, kind, words, at)
        move(found, ActionEvent.SUCCEED, by=PROGRAM, at=at, answer=words[:500])
        take_effect(found)


def read_back(
    *, action_id: int, performer: Performer, manifest: Manifest, now: Callable[[], datetime]
) -> Observed | None:
    """MOD-03: whether what was done is in effect, as the platform shows it; a receipt says so.

    None when the account's turn has not come, or the platform is busy: ask again later.
    """
    action = load(action_id)
    account = action.channel.account
    if not manifest.verbs[Verb(action.verb)].observable:
        return Observed(True, "the platform has no way to look: its own answer stands")
    wait = budget.wait_for_slot(
        action_id=action.pk, platform=action.channel.platform, account=account, calls=1,
        gap_seconds=manifest.seconds_between_calls,
    )  # fmt: skip
    if wait > 0:
        return None
    budget.give_up_slot(action_id=action.pk)
    try:
        seen = performer.observe(_act(action))
    except TryAgain:
        return None
    with audit.one_transaction():
        receipt(action, "read back", seen.words, now())
        audit.record(
            body=action.channel.body.slug, at=now(), by=PROGRAM, action="actions.read_back",
            subject=action.subject_name, queued=action.pk, verb=action.verb, in_effect=seen.in_effect, seen=seen.words,
        )  # fmt: skip
    return seen


def hand_over_stranded(*, manifest_of: Callable[[str], Manifest], now: Callable[[], datetime]) -> int:
    """Live actions whose job is gone or has failed for good: each becomes a task. How many there were.

    Raises: ExceptionGroup, after all others, when some could not be handed over; they are tried again next time.
    """
    stranded, faults = without_live_job(), []
    for action in stranded:
        try:
            if action.capture_id is None:
                _capture(load(action.pk), now())
            hand_over(action.pk, manifest_of(action.channel.platform), why="its job ended early", at=now())
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("stranded actions could not be handed over to people", faults)
    return len(stranded)

"""An action carried out: captured, its turn waited for, "sending" committed, called, the answer recorded.

The five steps survive a crash between any two of them; see docs/decisions/0009-five-steps.md.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from evenhand.actions import budget
from evenhand.actions.capturing import capture_first
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
from evenhand.actions.waiting import Later, let_settle, wait_after, wait_for_turn
from evenhand.audit import operations as audit
from evenhand.connections import shadow
from evenhand.core.lifecycle import FINAL, ActionEvent, ActionState
from evenhand.core.vocabulary import Subject, Verb
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
ADDS = {Verb.REPLY, Verb.PRIVATE_REPLY, Verb.REPORT}  # done twice, it stands there twice


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
        action = capture_first(action, now())
    if _by_hand(action, manifest, now()):
        return
    in_doubt = action.in_doubt or action.state == ActionState.SENDING
    if in_doubt:
        let_settle(action, manifest, now())
    looks_first = in_doubt or Verb(action.verb) in ADDS
    wait_for_turn(action, manifest, calls=1 + looks_first + _is_read_back(action, manifest))
    action = _sending(action_id, now())
    if action.state != ActionState.SENDING:
        return
    _call(action, performer, manifest, now, in_doubt=in_doubt)


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
        found.shadow = shadow.written_down(found.key)
        receipt(found, kind, words, at)
        move(found, ActionEvent.SUCCEED, by=PROGRAM, at=at, answer=words[:500], **_marked(found))
        take_effect(found)


def _marked(action: Action) -> dict[str, bool]:
    return {"shadow": True} if action.shadow else {}


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
                capture_first(load(action.pk), now())
            hand_over(action.pk, manifest_of(action.channel.platform), why="its job ended early", at=now())
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("stranded actions could not be handed over to people", faults)
    return len(stranded)

"""The outbox: what is to be done on platforms, under the contract capture, then send, then receipt."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from procrastinate.contrib.django import app

from evenhand.actions.models import Action, Receipt
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import FINAL, ActionEvent, ActionState, next_action_state
from evenhand.core.moderation import irrevocable, undoing
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Support, Verb
from evenhand.decisions.models import Decision, Reversal
from evenhand.evidence import operations as evidence
from evenhand.intake.models import Comment
from evenhand.intake.operations import set_state
from evenhand.platforms.contract import Act, Manifest, NotDone, Performer, TryAgain, Unknown
from evenhand.tasks import operations as tasks

MOST_ATTEMPTS = 6
LIVE = [ActionState.QUEUED.value, ActionState.CAPTURED.value, ActionState.SENDING.value]
STATE_AFTER = {Verb.HIDE: "hidden", Verb.UNHIDE: "visible", Verb.DELETE: "deleted"}
PROGRAM = "program: carry out"


class Later(Exception):
    """The action is not finished; come back after so many seconds."""

    def __init__(self, why: str, seconds: int) -> None:
        super().__init__(why)
        self.seconds = seconds


def queue(
    *, decision: Decision, verb: Verb, by: str, at: datetime, text: str = "", undoes: Action | None = None
) -> Action:
    """Ask for something to be done on the platform: the row and its job commit with the decision, or neither does."""
    with audit.one_transaction():
        action = Action.objects.create(
            key=uuid.uuid4(), decision=decision, comment=decision.comment, verb=verb.value, text=text, undoes=undoes,
            state=ActionState.QUEUED.value, queued_at=at, changed_at=at,
        )  # fmt: skip
        app.configure_task("carry_out", allow_unknown=True).defer(action_id=action.pk)
        audit.record(
            body=action.comment.channel.body.slug, at=at, by=by, action="actions.queue",
            subject=f"comment {action.comment_id}", queued=action.pk, verb=verb.value, decision=decision.pk,
        )  # fmt: skip
    return action


def take_back(*, decision: Decision, by: str, at: datetime) -> list[Action]:
    """MOD-04: stop what has not been done yet, and queue the opposite of what has been or may have been.

    A reply stays. So does what shows a comment again: undoing never makes things harsher.
    Raises: Refused when something was done that cannot be undone.
    """
    queued: list[Action] = []
    with audit.one_transaction():
        wanted = Action.objects.filter(decision=decision, undoes=None).exclude(verb=Verb.UNHIDE.value)
        for action in wanted.select_for_update().order_by("pk"):
            if _stop(action, why="the decision was undone", by=by, at=at):
                queued += _opposite(action, by=by, at=at)
    return queued


def supersede(*, comment: Comment, by: str, at: datetime) -> bool:
    """Stop what earlier decisions about a comment still want. Whether they have hidden it, or may yet."""
    hidden = Comment.objects.values_list("state", flat=True).get(pk=comment.pk) == STATE_AFTER[Verb.HIDE]
    with audit.one_transaction():
        pending = Action.objects.filter(comment=comment, state__in=[*LIVE, ActionState.MANUAL.value])
        for action in pending.select_for_update().order_by("pk"):
            may_act = _stop(action, why="a later decision replaced it", by=by, at=at)
            hidden |= action.verb == Verb.UNHIDE or (may_act and action.verb == Verb.HIDE)
    return hidden


def _stop(action: Action, *, why: str, by: str, at: datetime) -> bool:
    """Cancel an action that is not being sent. Whether the platform has done it, or may have, or may yet."""
    if action.state == ActionState.CANCELLED:
        return False
    if action.state not in (ActionState.QUEUED, ActionState.CAPTURED, ActionState.MANUAL):
        return True
    _move(action, ActionEvent.CANCEL, by=by, at=at, why=why)
    tasks.withdraw(about=f"action {action.pk}", why=why, by=by, at=at)
    return _may_have_acted(action)


def _may_have_acted(action: Action) -> bool:
    """A try that did not end in a plain failure broke off, and nobody knows what the platform did."""
    return action.in_doubt or action.attempts > action.receipts.filter(kind="failed").count()


def _opposite(action: Action, *, by: str, at: datetime) -> list[Action]:
    verb = Verb(action.verb)
    if irrevocable(verb):
        raise Refused(
            tried=f"to undo a {verb}",
            forbids=f"what was done by “{verb}” cannot be brought back on the platform",
            do="tell the author, and write down what happened",
            rule="MOD-04",
        )
    opposite = undoing(verb)
    return [queue(decision=action.decision, verb=opposite, by=by, at=at, undoes=action)] if opposite else []


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


def _steps(action_id: int, performer: Performer, manifest: Manifest, now: Callable[[], datetime]) -> None:
    action = _load(action_id)
    if ActionState(action.state) in FINAL or action.state == ActionState.MANUAL:
        return
    if Action.objects.filter(comment_id=action.comment_id, pk__lt=action_id, state__in=LIVE).exists():
        raise Later("an earlier action on the same comment is not finished", 2)
    if action.state == ActionState.QUEUED:
        action = _capture(action, now())
    if _by_hand(action, manifest, now()):
        return
    in_doubt = action.in_doubt or action.state == ActionState.SENDING
    action = _sending(action_id, now())
    if action.state != ActionState.SENDING:
        return
    _call(action, performer, manifest, now, in_doubt=in_doubt)


def _load(action_id: int) -> Action:
    return Action.objects.select_related(
        "decision__revision__comment__channel__body", "decision__revision__comment__author",
        "decision__revision__comment__post", "comment__channel__body", "decision__by",
    ).get(pk=action_id)  # fmt: skip


def _locked(action_id: int) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("comment__channel__body").get(pk=action_id)


def _capture(action: Action, at: datetime) -> Action:
    """EVD-01: nothing is sent before this has committed, with the bytes synced to disk."""
    captured = evidence.capture(revision=action.decision.revision, by=PROGRAM, at=at)
    with audit.one_transaction():
        locked = _locked(action.pk)
        if locked.state == ActionState.QUEUED:
            locked.capture = captured
            _move(locked, ActionEvent.CAPTURE, by=PROGRAM, at=at)
    return _load(action.pk)


def _by_hand(action: Action, manifest: Manifest, at: datetime) -> bool:
    how = manifest.verbs.get(Verb(action.verb))
    if how is not None and how.support is not Support.MANUAL:
        return False
    why = how.why if how else f"{manifest.title} has no way to {action.verb} a comment"
    _hand_over(action.pk, manifest, why=why, at=at)
    return True


def _sending(action_id: int, at: datetime) -> Action:
    with audit.one_transaction():
        action = _locked(action_id)
        if action.state in (ActionState.CAPTURED, ActionState.SENDING):
            action.attempts, action.in_doubt = action.attempts + 1, False  # from here on "sending" says so
            _move(action, ActionEvent.SEND, by=PROGRAM, at=at)
    return action


def _call(
    action: Action, performer: Performer, manifest: Manifest, now: Callable[[], datetime], *, in_doubt: bool
) -> None:
    act = Act(
        key=str(action.key), verb=Verb(action.verb), account=action.comment.channel.account,
        comment_id=action.comment.native_id, text=action.text,
    )  # fmt: skip
    try:
        if in_doubt and _found_done(action, act, performer, now):
            return
        answer = performer.perform(act)
    except TryAgain as busy:
        _not_yet(action, manifest, "failed", str(busy), now(), busy.after_seconds)
    except Unknown as broken:
        _not_yet(action, manifest, "unknown", str(broken), now(), 0)
    except NotDone as refused:
        _receipt(action, "failed", str(refused), now())
        _hand_over(action.pk, manifest, why=f"the platform refused: {refused}", at=now())
    else:
        _done(action, "performed", answer.words, now())


def _found_done(action: Action, act: Act, performer: Performer, now: Callable[[], datetime]) -> bool:
    """After a call whose end nobody saw: read back before calling again."""
    seen = performer.observe(act)
    if seen.in_effect:
        _done(action, "found done", seen.words, now())
    return seen.in_effect


def _not_yet(action: Action, manifest: Manifest, kind: str, words: str, at: datetime, after_seconds: int) -> None:
    _receipt(action, kind, words, at)
    if action.attempts >= MOST_ATTEMPTS:
        _hand_over(
            action.pk,
            manifest,
            why=f"{action.attempts} tries did not succeed; the last answer: {words}",
            at=at,
        )
        return
    wait = max(after_seconds, 2**action.attempts)
    Action.objects.filter(pk=action.pk).update(next_try_at=at + timedelta(seconds=wait))
    raise Later(words, wait)


def _done(action: Action, kind: str, words: str, at: datetime) -> None:
    with audit.one_transaction():
        locked = _locked(action.pk)
        _receipt(locked, kind, words, at)
        _move(locked, ActionEvent.SUCCEED, by=PROGRAM, at=at, answer=words)
        if after := STATE_AFTER.get(Verb(locked.verb)):
            set_state(comment_id=locked.comment_id, state=after)


def _receipt(action: Action, kind: str, words: str, at: datetime) -> None:
    Receipt.objects.create(action=action, at=at, kind=kind, answer=words[:10_000])


def _hand_over(action_id: int, manifest: Manifest, *, why: str, at: datetime) -> None:
    """MOD-03: what no program could do becomes a task with written steps; what nobody wants any more is dropped."""
    with audit.one_transaction():
        action = _locked(action_id)
        if action.state not in LIVE:
            return
        _move(action, ActionEvent.HAND_OVER, by=PROGRAM, at=at, why=why)
        if moot := _moot(action):
            _move(action, ActionEvent.CANCEL, by=PROGRAM, at=at, why=moot)
            return
        how = manifest.verbs.get(Verb(action.verb))
        tasks.open_task(
            body=action.comment.channel.body, about=f"action {action.pk}",
            title=f"{action.verb.capitalize()} a comment on {action.comment.channel.title}", why=why,
            steps=how.steps if how else (), url=action.comment.url, by=PROGRAM, at=at,
        )  # fmt: skip


def _moot(action: Action) -> str:
    """Why nobody wants an action any more; empty where somebody does."""
    later = Action.objects.filter(comment_id=action.comment_id, pk__gt=action.pk)
    if later.exclude(decision_id=action.decision_id).exists():
        return "a later decision replaced it"
    undone = Reversal.objects.filter(decision_id=action.decision_id).exists()
    return "the decision was undone" if undone and action.verb != Verb.UNHIDE else ""


def finished_by_hand(*, action_id: int, outcome: str, by: str, at: datetime) -> None:
    """MOD-03: a person did it, and says so."""
    with audit.one_transaction():
        action = _locked(action_id)
        _receipt(action, "by hand", f"{by}: {outcome}", at)
        _move(action, ActionEvent.FINISH_BY_HAND, by=by, at=at, outcome=outcome)
        if after := STATE_AFTER.get(Verb(action.verb)):
            set_state(comment_id=action.comment_id, state=after)


def hand_over_stranded(*, manifest_of: Callable[[str], Manifest], now: Callable[[], datetime]) -> int:
    """Live actions whose job is gone or has failed for good: each becomes a task. How many there were.

    Raises: ExceptionGroup, after all others, when some could not be handed over; they are tried again next time.
    """
    stranded, faults = without_live_job(), []
    for action in stranded:
        try:
            if action.capture_id is None:
                _capture(_load(action.pk), now())
            _hand_over(action.pk, manifest_of(action.comment.channel.platform), why="its job ended early", at=now())
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("stranded actions could not be handed over to people", faults)
    return len(stranded)


def without_live_job() -> list[Action]:
    """The gauge that must be 0: actions that wait for the platform and have no job to carry them out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select action.id from actions_action action
            where action.state = any(%s) and not exists (
                select 1 from procrastinate_jobs job
                where job.task_name = 'carry_out' and job.status in ('todo', 'doing')
                and (job.args ->> 'action_id')::bigint = action.id)
            """,
            [LIVE],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Action.objects.filter(pk__in=ids).select_related("comment__channel"))


def _move(action: Action, event: ActionEvent, *, by: str, at: datetime, **detail: object) -> None:
    before = action.state
    action.state = next_action_state(ActionState(before), event).value
    action.changed_at, action.next_try_at = at, None
    action.save()
    audit.record(
        body=action.comment.channel.body.slug, at=at, by=by, action=f"actions.{event.name.lower()}",
        subject=f"comment {action.comment_id}", queued=action.pk, verb=action.verb, before=before, after=action.state,
        **detail,
    )  # fmt: skip

"""An action from one state to the next, with its receipts and audit entries. For this room alone."""

from datetime import datetime

from django.db.models import QuerySet

from evenhand.actions.models import Action, Receipt
from evenhand.actions.queries import LIVE
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import ActionEvent, ActionState, next_action_state
from evenhand.core.moderation import undoing
from evenhand.core.vocabulary import Subject, Verb
from evenhand.decisions.models import Reversal
from evenhand.intake.operations import set_state, set_would_be
from evenhand.platforms.contract import Manifest
from evenhand.tasks import operations as tasks

PROGRAM = "program: carry out"
STATE_AFTER = {Verb.HIDE: "hidden", Verb.UNHIDE: "visible", Verb.DELETE: "deleted"}


def load(action_id: int) -> Action:
    """With everything that capturing and calling look at."""
    return Action.objects.select_related(
        "channel__body", "comment__author", "comment__post", "author", "post", "decision__by", "decision__revision",
    ).get(pk=action_id)  # fmt: skip


def locked(action_id: int) -> Action:
    """For a change of state."""
    found = Action.objects.select_for_update(of=("self",))
    return found.select_related("channel__body", "comment", "author", "post").get(pk=action_id)


def move(action: Action, event: ActionEvent, *, by: str, at: datetime, **detail: object) -> None:
    """Raises: Refused when the action's state does not allow it."""
    before = action.state
    action.state = next_action_state(ActionState(before), event).value
    action.changed_at, action.next_try_at = at, None
    action.save()
    audit.record(
        body=action.channel.body.slug, at=at, by=by, action=f"actions.{event.name.lower()}",
        subject=action.subject_name, queued=action.pk, verb=action.verb, before=before, after=action.state, **detail,
    )  # fmt: skip


def receipt(action: Action, kind: str, words: str, at: datetime) -> None:
    """What the platform answered, or what was seen there."""
    Receipt.objects.create(action=action, at=at, kind=kind, answer=words[:10_000])


def may_have_acted(action: Action) -> bool:
    """A try that did not end in a plain failure broke off, and nobody knows what the platform did."""
    return action.in_doubt or action.attempts > action.receipts.filter(kind="failed").count()


def take_effect(action: Action) -> None:
    """Our own record of the comment follows what was done to it, and apart from that what shadow mode did not do."""
    after = STATE_AFTER.get(Verb(action.verb))
    if not action.comment_id or not after:
        return
    if action.shadow:
        set_would_be(comment_id=action.comment_id, state=after)
    else:
        set_state(comment_id=action.comment_id, state=after)
        set_would_be(comment_id=action.comment_id, state="")


def hand_over(action_id: int, manifest: Manifest, *, why: str, at: datetime) -> None:
    """MOD-03: what no program could do becomes a task with written steps; what nobody wants any more is dropped."""
    with audit.one_transaction():
        action = locked(action_id)
        if action.state not in LIVE:
            return
        move(action, ActionEvent.HAND_OVER, by=PROGRAM, at=at, why=why)
        if moot := _moot(action):
            move(action, ActionEvent.CANCEL, by=PROGRAM, at=at, why=moot)
            return
        how = manifest.verbs.get(Verb(action.verb))
        steps = [*(how.steps if how else ()), *([f"The words: {action.text}"] if action.text else ())]
        tasks.open_task(
            body=action.channel.body, about=f"action {action.pk}", title=_title(action), why=why,
            steps=steps, url=action.subject.url, by=PROGRAM, at=at,
        )  # fmt: skip


def _title(action: Action) -> str:
    verb, place = Verb(action.verb), action.channel.title
    match verb:
        case Verb.REPLY | Verb.PRIVATE_REPLY:
            return f"{verb.capitalize()} to a comment on {place}"
        case Verb.BLOCK | Verb.UNBLOCK:
            return f"{verb.capitalize()} {action.author} on {place}"
        case Verb.CLOSE:
            return f"Turn comments off on a post of {place}"
        case Verb.REOPEN:
            return f"Turn comments on again on a post of {place}"
        case _:
            return f"{verb.capitalize()} a comment on {place}"


def _moot(action: Action) -> str:
    """Why nobody wants an action any more; empty where somebody does."""
    if action.shadow:
        return "it was asked for in shadow mode, and is for nobody to do"
    if action.decision_id is None:
        return _replaced(action)
    later = of_subject(action).filter(pk__gt=action.pk, decision__isnull=False)
    if later.exclude(decision_id=action.decision_id).exists():
        return "a later decision replaced it"
    undone = Reversal.objects.filter(decision_id=action.decision_id).exists()
    return "the decision was undone" if undone and action.verb != Verb.UNHIDE else ""


def _replaced(action: Action) -> str:
    """What was asked of an author or a post, and then its opposite."""
    verb = Verb(action.verb)
    if verb.subject is Subject.COMMENT:
        return ""
    later = of_subject(action).filter(pk__gt=action.pk, verb__in=_opposites(verb))
    return "the opposite was asked for later" if later.exists() else ""


def _opposites(verb: Verb) -> list[str]:
    return [other.value for other in Verb if undoing(other) is verb or undoing(verb) is other]


def of_subject(action: Action) -> QuerySet[Action]:
    """Every action on the same comment, on the same post, or on the same author in the same channel."""
    same = {
        "channel": action.channel_id,
        "comment": action.comment_id,
        "author": action.author_id,
        "post": action.post_id,
    }
    return Action.objects.filter(**same)

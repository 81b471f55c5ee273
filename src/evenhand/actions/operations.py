"""The outbox: what is to be done on platforms. How it is done: carrying_out.py."""

import uuid
from datetime import datetime

from procrastinate.contrib.django import app

from evenhand.actions.models import Action
from evenhand.actions.moving import STATE_AFTER, locked, may_have_acted, move, receipt, take_effect
from evenhand.actions.queries import LIVE
from evenhand.audit import operations as audit
from evenhand.connections import shadow
from evenhand.core.lifecycle import ActionEvent, ActionState
from evenhand.core.moderation import irrevocable, undoing
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Verb
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author, Channel, Comment, Post
from evenhand.intake.operations import set_would_be
from evenhand.tasks import operations as tasks


def queue(
    *, decision: Decision, verb: Verb, by: str, at: datetime, text: str = "", undoes: Action | None = None
) -> Action:
    """Ask for something to be done about the comment of a decision."""
    return ask_for(
        about=f"decision {decision.pk}", decision=decision, channel=decision.comment.channel, subject=decision.comment,
        verb=verb, text=text, undoes=undoes, by=by, at=at,
    )  # fmt: skip


def ask_for(
    *, about: str, channel: Channel, subject: Comment | Author | Post, verb: Verb, by: str, at: datetime,
    text: str = "", decision: Decision | None = None, undoes: Action | None = None,
) -> Action:  # fmt: skip
    """Ask for something to be done on a channel: the row and its job commit with what asked for it, or neither does.

    `about`: what asked for it, as in "block 3"; it may ask for one verb on one subject once. What is asked for in
    shadow mode, by a decision of shadow mode or to undo what was, is never carried out, not even when it is off.
    """
    in_shadow = bool(undoes and undoes.shadow) or bool(decision and decision.in_shadow) or shadow.is_on(channel)
    with audit.one_transaction():
        action = Action.objects.create(
            key=uuid.uuid4(), about=about, decision=decision, channel=channel, verb=verb.value, text=text,
            undoes=undoes, state=ActionState.QUEUED.value, shadow=in_shadow, queued_at=at, changed_at=at,
            **{verb.subject.value: subject},
        )  # fmt: skip
        app.configure_task("carry_out", allow_unknown=True).defer(action_id=action.pk)
        audit.record(
            body=channel.body.slug, at=at, by=by, action="actions.queue", subject=action.subject_name,
            queued=action.pk, verb=verb.value, about=about, **({"shadow": True} if in_shadow else {}),
        )  # fmt: skip
    return action


def take_back(*, about: str, by: str, at: datetime, why: str = "the decision was undone") -> list[Action]:
    """MOD-04: stop what has not been done yet, and queue the opposite of what has been or may have been.

    A reply stays. So does what shows a comment again: undoing never makes things harsher.
    Raises: Refused when something was done that cannot be undone.
    """
    queued: list[Action] = []
    with audit.one_transaction():
        wanted = Action.objects.filter(about=about, undoes=None).exclude(verb__in=_STAYS).select_related(*_NEEDED)
        for action in wanted.select_for_update(of=("self",)).order_by("pk"):
            if _stop(action, why=why, by=by, at=at):
                queued += _opposite(action, by=by, at=at)
    return queued


_STAYS = [Verb.UNHIDE.value, Verb.UNBLOCK.value, Verb.REOPEN.value]
_NEEDED = ("channel__body", "comment", "author", "post", "decision")


def supersede(*, comment: Comment, by: str, at: datetime) -> bool:
    """Stop what earlier decisions about a comment still want. Whether they have hidden it, or may yet.

    A decision of shadow mode asks what would have been, any other what is; to that one shadow mode is over.
    """
    in_shadow = shadow.is_on(comment.channel)
    with audit.one_transaction():
        if not in_shadow:
            set_would_be(comment_id=comment.pk, state="")
        state, would_be = Comment.objects.values_list("state", "would_be").get(pk=comment.pk)
        hidden = (would_be or state) == STATE_AFTER[Verb.HIDE]
        pending = Action.objects.filter(
            comment=comment, decision__isnull=False, state__in=[*LIVE, ActionState.MANUAL.value]
        ).select_related(*_NEEDED)
        for action in pending.select_for_update(of=("self",)).order_by("pk"):
            may_act = _stop(action, why="a later decision replaced it", by=by, at=at)
            counts = in_shadow or not action.shadow
            hidden |= counts and (action.verb == Verb.UNHIDE or (may_act and action.verb == Verb.HIDE))
    return hidden


def _stop(action: Action, *, why: str, by: str, at: datetime) -> bool:
    """Cancel an action that is not being sent. Whether the platform has done it, or may have, or may yet."""
    if action.state == ActionState.CANCELLED:
        return False
    if action.state not in (ActionState.QUEUED, ActionState.CAPTURED, ActionState.MANUAL):
        return True
    move(action, ActionEvent.CANCEL, by=by, at=at, why=why)
    tasks.withdraw(about=f"action {action.pk}", why=why, by=by, at=at)
    return may_have_acted(action)


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
    if opposite is None:
        return []
    return [
        ask_for(
            about=action.about, decision=action.decision, channel=action.channel, subject=action.subject,
            verb=opposite, undoes=action, by=by, at=at,
        )
    ]  # fmt: skip


def finished_by_hand(*, action_id: int, outcome: str, by: str, at: datetime) -> None:
    """MOD-03: a person did it, and says so."""
    with audit.one_transaction():
        action = locked(action_id)
        receipt(action, "by hand", f"{by}: {outcome}", at)
        move(action, ActionEvent.FINISH_BY_HAND, by=by, at=at, outcome=outcome)
        take_effect(action)

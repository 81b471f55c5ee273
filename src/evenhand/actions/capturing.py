"""EVD-01: what an action is about, captured before anything is sent."""

from datetime import datetime, timedelta

from evenhand.actions.models import Action
from evenhand.actions.moving import PROGRAM, load, locked, move
from evenhand.actions.waiting import Later
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import ActionEvent, ActionState
from evenhand.evidence import operations as evidence
from evenhand.evidence.models import Capture
from evenhand.evidence.storage import OutOfReach

STORAGE_WAIT_SECONDS = 60.0


def capture_first(action: Action, at: datetime) -> Action:
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

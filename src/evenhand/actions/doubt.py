"""After a restore: what was waiting when the backup was made may have been done since, and is in doubt."""

from datetime import datetime

from evenhand.actions.models import Action
from evenhand.actions.operations import LIVE
from evenhand.audit import operations as audit


def doubt_everything_live(*, by: str, at: datetime) -> int:
    """MOD-03: mark every action that waits, so that its platform is read back before it is called. How many."""
    with audit.one_transaction():
        waiting = Action.objects.select_for_update(of=("self",)).select_related("comment__channel__body")
        found = list(waiting.filter(state__in=LIVE).order_by("pk"))
        for action in found:
            action.in_doubt = True
            action.save(update_fields=["in_doubt"])
            audit.record(
                body=action.comment.channel.body.slug, at=at, by=by, action="actions.doubt",
                subject=f"comment {action.comment_id}", queued=action.pk, verb=action.verb, state=action.state,
            )  # fmt: skip
    return len(found)

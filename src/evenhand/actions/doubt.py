"""After a restore: what was waiting when the backup was made may have been done since, and is in doubt."""

from datetime import datetime

from django.db.models import QuerySet

from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE
from evenhand.audit import operations as audit


def doubt_everything_live(*, by: str, at: datetime) -> int:
    """MOD-03: mark every action that waits, so that its platform is read back before it is called. How many."""
    with audit.one_transaction():
        waiting = list(_waiting())
        for action in waiting:
            action.in_doubt = True
            action.save(update_fields=["in_doubt"])
            audit.record(
                body=action.channel.body.slug, at=at, by=by, action="actions.doubt", subject=action.subject_name,
                queued=action.pk, verb=action.verb, state=action.state,
            )  # fmt: skip
    return len(waiting)


def _waiting() -> QuerySet[Action]:
    waiting = Action.objects.filter(state__in=LIVE).select_related("channel__body")
    return waiting.select_for_update(of=("self",)).order_by("pk")

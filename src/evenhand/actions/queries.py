"""Actions that wait, and what became of those that something asked for."""

from django.db import connection
from django.db.models import QuerySet

from evenhand.actions.models import Action
from evenhand.core.lifecycle import ActionState

LIVE = [ActionState.QUEUED.value, ActionState.CAPTURED.value, ActionState.SENDING.value]


def asked_for_by(about: str) -> QuerySet[Action]:
    """What "block 3" or "decision 12" asked for, in order."""
    return Action.objects.filter(about=about).select_related("channel").order_by("pk")


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
    return list(Action.objects.filter(pk__in=ids).select_related("channel"))

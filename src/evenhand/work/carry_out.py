"""The job that carries one action out, and how it is tried again."""

from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from evenhand.actions.carrying_out import carry_out as carry_out_action
from evenhand.actions.models import Action
from evenhand.actions.waiting import Later
from evenhand.work import clock
from evenhand.work.access import manifest_for, performer_for

MOST_DEFECTS = 5
LONGEST_WAIT_SECONDS = 60
_OF_THE_MACHINE = (OSError, OperationalError, InterfaceError)
"""A full disk or a database that starts again: nothing is wrong with the action, and giving it up would not help."""


class _TryLater(BaseRetryStrategy):
    """An action says when to come back; a defect is tried a few times, then `timetable.look_after` tells people."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Later):
            return RetryDecision(retry_at=clock.after(exception.seconds))
        if isinstance(exception, _OF_THE_MACHINE):
            return RetryDecision(retry_at=clock.after(min(2 ** min(job.attempts, 10), LONGEST_WAIT_SECONDS)))
        if job.attempts < MOST_DEFECTS:
            return RetryDecision(retry_at=clock.after(2**job.attempts))
        return None


@app.task(name="carry_out", retry=_TryLater())
def carry_out(*, action_id: int) -> None:
    """Hand an action to the performer of its platform."""
    clock.now()  # whatever ends this early, when to come back is said in the database's time
    action = Action.objects.select_related("channel__body").get(pk=action_id)
    carry_out_action(
        action_id=action_id,
        performer=performer_for(action.channel, in_shadow=action.shadow),
        manifest=manifest_for(action.channel, in_shadow=action.shadow),
        now=clock.now,
    )

"""The job that carries one action out, and how it is tried again."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from evenhand.actions.carrying_out import Later
from evenhand.actions.carrying_out import carry_out as carry_out_action
from evenhand.actions.models import Action
from evenhand.platforms import found

MOST_DEFECTS = 5


class _TryLater(BaseRetryStrategy):
    """An action says when to come back; a defect is tried a few times, then `timetable.look_after` tells people."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Later):
            return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=exception.seconds))
        if job.attempts < MOST_DEFECTS:
            return RetryDecision(retry_in={"seconds": 2**job.attempts})
        return None


@app.task(name="carry_out", retry=_TryLater())
def carry_out(*, action_id: int) -> None:
    """Hand an action to the performer of its platform."""
    platform = Action.objects.values_list("channel__platform", flat=True).get(pk=action_id)
    carry_out_action(
        action_id=action_id,
        performer=found.performer(platform, settings.EVENHAND_DATA),
        manifest=found.manifest(platform),
        now=lambda: datetime.now(UTC),
    )

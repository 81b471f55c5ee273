"""What is done again and again: jobs of workers that died are given to others, stranded actions to people."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from evenhand.actions.carrying_out import hand_over_stranded
from evenhand.appeals import operations as appeals
from evenhand.people import operations as people
from evenhand.platforms import found
from evenhand.referrals import alarms
from evenhand.work import clock, closures, escalation

_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)  # left out, it is the time of this machine, whose clock may be hours ahead
FIRST = 100
"""The priority of looking after others: before the actions that wait, however many, or it comes when they are done."""


@app.periodic(cron="* * * * *")
@app.task(name="look_after", queueing_lock="look_after", priority=FIRST, pass_context=True)
async def look_after(context: JobContext, timestamp: int) -> None:
    """Every minute. Each stalled job by itself: one that cannot be given on must not keep back the others.

    What comes every minute by itself is not given on: two of it cannot wait at once, and the second would end this.
    """
    stalled = await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.EVENHAND_STALLED_SECONDS)
    faults = []
    for job in stalled:
        if job.task_name in _COMES_AGAIN:
            continue
        try:
            await context.app.job_manager.retry_job(job, retry_at=_AT_ONCE)
        except ConnectorException as fault:  # it has just ended, or another worker was faster
            faults.append(fault)
    await context.app.configure_task("look_for_stranded", priority=FIRST).defer_async()
    for sweep in SWEEPS:
        await context.app.configure_task(sweep).defer_async()
    if faults:
        raise ExceptionGroup("stalled jobs could not be given to other workers; they are tried again", faults)


@app.task(name="look_for_stranded")
def look_for_stranded() -> None:
    """Actions that no job will carry out any more become tasks for people."""
    hand_over_stranded(manifest_of=found.manifest, now=clock.now)


@app.task(name="look_for_unheard")
def look_for_unheard() -> None:
    """REF-02: concerns that nobody has acknowledged in their active hour sound the alarm."""
    alarms.look_after(at=clock.now())


@app.task(name="look_for_unacknowledged", lock="look_for_unacknowledged")
def look_for_unacknowledged() -> None:
    """HRS-05: alerts that nobody has acknowledged go on to the next person."""
    escalation.look_after(at=clock.now())


@app.task(name="look_after_closures", lock="look_after_closures")
def look_after_closures() -> None:
    """CMT: comments go off and come back on in time."""
    closures.look_after(at=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="look_after_people", queueing_lock="look_after_people")
def look_after_people(timestamp: int) -> None:
    """Every hour: blocks that lapse or are to be reviewed, entries and links that somebody must look at again."""
    people.look_after(at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="look_after_appeals", queueing_lock="look_after_appeals")
def look_after_appeals(timestamp: int) -> None:
    """Every hour: appeals that nobody took to the second stage in time are closed."""
    appeals.look_after(at=clock.now())


SWEEPS = (
    "look_for_channels_due",
    "look_after_closures",
    "look_for_unheard",
    "look_for_unacknowledged",
)
"""What every minute is followed by; each may be done twice, or late."""
_COMES_AGAIN = {
    "look_after", "look_for_stranded", "look_after_people", "look_after_appeals", "judge_channels", "probe_channels",
    "look_for_grants_due",
    *SWEEPS,
}  # fmt: skip

"""What is done again and again: jobs of workers that died are given to others, stranded actions to people."""

from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app

from evenhand.actions.carrying_out import hand_over_stranded
from evenhand.platforms import found
from evenhand.work import closures

STALLED_AFTER_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(name="look_after", queueing_lock="look_after", pass_context=True)
async def look_after(context: JobContext, timestamp: int) -> None:
    """Every minute."""
    stalled = await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
    for job in stalled:
        await context.app.job_manager.retry_job(job)
    await context.app.configure_task("look_for_stranded").defer_async()
    await context.app.configure_task("look_after_closures").defer_async()


@app.task(name="look_for_stranded")
def look_for_stranded() -> None:
    """Actions that no job will carry out any more become tasks for people."""
    hand_over_stranded(manifest_of=found.manifest, now=lambda: datetime.now(UTC))


@app.task(name="look_after_closures", lock="look_after_closures")
def look_after_closures() -> None:
    """CMT: comments go off and come back on in time."""
    closures.look_after(at=datetime.now(UTC))

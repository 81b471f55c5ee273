"""The job that carries a purge through; a worker that dies leaves it to another."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from evenhand.retention import operations as retention
from evenhand.retention.models import Purge


@app.task(name="purge", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def purge(*, purge_id: int) -> None:
    """Go on with a purge until its certificate; nothing where another worker is at it, or it has ended."""
    run = Purge.objects.select_related("body", "by").get(pk=purge_id)
    try:
        retention.carry_through(purge=run, now=lambda: datetime.now(UTC))
    except retention.BusyError:
        return

"""The job that asks for one second opinion. One at a time: whoever waits long for an answer holds up one worker."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from evenhand.opinions import asking
from evenhand.opinions.operations import JOB

LAST = -20
"""The priority: behind everything that acts."""


@app.task(name=JOB, lock=JOB, priority=LAST, retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def ask_second_opinion(*, opinion_id: int) -> None:
    """Again only after a defect or a database that was away: whatever the other side does ends it."""
    asking.ask(opinion_id=opinion_id, now=lambda: datetime.now(UTC))

"""The jobs that send notices and ask whether they arrived."""

from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from evenhand.actions.waiting import Later
from evenhand.notices import arriving, ports, returned, sending

MOST_DEFECTS = 5


class _ComeBack(BaseRetryStrategy):
    """A notice says when to come back; a defect is tried a few times, then `look_after_notices` tells people."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Later):
            return RetryDecision(retry_at=_now() + timedelta(seconds=exception.seconds))
        return RetryDecision(retry_in={"seconds": 2**job.attempts}) if job.attempts < MOST_DEFECTS else None


@app.task(name="tell", retry=_ComeBack())
def tell(*, notice_id: int) -> None:
    """Send a notice."""
    if sending.send(notice_id=notice_id, port_of=ports.port, now=_now):
        app.configure_task("ask_whether_it_arrived").defer(notice_id=notice_id)


@app.task(name="ask_whether_it_arrived", retry=_ComeBack())
def ask_whether_it_arrived(*, notice_id: int) -> None:
    """Ask the way that took a notice on what became of it, until it says."""
    arriving.ask(notice_id=notice_id, port_of=ports.port, now=_now)


@app.periodic(cron="* * * * *")
@app.task(name="look_after_notices", queueing_lock="look_after_notices")
def look_after_notices(timestamp: int) -> None:
    """Every minute: what waited for a person goes on, and what no job will send is handed to people."""
    returned.forget(_now())
    arriving.look_after(now=_now)


def _now() -> datetime:
    return datetime.now(UTC)

"""After a notice was sent: whether it arrived. And what waits without a job."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from evenhand.actions.waiting import Later
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import NoticeEvent, NoticeState
from evenhand.notices.models import Notice, Way
from evenhand.notices.moving import PROGRAM, defer, hand_over, locked, move, not_delivered, receipt
from evenhand.notices.ports.contract import Arrival, Heard, Port, TryAgain
from evenhand.notices.sending import WAITING, Clock, follow, is_ready

ASKED_FOR = timedelta(days=4)  # GOV.UK Notify gives up on an address after three
SOONEST_SECONDS, LATEST_SECONDS = 20.0, 4 * 60 * 60.0


def ask(*, notice_id: int, port_of: Callable[[Way], Port], now: Clock) -> None:
    """Ask what became of a notice; ever more seldom, for some days. Raises: Later, to ask again."""
    notice = Notice.objects.get(pk=notice_id)
    if notice.state != NoticeState.SENT or notice.way not in (Way.NOTIFY, Way.SMTP):
        return
    port = port_of(Way(notice.way))
    if not port.looks_up:
        return
    try:
        heard = port.heard(notice.sent_as)
    except TryAgain as busy:
        heard = Heard(Arrival.UNKNOWN, str(busy))
    if heard.arrival is not Arrival.UNKNOWN:
        arrived(notice_id=notice_id, heard=heard, at=now())
        return
    age = now() - notice.changed_at
    if age < ASKED_FOR:
        raise Later(heard.words, min(max(SOONEST_SECONDS, age.total_seconds()), LATEST_SECONDS))
    with audit.one_transaction():
        receipt(notice, "unknown", f"no word for {ASKED_FOR.days} days; the last: {heard.words}", now())


def arrived(*, notice_id: int, heard: Heard, at: datetime) -> None:
    """MOD-05: "delivered" only when a way says so. What was heard before, or decides nothing, changes nothing."""
    with audit.one_transaction():
        notice = locked(notice_id)
        if notice.state != NoticeState.SENT:
            return
        if heard.arrival is Arrival.DELIVERED:
            receipt(notice, "delivered", heard.words, at)
            move(notice, NoticeEvent.CONFIRM, by=PROGRAM, at=at)
        elif heard.arrival is Arrival.FAILED:
            receipt(notice, "failed", heard.words, at)
            not_delivered(notice, why=f"it did not arrive: {heard.words}", by=PROGRAM, at=at)


def look_after(*, now: Clock) -> int:
    """What waits without a job goes on or becomes a task; what a platform carries is followed. How many were moved.

    Raises: ExceptionGroup, after all others, when some could not be; they are tried again next time.
    """
    moved, faults = 0, []
    for notice in _without_job():
        try:
            moved += _go_on(notice, now())
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("notices could not be looked after", faults)
    return moved


def _go_on(notice: Notice, at: datetime) -> bool:
    if notice.action_id:
        before = notice.state
        follow(notice.pk, at)
        notice.refresh_from_db(fields=["state"])
        return notice.state != before
    with audit.one_transaction():
        found = locked(notice.pk)
        if found.state not in WAITING or not is_ready(found):
            return False
        if _job_failed(found.pk):
            hand_over(found, why="its job ended early", by=PROGRAM, at=at)
        else:
            defer(found)
    return True


_LIVE_JOB = """
select distinct (args ->> 'notice_id')::bigint from procrastinate_jobs
where task_name = 'tell' and status in ('todo', 'doing')
"""
_FAILED_JOB = """
select exists (select 1 from procrastinate_jobs
where task_name = 'tell' and status = 'failed' and (args ->> 'notice_id')::bigint = %s)
"""


def _without_job() -> list[Notice]:
    """Notices that wait to be sent, or for a person to do what a platform could not, and have no live job."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_JOB)
        at_work = [row[0] for row in cursor.fetchall()]
    waiting = Notice.objects.filter(state__in=WAITING) | Notice.objects.filter(
        state=NoticeState.BY_HAND.value, action__isnull=False
    )
    return list(waiting.exclude(pk__in=at_work).order_by("pk"))


def _job_failed(notice_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_FAILED_JOB, [notice_id])
        return bool(cursor.fetchone()[0])

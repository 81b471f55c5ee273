"""A real worker takes the jobs that decisions queued, and comes back when it is told to."""

import errno
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from tests.rooms import world
from tests.rooms.world import decide, later, open_case, undo

from evenhand.actions.models import Action
from evenhand.evidence.folder import Folder
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network
from evenhand.work import clock

HIDE = replace(world.HIDE, unsafe="her partner reads along")
"""Nobody is told, so that these tests see the job of the hiding alone."""
pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """Run a worker until no job is due."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def make_due() -> None:
    """Let the waiting time of retries pass."""
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None)


def look_after() -> None:
    """What every minute brings; a worker that starts may have asked for it already."""
    with suppress(AlreadyEnqueued):
        app.configure_task("look_after").defer(timestamp=0)
    work()


def jobs(name: str = "carry_out") -> list[tuple[str, int]]:
    return list(ProcrastinateJob.objects.filter(task_name=name).order_by("id").values_list("status", "attempts"))


def test_a_worker_hides_what_was_decided(channel: Channel, ada: Officer, network: Network) -> None:
    action = decide(open_case(channel), HIDE, ada).actions.get()
    work()
    action.refresh_from_db()
    assert (action.state, Comment.objects.get().state, jobs()) == ("done", "hidden", [("succeeded", 1)])
    assert network.wall("harrowmere-town-page")[0].comments == ()


def test_a_decision_that_does_not_commit_leaves_no_job(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    with transaction.atomic():
        decide(case, HIDE, ada)
        transaction.set_rollback(True)
    work()
    assert (jobs(), Action.objects.count(), network.wall("harrowmere-town-page")[0].comments[0].id) == ([], 0, "c1")


def test_a_worker_comes_back_after_the_time_it_was_told(channel: Channel, ada: Officer, network: Network) -> None:
    network.fail_next("busy", "time-out after acting")
    action = decide(open_case(channel), HIDE, ada).actions.get()
    work()
    assert jobs() == [("todo", 1)]
    assert ProcrastinateJob.objects.get(task_name="carry_out").scheduled_at is not None
    make_due()
    work()
    make_due()
    work()
    action.refresh_from_db()
    assert (action.state, jobs()) == ("done", [("succeeded", 3)])
    assert (network.counted("call", str(action.key)), network.counted("effect", str(action.key))) == (2, 1)


def test_a_decision_and_its_undoing_are_carried_out_in_order(channel: Channel, ada: Officer, network: Network) -> None:
    network.fail_next("busy")
    case = open_case(channel)
    decide(case, HIDE, ada)
    work()
    undo(case, ada, later(1))
    work()
    for _ in range(3):
        make_due()
        work()
    assert list(Action.objects.order_by("pk").values_list("verb", "state")) == [("hide", "done"), ("unhide", "done")]
    assert Comment.objects.get().state == "visible"


@pytest.mark.parametrize("heartbeat", ["now() - interval '2 minutes'", None], ids=["silent", "forgotten"])
def test_the_job_of_a_worker_that_is_lost_for_ever_is_done_by_another(
    channel: Channel, ada: Officer, network: Network, heartbeat: str | None
) -> None:
    action = decide(open_case(channel), HIDE, ada).actions.get()
    with connection.cursor() as cursor:
        worker = None
        if heartbeat:
            cursor.execute(f"insert into procrastinate_workers (last_heartbeat) values ({heartbeat}) returning id")
            worker = cursor.fetchone()[0]
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [worker])
    look_after()
    look_after()
    action.refresh_from_db()
    assert (action.state, jobs()[0][0], network.counted("effect", str(action.key))) == ("done", "succeeded", 1)


def test_a_worker_that_still_lives_keeps_its_job(channel: Channel, ada: Officer, network: Network) -> None:
    decide(open_case(channel), HIDE, ada)
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values returning id")
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    look_after()
    assert jobs() == [("doing", 0)]


def test_a_job_with_a_defect_is_given_up_after_six_tries_and_people_are_told(
    channel: Channel, ada: Officer, network: Network
) -> None:
    action = decide(open_case(channel), HIDE, ada).actions.get()
    network.file.write_bytes(b"this is no database")
    for _ in range(7):
        work()
        make_due()
    assert jobs() == [("failed", 6)]
    app.configure_task("look_for_stranded").defer()
    work()
    action.refresh_from_db()
    assert (action.state, world.action_tasks().get().why) == ("manual", "its job ended early")


def test_looking_after_others_that_was_itself_cut_short_twice_does_not_keep_back_their_jobs(
    channel: Channel, ada: Officer, network: Network
) -> None:
    for _ in range(2):
        app.configure_task("look_after").defer(timestamp=0)
        ProcrastinateJob.objects.all().update(status="doing")
    action = decide(open_case(channel), HIDE, ada).actions.get()
    ProcrastinateJob.objects.all().update(status="doing")
    look_after()
    work()
    action.refresh_from_db()
    assert (action.state, jobs()[0][0]) == ("done", "succeeded")


def test_looking_after_others_comes_before_the_actions_that_wait(channel: Channel, ada: Officer) -> None:
    decide(open_case(channel), HIDE, ada)
    app.configure_task("look_after").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_fetch_job_v2(null, null)")
        assert cursor.fetchone() == ("look_after",)


def test_a_full_disk_never_makes_an_action_a_persons_task(
    channel: Channel, ada: Officer, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Folder, sha256: str, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    action = decide(open_case(channel), HIDE, ada).actions.get()
    with monkeypatch.context() as disk:
        disk.setattr(Folder, "write", full)
        for _ in range(8):
            work()
            make_due()
    assert jobs() == [("todo", 8)]
    work()
    action.refresh_from_db()
    assert (action.state, world.action_tasks().count()) == ("done", 0)


def test_when_to_come_back_is_said_in_the_databases_time_whatever_the_clock_of_the_worker(
    channel: Channel, ada: Officer, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TwoHoursAhead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=2)

    monkeypatch.setattr(clock, "datetime", TwoHoursAhead)
    network.fail_next("busy")
    case = open_case(channel)
    action = decide(case, HIDE, ada).actions.get()
    work()
    undo(case, ada, later(1))
    monkeypatch.setattr(clock, "_ahead", None)  # a worker that has just started, and is told to come back at once
    work()
    action.refresh_from_db()
    due = ProcrastinateJob.objects.filter(task_name="carry_out").values_list("status", "scheduled_at")
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert [(status, at < soon) for status, at in due] == [("todo", True), ("todo", True)]
    assert action.next_try_at is not None
    assert action.next_try_at < soon

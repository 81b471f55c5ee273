"""REC-01: a break in the audit log becomes a task at every body, once, and the timetable keeps the head outside."""

from contextlib import suppress
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from pytest_django import Settings
from tests.rooms.test_audit_log import superuser
from tests.rooms.test_worker import work
from tests.rooms.world import new_body, new_officer

from evenhand.audit.checks import standing
from evenhand.audit.models import Anchor
from evenhand.officers.models import Body
from evenhand.tasks.models import Task
from evenhand.tasks.operations import finish

pytestmark = pytest.mark.django_db(transaction=True)


def run(name: str) -> None:
    """What its hour brings; a worker that starts at that hour has asked for it already."""
    with suppress(AlreadyEnqueued):
        app.configure_task(name).defer(timestamp=0)
    work()


def forge() -> None:
    with superuser() as sql:
        sql("update audit_entry set by = 'nobody' where number = 1")


@pytest.fixture
def other(body: Body) -> Body:
    return new_body("wealdham")


@pytest.mark.parametrize("name", ["verify_since_last", "verify_whole"])
def test_a_break_becomes_a_task_at_every_body(name: str, body: Body, other: Body) -> None:
    forge()
    run(name)
    told = Task.objects.order_by("about")
    assert [task.about for task in told] == ["audit harrowmere", "audit wealdham"]
    assert {task.body.slug for task in told} == {"harrowmere", "wealdham"}
    assert told[0].why == "the columns of entry 1 differ from its hashed words"


def test_a_task_that_was_done_does_not_come_again_for_the_same_break(body: Body) -> None:
    forge()
    run("verify_whole")
    ada = new_officer(body, "Ada Marsh")
    task = Task.objects.get()
    finish(task_id=task.pk, body=body, outcome="Reported as incident 7", by=ada, at=task.created_at)
    run("verify_whole")
    assert Task.objects.count() == 1


def test_an_unbroken_log_gives_no_task_and_is_on_record(body: Body) -> None:
    run("verify_whole")
    run("verify_since_last")
    known = standing()
    assert known.whole is not None
    assert known.latest is not None
    assert known.whole.by == "program: watch the audit log"
    assert known.latest.since >= known.whole.number
    assert not Task.objects.exists()


def test_the_head_is_kept_where_the_settings_say(body: Body, settings: Settings, tmp_path: Path) -> None:
    settings.EVENHAND_ANCHOR_FILE = str(tmp_path / "anchors")
    run("anchor_audit_log")
    anchored = Anchor.objects.get()
    assert f" {anchored.number} {bytes(anchored.hash).hex()}\n" in (tmp_path / "anchors").read_text()


def test_a_place_that_took_it_is_not_asked_again_because_another_did_not(
    body: Body, settings: Settings, tmp_path: Path
) -> None:
    settings.EVENHAND_ANCHOR_FILE, settings.EVENHAND_ANCHOR_EMAIL = str(tmp_path / "anchors"), "auditors@example.org"
    settings.EMAIL_HOST = ""
    run("anchor_audit_log")
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None)
    work()
    assert ProcrastinateJob.objects.filter(task_name="anchor_audit_log").earliest("id").attempts == 2
    assert len((tmp_path / "anchors").read_text().splitlines()) == 1


def test_without_a_place_nothing_is_kept_and_nothing_fails(body: Body) -> None:
    run("anchor_audit_log")
    assert not Anchor.objects.exists()

"""MOD-03: manual tasks: opened once, finished by somebody who says what came of it."""

import pytest
from tests.rooms.world import BY, NOON, later, new_body, new_officer

from evenhand.audit.queries import about
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.tasks.models import Task
from evenhand.tasks.operations import finish, open_task, withdraw
from evenhand.tasks.queries import done_tasks, open_count, open_tasks


def a_task(body: Body, about: str = "action 1", minute: int = 0) -> Task:
    return open_task(
        body=body, about=about, title="Hide a comment", why="refused", steps=["Open it"], url="", by=BY,
        at=later(minute),
    )  # fmt: skip


def test_asking_twice_for_the_same_task_gives_the_open_one(body: Body) -> None:
    assert a_task(body) == a_task(body, minute=5)
    assert Task.objects.count() == 1
    assert [line.action for line in about("harrowmere", f"task {Task.objects.get().pk}")] == ["tasks.open"]


def test_a_finished_task_may_be_asked_for_again(body: Body, ada: Officer) -> None:
    first = a_task(body)
    finish(task_id=first.pk, body=body, outcome="Hidden, and gone on reload.", by=ada, at=later(1))
    assert a_task(body, minute=2) != first


def test_finishing_says_who_when_and_what_came_of_it(body: Body, ada: Officer) -> None:
    done = finish(task_id=a_task(body).pk, body=body, outcome="  Hidden.  ", by=ada, at=later(3))
    assert (done.done_by, done.done_at, done.outcome) == (ada, later(3), "Hidden.")
    assert (open_tasks(body), done_tasks(body)) == ([], [done])
    assert about("harrowmere", f"task {done.pk}")[-1].by == "ada@harrowmere.example"


def test_nothing_said_finishes_nothing(body: Body, ada: Officer) -> None:
    task = a_task(body)
    with pytest.raises(Refused, match=r"must be on record \(MOD-03\)\. Next: write one line"):
        finish(task_id=task.pk, body=body, outcome=" ", by=ada, at=NOON)
    assert open_count(body) == 1


def test_a_task_is_finished_once(body: Body, ada: Officer, ben: Officer) -> None:
    task = a_task(body)
    finish(task_id=task.pk, body=body, outcome="Hidden.", by=ada, at=NOON)
    with pytest.raises(Refused, match=r"Ada Marsh finished it with “Hidden.”"):
        finish(task_id=task.pk, body=body, outcome="Me too.", by=ben, at=NOON)


def test_an_auditor_sees_tasks_and_does_none(body: Body) -> None:
    auditor = new_officer(body, "Cy Auditor", Role.AUDITOR)
    with pytest.raises(Refused, match="You tried to do tasks for Harrowmere Council"):
        finish(task_id=a_task(body).pk, body=body, outcome="Hidden.", by=auditor, at=NOON)


def test_a_task_of_another_body_is_not_there_to_finish(body: Body) -> None:
    elsewhere = new_body("fernbridge")
    with pytest.raises(Task.DoesNotExist):
        finish(
            task_id=a_task(body).pk, body=elsewhere, outcome="Hidden.", by=new_officer(elsewhere, "Dee Far"), at=NOON
        )
    assert (open_count(elsewhere), open_tasks(elsewhere)) == (0, [])


def test_what_a_withdrawn_task_was_stays_in_the_log(body: Body) -> None:
    task = a_task(body)
    withdraw(about="action 1", why="the decision was undone", by=BY, at=later(1))
    withdraw(about="action 1", why="again", by=BY, at=later(2))
    assert Task.objects.count() == 0
    log = about("harrowmere", f"task {task.pk}")
    assert [line.action for line in log] == ["tasks.open", "tasks.withdraw"]
    assert '"title":"Hide a comment"' in log[-1].detail


def test_the_oldest_open_task_comes_first(body: Body) -> None:
    late, early = a_task(body, "action 2", minute=9), a_task(body, "action 1", minute=1)
    assert open_tasks(body) == [early, late]

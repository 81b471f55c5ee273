"""Opening and finishing manual tasks."""

from collections.abc import Sequence
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.tasks.models import Task


def open_task(
    *, body: Body, about: str, title: str, why: str, steps: Sequence[str], url: str, by: str, at: datetime
) -> Task:
    """A task for people; asking again for the same open one gives that one."""
    with audit.one_transaction():
        task, created = Task.objects.get_or_create(
            about=about,
            done_at=None,
            defaults={
                "body": body,
                "title": title,
                "why": why,
                "steps": list(steps),
                "url": url,
                "created_at": at,
            },
        )
        if created:
            audit.record(
                body=body.slug,
                at=at,
                by=by,
                action="tasks.open",
                subject=f"task {task.pk}",
                about=about,
                why=why,
            )
    return task


def finish(*, task_id: int, body: Body, outcome: str, by: Officer, at: datetime) -> Task:
    """Say that a task was done, and what came of it.

    Raises: Refused when it is done already, nothing is said, or the officer may not.
    """
    require(by, body, Permission.DO_TASKS)
    if not outcome.strip():
        raise Refused(
            tried="to finish a task without saying what came of it",
            forbids="what was done on the platform must be on record",
            do="write one line on what you did and what you saw afterwards",
            rule="MOD-03",
        )
    with audit.one_transaction():
        task = Task.objects.select_for_update(of=("self",)).select_related("done_by").get(pk=task_id, body=body)
        if task.done_by:
            raise Refused(
                tried="to finish a task that is done",
                forbids=f"{task.done_by.name} finished it with “{task.outcome}”",
                do="go back to the list of tasks",
            )
        task.done_at, task.done_by, task.outcome = at, by, outcome.strip()
        task.save(update_fields=["done_at", "done_by", "outcome"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="tasks.finish", subject=f"task {task.pk}",
            about=task.about, outcome=task.outcome,
        )  # fmt: skip
    return task


def withdraw(*, about: str, why: str, by: str, at: datetime) -> None:
    """Take back an open task that there is no need for any more. What it was stays in the audit log."""
    with audit.one_transaction():
        for task in Task.objects.select_for_update().select_related("body").filter(about=about, done_at=None):
            audit.record(
                body=task.body.slug, at=at, by=by, action="tasks.withdraw", subject=f"task {task.pk}",
                about=about, title=task.title, why=why,
            )  # fmt: skip
            task.delete()

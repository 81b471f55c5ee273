"""The list of manual tasks."""

from evenhand.officers.models import Body
from evenhand.tasks.models import Task


def open_tasks(body: Body) -> list[Task]:
    """What is still to be done, oldest first."""
    return list(Task.objects.filter(body=body, done_at=None).order_by("created_at"))


def done_tasks(body: Body, count: int = 50) -> list[Task]:
    """The last tasks that were done, newest first."""
    done = Task.objects.filter(body=body, done_at__isnull=False)
    return list(done.select_related("done_by").order_by("-done_at")[:count])


def open_count(body: Body) -> int:
    """How many wait."""
    return Task.objects.filter(body=body, done_at=None).count()


def open_about(body: Body, *about: str) -> Task | None:
    """The open task about one of these, as in "action 12"; None where there is none."""
    return Task.objects.filter(body=body, about__in=about, done_at=None).first()

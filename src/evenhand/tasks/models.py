"""Manual tasks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evenhand.officers.models import Body, Officer


class Task(models.Model):
    """Something a person must do, with written steps. `about` names what it belongs to: "action 12"."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    about = models.TextField()
    title = models.TextField()
    why = models.TextField()
    steps = ArrayField(models.TextField())
    url = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT)
    outcome = models.TextField(blank=True)

    class Meta:
        db_table = "tasks_task"
        indexes = [models.Index(fields=["body", "created_at"], name="tasks_open", condition=models.Q(done_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=models.Q(done_at=None), name="one_open_task_about"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None, outcome="")
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_when_and_by_whom",
            ),
        ]

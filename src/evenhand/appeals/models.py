"""Appeals and their steps. No row is ever changed: where an appeal stands follows from its steps."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from evenhand.core.lifecycle import AppealEvent
from evenhand.decisions.models import Decision, PinnedEdition
from evenhand.officers.models import Body, Officer
from evenhand.people.models import Block, ManagedEntry


class Came(StrEnum):
    """How an appeal reached the body."""

    PUBLIC_FORM = "public form"
    COMPLAINT = "complaints form"
    LETTER = "letter"
    EMAIL = "e-mail"
    TELEPHONE = "telephone"
    IN_PERSON = "in person"


class Appeal(models.Model):
    """APL-01: what somebody asks to have looked at again: a decision, a block, an entry on the managed contacts list.

    Its reference reveals nobody.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    reference = models.TextField(unique=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="appeals")
    block = models.ForeignKey(Block, null=True, on_delete=models.PROTECT, related_name="appeals")
    entry = models.ForeignKey(ManagedEntry, null=True, on_delete=models.PROTECT, related_name="appeals")
    came = models.TextField(choices=[(came.value, came.value) for came in Came])
    entered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    email = models.TextField(blank=True)
    language = models.TextField(default="en")  # in which they wish to be answered: "en" or "cy"
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)  # in force on receipt: its days are promised
    received_at = models.DateTimeField()

    class Meta:
        db_table = "appeals_appeal"
        indexes = [models.Index(fields=["body", "-received_at"], name="appeal_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, block=None, entry=None)
                | Q(decision=None, block__isnull=False, entry=None)
                | Q(decision=None, block=None, entry__isnull=False),
                name="appeal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(came=Came.PUBLIC_FORM.value, entered_by=None)
                | (~Q(came=Came.PUBLIC_FORM.value) & Q(entered_by__isnull=False)),
                name="appeal_entered_by_somebody",
            ),
            models.CheckConstraint(condition=Q(came__in=[c.value for c in Came]), name="appeal_came_is_known"),
        ]

    @property
    def about(self) -> str:
        """As notices name it: "decision 12"."""
        if self.decision_id:
            return f"decision {self.decision_id}"
        return f"block {self.block_id}" if self.block_id else f"entry {self.entry_id}"


class AppealStep(models.Model):
    """One thing that happened to an appeal. `by` is None for the appellant, and for time running out."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    event = models.TextField(choices=[(event.value, event.value) for event in AppealEvent])
    by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)  # reasons of an answer; what the appellant adds at the second stage
    undone = models.JSONField(default=list)  # of a reversal: [{"kind", "on", "how", "because"}, ...]

    class Meta:
        db_table = "appeals_step"
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="appeal_step_in_order"),
            models.CheckConstraint(condition=Q(event__in=[e.value for e in AppealEvent]), name="appeal_step_is_known"),
            models.CheckConstraint(
                condition=~Q(event__in=[AppealEvent.STANDS.value, AppealEvent.REVERSED.value])
                | (Q(by__isnull=False) & ~Q(words="")),
                name="appeal_is_answered_by_somebody_with_reasons",
            ),
        ]


class Attempt(models.Model):
    """One sending of the public form. `sender`: a keyed hash of the address, of use for a day only."""

    sender = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "appeals_attempt"
        indexes = [models.Index(fields=["sender", "at"], name="attempt_sender")]

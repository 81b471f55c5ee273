"""MCL-02: the managed contacts list."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from evenhand.decisions.models import Decision, PinnedEdition
from evenhand.intake.models import Author
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer


class EntryEvent(StrEnum):
    """What people do to an entry. Time alone never takes anybody off the list."""

    APPROVE = "approve"
    REFUSE = "refuse"
    KEEP = "keep"
    REMOVE = "remove"
    REVERSE = "reverse"


class ManagedEntry(models.Model):
    """A person on the list, by one of their accounts, as it was proposed."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    notice = models.TextField(blank=True)
    why_no_notice = models.TextField(blank=True)
    starts_on = models.DateField()
    review_on = models.DateField()
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "people_managed_entry"
        verbose_name_plural = "managed entries"
        indexes = [models.Index(fields=["body", "-proposed_at"], name="entry_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (~Q(notice="") | ~Q(why_no_notice="")), name="entry_has_reason_and_notice"
            )
        ]


class EntryDecision(models.Model):
    """A decision that an entry came of. An entry may rest on none: on what happened at a counter, say."""

    entry = models.ForeignKey(ManagedEntry, on_delete=models.PROTECT, related_name="rests_on")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_entry_decision"
        constraints = [models.UniqueConstraint(fields=["entry", "decision"], name="entry_decision_once")]


class EntryStep(models.Model):
    """One thing that a person did to an entry."""

    entry = models.ForeignKey(ManagedEntry, on_delete=models.PROTECT, related_name="steps")
    event = models.TextField(choices=[(event.value, event.value) for event in EntryEvent])
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True)  # of one that is kept
    about = models.TextField(blank=True)  # "appeal 7"
    notice = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_entry_step"
        constraints = [
            models.CheckConstraint(condition=Q(event__in=[e.value for e in EntryEvent]), name="entry_step_is_known"),
            models.UniqueConstraint(fields=["entry", "event"], condition=~Q(event="keep"), name="entry_step_once"),
            models.CheckConstraint(
                condition=Q(event="keep", review_on__isnull=False) | (~Q(event="keep") & Q(review_on=None)),
                name="entry_kept_until_a_day",
            ),
        ]

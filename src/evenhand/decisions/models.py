"""Decisions. A reversal is a new row; nothing is deleted to undo. The database refuses UPDATE and DELETE."""

from django.db import models
from django.db.models import F, Q

from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Comment, Revision
from evenhand.officers.models import Body, Officer


class PinnedEdition(models.Model):
    """The bytes of an edition that something was proposed or decided under."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    name = models.TextField()
    in_force_from = models.DateField()
    content = models.BinaryField()
    pinned_at = models.DateTimeField()

    class Meta:
        db_table = "decisions_pinned_edition"


class Batch(models.Model):
    """Decisions that an officer made together, with one undo. `left_out`: [{"case": 7, "why": "..."}]."""

    id = models.UUIDField(primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_out = models.JSONField()

    class Meta:
        db_table = "decisions_batch"
        verbose_name_plural = "batches"


class Decision(models.Model):
    """MOD-02: what was decided about one revision of a comment, by whom, when, why, under which edition."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT)
    outcome = models.TextField(choices=[(o.value, o.value) for o in Outcome])
    ground = models.TextField(blank=True)  # CON id
    route = models.TextField(blank=True)  # REF or MOD id
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    facts = models.JSONField()  # the proposal that the officer saw
    reason = models.TextField(blank=True)
    statement = models.TextField(blank=True)  # statement of reasons, for the author
    reply = models.TextField(blank=True)
    unsafe = models.TextField(blank=True, default="", db_default="")  # MOD-05: why the author must not be told
    by = models.ForeignKey(Officer, on_delete=models.PROTECT)
    at = models.DateTimeField()
    needs_second = models.BooleanField()
    shadow = models.BooleanField(default=False, db_default=False)  # made in shadow mode: it never takes effect
    # Checked when the transaction ends: the batch is written last, when it is known what it left out.
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        db_table = "decisions_decision"
        indexes = [
            models.Index(fields=["comment", "at"], name="decision_comment"),
            models.Index(fields=["-at"], name="decision_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["hide", "delete"]) | (~Q(ground="") & ~Q(statement="")),
                name="removal_has_ground_and_statement",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in Outcome]), name="decision_outcome_is_known"
            ),
        ]

    @property
    def in_shadow(self) -> bool:
        """Whether it was made, or approved, in shadow mode: nothing was done, and nothing counts."""
        opinion = getattr(self, "second", None)
        return self.shadow or (opinion is not None and opinion.shadow)


class SecondOpinion(models.Model):
    """The second person's answer to a decision that needs one (CON-09)."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second")
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")  # the first person
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    shadow = models.BooleanField(default=False, db_default=False)  # given in shadow mode: the decision has no effect

    class Meta:
        db_table = "decisions_second_opinion"
        constraints = [models.CheckConstraint(condition=~Q(by=F("decided_by")), name="second_person_is_another")]


class Reversal(models.Model):
    """MOD-04: a decision that was undone."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reversal")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        db_table = "decisions_reversal"

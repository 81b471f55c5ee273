"""Legal holds, purges and what each took. None of these rows holds a word of anybody who was purged."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q

from evenhand.core.kept_as import KEPT_AS
from evenhand.core.values import RecordClass
from evenhand.decisions.models import PinnedEdition
from evenhand.intake.models import Author, Comment
from evenhand.officers.models import Body, Officer

SOURCES = [source for source in KEPT_AS if source != "concern"]
"""What is purged, in this order: what rests on another first. Concerns lie among the referrals."""


class LegalHold(models.Model):
    """REC-02: nothing about this comment, or by this author, is purged while it stands."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    reason = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    put_at = models.DateTimeField()

    class Meta:
        db_table = "retention_legal_hold"
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, author=None) | Q(comment=None, author__isnull=False),
                name="hold_on_a_comment_or_an_author",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
        ]


class HoldLifted(models.Model):
    """The end of a hold. `until`: the last day on which it stood."""

    hold = models.OneToOneField(LegalHold, on_delete=models.PROTECT, related_name="lifted")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "retention_hold_lifted"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="lifted_for_a_reason")]


class Purge(models.Model):
    """One purge of one body, from its beginning to its certificate. `by` began it; `on`: the day it goes by."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    why = models.TextField(choices=[("retention", "retention"), ("erasure", "erasure")])
    request = models.TextField(blank=True)  # the body's own reference of a request for erasure
    authors = ArrayField(models.BigIntegerField(), default=list)  # of an erasure: whose records
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # class -> how many
    earliest_needed_on = models.DateField(null=True)
    latest_needed_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the ids, one a line: the certificate's seal

    class Meta:
        db_table = "retention_purge"
        constraints = [
            models.UniqueConstraint(fields=["body"], condition=Q(ended_at=None), name="one_purge_at_a_time"),
        ]

    @property
    def number(self) -> str:
        """What the certificate is called."""
        return f"PC-{self.pk}"


class ErasureAsked(models.Model):
    """REC-02: that what we hold about a person is to be erased, as one officer asks it of another. Never changed."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    authors = ArrayField(models.BigIntegerField())  # the accounts of the person on that day
    reference = models.TextField()  # the body's own, of the request
    why = models.TextField()  # how it is known that who asks is that person
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "retention_erasure_asked"
        verbose_name_plural = "erasures asked"
        constraints = [
            models.CheckConstraint(condition=~Q(reference="") & ~Q(why=""), name="erasure_has_reference_and_why")
        ]


class ErasureAnswered(models.Model):
    """REC-02, MOD-08: another officer's answer. `purge`: what was begun, None where it was refused."""

    asked = models.OneToOneField(ErasureAsked, on_delete=models.PROTECT, related_name="answer")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")  # the first person
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    purge = models.OneToOneField(Purge, null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        db_table = "retention_erasure_answered"
        verbose_name_plural = "erasures answered"
        constraints = [
            models.CheckConstraint(condition=~Q(by=models.F("asked_by")), name="erasure_approved_by_another"),
            models.CheckConstraint(
                condition=Q(purge__isnull=False) | ~Q(reason=""), name="erasure_refused_for_a_reason"
            ),
        ]


class Batch(models.Model):
    """A part of a purge that committed as one. The database lets words be removed only in the transaction of one."""

    purge = models.ForeignKey(Purge, on_delete=models.PROTECT, related_name="batches")
    txid = models.BigIntegerField(db_default=Func(function="txid_current", output_field=models.BigIntegerField()))
    at = models.DateTimeField()
    files = ArrayField(models.CharField(max_length=64), default=list)  # hashes of bytes still to be taken off the disk

    class Meta:
        db_table = "retention_batch"


class Purged(models.Model):
    """One record whose words are gone. `upto`: the wording up to which; a later one is another matter."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="purged")
    source = models.TextField(choices=[(source, source) for source in SOURCES])
    record = models.BigIntegerField()  # its id in its own table
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    upto = models.IntegerField(default=0)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in RecordClass])
    needed_on = models.DateField(null=True)
    actioned = models.BooleanField()

    class Meta:
        db_table = "retention_purged"
        constraints = [models.UniqueConstraint(fields=["source", "record", "upto"], name="purged_once")]
        indexes = [models.Index(fields=["comment"], name="purged_comment")]

"""Rows of the audit log. They have no foreign keys: an entry outlives whatever it speaks of."""

from django.db import models


class Entry(models.Model):
    """One thing done or one restricted record looked at. The database refuses to change or delete it."""

    number = models.BigIntegerField(primary_key=True)
    body = models.TextField()  # slug of the body; empty for the deployment itself
    at = models.DateTimeField()
    by = models.TextField()  # e-mail of the officer, or "program: ..." for a program
    action = models.TextField()  # "cases.decide"
    subject = models.TextField()  # "case 17"
    content = models.TextField()  # the exact words that were hashed
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["body", "-number"], name="audit_body_newest"),
            models.Index(fields=["subject", "number"], name="audit_subject"),
        ]


class Head(models.Model):
    """The number and hash of the last entry, so that a deleted end is noticed. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")]

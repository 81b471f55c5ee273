"""Rows of the audit log. They have no foreign keys: an entry outlives whatever it speaks of."""

from django.db import models

LOG = "audit log"
"""The subject of entries that speak of the log itself."""


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


class Anchor(models.Model):
    """REC-01: that the log's head was kept outside of the database. The database refuses to change or delete it."""

    kind = models.TextField(choices=[(kind, kind) for kind in ("time-stamp", "file", "e-mail")])
    place = models.TextField()  # name of the authority, path of the file, address
    after = models.BigIntegerField()  # number of the last entry that an earlier anchor of this place speaks for
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    document = models.BinaryField(max_length=32)  # SHA-256 of the numbers and hashes behind `after` up to `number`
    token = models.BinaryField(blank=True)  # RFC 3161, of `document`; empty for other kinds
    roots = models.BinaryField(blank=True)  # PEM, as they were set up then
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "audit_anchor"
        constraints = [
            models.UniqueConstraint(fields=["kind", "place", "number"], name="anchored_once"),
            models.CheckConstraint(condition=models.Q(after__lt=models.F("number")), name="anchor_speaks_for_entries"),
        ]

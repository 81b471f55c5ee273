"""Captures. Never changed, never deleted but by retention."""

from django.db import models

from evenhand.intake.models import Comment, Revision


class Capture(models.Model):
    """A comment as it was at a moment: its parts lie content-addressed on disk, their hashes are here."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT)
    captured_at = models.DateTimeField()
    parts = models.JSONField()  # [{"name": "payload", "sha256": "...", "bytes": 123}, ...]

    class Meta:
        db_table = "evidence_capture"

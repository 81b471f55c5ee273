"""Captures. Never changed, never deleted but by retention."""

from django.db import models

from evenhand.intake.models import Author, Comment, Post, Revision


class Capture(models.Model):
    """A comment, author or post as it was: its parts lie content-addressed on disk, their hashes are here."""

    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT)
    captured_at = models.DateTimeField()
    parts = models.JSONField()  # [{"name": "payload", "sha256": "...", "bytes": 123}, ...]

    class Meta:
        db_table = "evidence_capture"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(comment__isnull=False, revision__isnull=False, author=None, post=None)
                | models.Q(comment=None, revision=None, author__isnull=False, post=None)
                | models.Q(comment=None, revision=None, author=None, post__isnull=False),
                name="capture_has_one_subject",
            )
        ]

"""Captures and their time-stamps. Never changed, never deleted but by retention."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from evenhand.intake.models import Author, Comment, Post, Revision
from evenhand.officers.models import Body


class Capture(models.Model):
    """A comment, author or post as it was: its parts lie content-addressed in the storage, their hashes are here."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT)
    captured_at = models.DateTimeField()
    parts = models.JSONField()  # [{"name": "payload", "sha256": "...", "bytes": 123}, ...]
    missing = models.JSONField(default=list)  # [{"part": "screenshot", "why": "..."}, ...]
    authorities = ArrayField(models.TextField(), default=list)  # whose time-stamps it should have, by name

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
        indexes = [GinIndex(fields=["parts"], name="capture_by_part", opclasses=["jsonb_path_ops"])]

    @property
    def subject(self) -> Comment | Author | Post:
        """What was captured."""
        found = self.comment or self.author or self.post
        assert found is not None, "the database keeps one subject"
        return found

    @property
    def subject_name(self) -> str:
        """The subject as audit entries name it: “comment 5”."""
        kinds = (("comment", self.comment_id), ("author", self.author_id), ("post", self.post_id))
        return next(f"{kind} {pk}" for kind, pk in kinds if pk)

    def sha256_of(self, part: str) -> str:
        """The hash of a part by its name; empty where there is no such part."""
        return next((str(each["sha256"]) for each in self.parts if each["name"] == part), "")


class TimeStamp(models.Model):
    """What an authority answered over the SHA-256 of a capture's manifest."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="stamps")
    authority = models.TextField()  # its name in EVENHAND_TIMESTAMP_AUTHORITIES
    token = models.BinaryField()  # DER, as it came
    roots = models.BinaryField()  # PEM, as they were set up then: what a stranger verifies it against
    at = models.DateTimeField()  # by the authority's clock
    received_at = models.DateTimeField()  # by ours

    class Meta:
        db_table = "evidence_time_stamp"
        constraints = [models.UniqueConstraint(fields=["capture", "authority"], name="stamp_once_an_authority")]


class Silence(models.Model):
    """An authority that gives no stamps at the moment, and when it is asked next. It goes when one comes."""

    authority = models.TextField(primary_key=True)
    since = models.DateTimeField()
    tries = models.IntegerField()
    why = models.TextField()
    next_try_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_silence"

"""What came in. A comment's wordings are revisions; the payload is kept as received."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evenhand.officers.models import Body

STATES = ["visible", "hidden", "deleted", "unknown"]


class Channel(models.Model):
    """A profile the body runs on a platform."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    name = models.SlugField()
    title = models.TextField()
    platform = models.TextField()  # name of a folder in platforms/
    account = models.TextField()  # the profile's id there
    names = ArrayField(models.TextField(), default=list, db_default=[])  # by which the platform knows it everywhere
    local_names = ArrayField(models.TextField(), default=list, db_default=[])  # and on its own pages alone
    created_at = models.DateTimeField()

    class Meta:
        db_table = "intake_channel"
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="channel_name_once"),
            models.UniqueConstraint(fields=["body", "platform", "account"], name="channel_account_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """The body's own post that comments stand under."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    native_id = models.TextField()
    url = models.TextField(blank=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_post"
        constraints = [models.UniqueConstraint(fields=["channel", "native_id"], name="post_once")]


class Author(models.Model):
    """An account on a platform, as one body sees it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    platform = models.TextField()
    native_id = models.TextField()
    handle = models.TextField(blank=True)
    name = models.TextField(blank=True)
    url = models.TextField(blank=True)

    class Meta:
        db_table = "intake_author"
        constraints = [models.UniqueConstraint(fields=["body", "platform", "native_id"], name="author_once")]

    def __str__(self) -> str:
        return self.name or self.handle or self.native_id


class Comment(models.Model):
    """What somebody wrote under a post or to a channel. Its words are those of its current revision."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    native_id = models.TextField()
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT)
    parent_native_id = models.TextField(blank=True)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    url = models.TextField(blank=True)
    created_at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.TextField(choices=[(s, s) for s in STATES])  # on the platform
    would_be = models.TextField(blank=True, default="", db_default="")  # a state, had shadow mode not been on
    revision = models.IntegerField(default=1)  # number of the current one
    words_sha256 = models.BinaryField(max_length=32)  # of the current text and attachments
    fingerprint = models.BigIntegerField()  # of the text, letter case and spaces aside: finds repetition

    class Meta:
        db_table = "intake_comment"
        constraints = [
            models.UniqueConstraint(fields=["channel", "native_id"], name="comment_once"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="comment_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["author", "fingerprint"], name="comment_repeats"),
            models.Index(fields=["channel", "-created_at"], name="comment_newest"),
            models.Index(fields=["post", "created_at"], name="comment_thread"),
            models.Index(fields=["author", "created_at"], name="comment_of_author"),
        ]

    @property
    def shown_state(self) -> str:
        """As pages say it: what shadow mode kept from happening is never said as if it had."""
        return f"would have been {self.would_be} (shadow)" if self.would_be else self.state


class SketchKey(models.Model):
    """CON-05: one key of a comment's current words, by which texts like it are found. It holds no words."""

    pk = models.CompositePrimaryKey("comment", "band")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, db_index=False, related_name="+")
    band = models.SmallIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, db_index=False, related_name="+")
    key = models.BigIntegerField()
    created_at = models.DateTimeField()  # of the comment

    class Meta:
        db_table = "intake_sketch_key"
        indexes = [models.Index(fields=["body", "key", "created_at", "comment"], name="sketch_alike")]


class Revision(models.Model):
    """One wording of a comment, with the platform's bytes for it. Never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    number = models.IntegerField()
    text = models.TextField(blank=True)
    attachments = ArrayField(models.TextField(), default=list)
    payload = models.BinaryField()
    edited_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "intake_revision"
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_once")]


class ImportRun(models.Model):
    """One file that was imported, and what came of its rows."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    file = models.TextField()
    by = models.TextField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    revised = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    rejects_file = models.TextField(blank=True)

    class Meta:
        db_table = "intake_import_run"


class Reject(models.Model):
    """A row that could not be taken. The whole row is in the rejects file; here, its beginning."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    line = models.IntegerField()
    reason = models.TextField()
    excerpt = models.TextField()

    class Meta:
        db_table = "intake_reject"
        indexes = [models.Index(fields=["run", "line"], name="reject_in_order")]

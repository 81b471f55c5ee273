"""Notices, what each way of sending answered, and letters that came back."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evenhand.actions.models import Action
from evenhand.core.lifecycle import NoticeState
from evenhand.intake.models import Author, Channel, Comment
from evenhand.officers.models import Body, Officer


class Way(StrEnum):
    """How somebody is told."""

    NOTIFY = "e-mail by GOV.UK Notify"
    SMTP = "e-mail"
    PLATFORM = "private message on the platform"
    HAND = "by hand"
    NONE = "none"


class Notice(models.Model):
    """Something that was to be said to somebody. `about` names what it tells of: "decision 12", "block 3"."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    reference = models.TextField(unique=True)  # what an appeal quotes; reveals nobody (core/references.py)
    key = models.UUIDField(unique=True)  # of the present sending: what a port is given, so that nothing is sent twice
    kind = models.TextField()  # "hide", "block", "appeal received"
    about = models.TextField()
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT)
    email = models.TextField(blank=True)
    name = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    paragraphs = ArrayField(models.TextField(), default=list)
    language = models.TextField(default="en")  # "en", "cy", or "cy+en"
    once_done = models.BooleanField(default=False)  # waits until what it tells of is done on the platform
    way = models.TextField(choices=[(way.value, way.value) for way in Way])
    why = models.TextField(blank=True)  # why by hand, why not told, why not delivered
    state = models.TextField(choices=[(s.value, s.value) for s in NoticeState])
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT)  # that carries it, on a platform
    sent_as = models.TextField(blank=True)  # the way's own id of it
    attempts = models.IntegerField(default=0)
    queued_by = models.TextField()
    queued_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "notices_notice"
        indexes = [
            models.Index(fields=["body", "-queued_at"], name="notice_newest"),
            models.Index(fields=["about"], name="notice_about"),
            models.Index(
                fields=["state", "changed_at"], name="notice_live", condition=Q(state__in=["queued", "sending", "sent"])
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in NoticeState]), name="notice_state_is_known"),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="notice_way_is_known"),
            models.CheckConstraint(
                condition=Q(state="not told") | ~Q(paragraphs=[]), name="notice_has_words_unless_not_told"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not told", "by hand", "not delivered"]) | ~Q(why=""), name="notice_says_why"
            ),
        ]

    @property
    def words(self) -> str:
        """All paragraphs, as they are sent."""
        return "\n\n".join(self.paragraphs)

    @property
    def to(self) -> str:
        """Who is told, as people name them."""
        return str(self.officer or self.name or self.author or self.email or "somebody unknown")


class Receipt(models.Model):
    """What a way of sending answered, or what was heard of it later. The address is not in it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    way = models.TextField()
    kind = models.TextField()  # "accepted", "delivered", "failed", "unknown", "by hand"
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "notices_receipt"
        indexes = [models.Index(fields=["notice", "at"], name="notice_receipt_in_order")]


class ReturnedMail(models.Model):
    """Mail that came back and fits no notice, or does not say what became of one. Its bytes are kept for a while."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="returned")
    sha256 = models.TextField()
    content = models.BinaryField(null=True)  # None once its time is over
    size_bytes = models.IntegerField()
    said = models.TextField()  # notices/reports.py: Said
    words = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    sender = models.TextField(blank=True)
    received_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_returned_mail"
        constraints = [
            models.UniqueConstraint(fields=["body", "sha256"], name="returned_mail_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="returned_mail_answered_by_somebody",
            ),
        ]

"""Warnings and blocks. No row is ever changed: what happens later is a row of its own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evenhand.core.lifecycle import BLOCK_FINAL, BlockEvent
from evenhand.decisions.models import Decision, PinnedEdition
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Channel, Comment
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.people.models_of_links import AliasLink, LikenessWorking, LinkEvidence, LinkStep
from evenhand.people.models_of_list import EntryDecision, EntryStep, ManagedEntry

__all__ = [
    "AliasLink",
    "Block",
    "BlockChannel",
    "BlockEnd",
    "BlockEvidence",
    "BlockNotice",
    "BlockStep",
    "BlockStrike",
    "EntryDecision",
    "EntryStep",
    "LikenessWorking",
    "LinkEvidence",
    "LinkStep",
    "ManagedEntry",
    "WarningGiven",
]


class WarningGiven(models.Model):
    """MOD-06: a warning that an officer confirmed. Whether it reached anybody is for its notice to say."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="warnings")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")  # what it warns of
    because = models.TextField()  # what the ladder said
    working = ArrayField(models.TextField())
    words = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_warning"
        indexes = [models.Index(fields=["author", "given_at"], name="warning_author")]
        constraints = [models.UniqueConstraint(fields=["decision"], name="one_warning_a_decision")]


class Block(models.Model):
    """BLK-02: a block as an officer decided it, with everything that it must have, under one edition."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="blocks")
    reason = models.TextField()
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField(null=True)  # of an interim block, the first day without it
    notice = models.TextField()
    notified_on = models.DateField(null=True)  # where the edition asks for notice beforehand
    appeal_route = models.TextField()
    answers = models.JSONField()  # BLK-06: question -> answer
    acknowledged = ArrayField(models.TextField(), default=list)  # channels that are known not to take a block back
    extreme = models.TextField(blank=True)  # BLK-01: why approval may follow
    reviewer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    rule = models.TextField()  # that the ladder named
    because = models.TextField()
    working = ArrayField(models.TextField())  # of the ladder, line by line
    aimed_at = ArrayField(models.BigIntegerField(), default=list)  # MOD-08: officers whom its breaches are aimed at
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "people_block"
        indexes = [models.Index(fields=["body", "-decided_at"], name="block_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(appeal_route="") & Q(review_on__gt=models.F("starts_on")),
                name="block_has_reason_review_and_appeal",
            )
        ]


class BlockChannel(models.Model):
    """A channel that a block names."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="channels")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)

    class Meta:
        db_table = "people_block_channel"
        constraints = [models.UniqueConstraint(fields=["block", "channel"], name="block_channel_once")]


class BlockStrike(models.Model):
    """A comment whose strike a block rests on."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="strikes")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_block_strike"
        constraints = [models.UniqueConstraint(fields=["block", "comment"], name="block_strike_once")]


class BlockEvidence(models.Model):
    """A capture that a block rests on."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="evidence")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_block_evidence"
        constraints = [models.UniqueConstraint(fields=["block", "capture"], name="block_evidence_once")]


_BY_PEOPLE = [event.value for event in BlockEvent if event is not BlockEvent.LAPSE]


class BlockStep(models.Model):
    """One thing that a person did to a block. Time alone makes it lapse, and leaves no row here."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="steps")
    event = models.TextField(choices=[(event, event) for event in _BY_PEOPLE])
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True)  # of an extension
    reviewer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")  # of an extension
    about = models.TextField(blank=True)  # "appeal 7"

    class Meta:
        db_table = "people_block_step"
        constraints = [
            models.CheckConstraint(condition=Q(event__in=_BY_PEOPLE), name="block_step_is_known"),
            models.CheckConstraint(
                condition=Q(event=BlockEvent.EXTEND.value, review_on__isnull=False, reviewer__isnull=False)
                | (~Q(event=BlockEvent.EXTEND.value) & Q(review_on=None, reviewer=None)),
                name="extension_has_date_and_reviewer",
            ),
        ]


class BlockEnd(models.Model):
    """That a block was found to be over, and how. One row a block: what follows of it follows once."""

    block = models.OneToOneField(Block, on_delete=models.PROTECT, related_name="end")
    state = models.TextField()
    at = models.DateTimeField()
    because = ArrayField(models.TextField())

    class Meta:
        db_table = "people_block_end"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(s.value for s in BLOCK_FINAL)), name="block_end_is_final"
            )
        ]


class BlockNotice(models.Model):
    """What was told of a block: its begin, its end, each extension, and each review to its reviewer."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="notices")
    of = models.TextField()  # "block", "unblock", "extension 2025-01-31", "review 2025-01-31"
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_block_notice"
        constraints = [models.UniqueConstraint(fields=["block", "of"], name="block_notice_once")]

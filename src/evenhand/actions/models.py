"""Actions and receipts, and how fast each account may be called."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evenhand.core.lifecycle import ActionState
from evenhand.core.vocabulary import Verb
from evenhand.decisions.models import Decision
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Channel, Comment, Post

NEEDS_CAPTURE = [state.value for state in (ActionState.SENDING, ActionState.DONE, ActionState.DONE_BY_HAND)]


class Action(models.Model):
    """One thing to be done on a channel: to a comment, to an author or to a post. `about` says what asked for it."""

    key = models.UUIDField(unique=True)  # what the platform is given, so that nothing is done twice
    about = models.TextField()  # "decision 12", "block 3"
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="actions")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT)
    verb = models.TextField(choices=[(v.value, v.value) for v in Verb])
    text = models.TextField(blank=True)  # of a reply
    already = ArrayField(models.TextField(), null=True)  # what looked the same before the first call; null: not asked
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    state = models.TextField(choices=[(s.value, s.value) for s in ActionState])
    capture = models.ForeignKey(Capture, null=True, on_delete=models.PROTECT)
    attempts = models.IntegerField(default=0)
    shadow = models.BooleanField(
        default=False, db_default=False
    )  # asked for in shadow mode, or done in it: only written down
    in_doubt = models.BooleanField(default=False)  # it may have been done after the backup it was restored from
    queued_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    slot_at = models.DateTimeField(null=True)  # when its turn to call the account comes, by the database's clock
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "actions_action"
        indexes = [
            models.Index(fields=["comment", "queued_at"], name="action_comment"),
            models.Index(fields=["author", "queued_at"], name="action_author", condition=Q(author__isnull=False)),
            models.Index(fields=["post", "queued_at"], name="action_post", condition=Q(post__isnull=False)),
            models.Index(
                fields=["state", "queued_at"],
                name="action_live",
                condition=Q(state__in=["queued", "captured", "sending"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "verb", "channel", "comment", "author", "post"], name="action_once_about_a_subject",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, author=None, post=None)
                | Q(comment=None, author__isnull=False, post=None)
                | Q(comment=None, author=None, post__isnull=False),
                name="action_has_one_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NEEDS_CAPTURE) | Q(capture__isnull=False),
                name="evidence_before_action",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ActionState]), name="action_state_is_known"),
        ]  # fmt: skip

    @property
    def subject(self) -> Comment | Author | Post:
        """What it is done to."""
        found = self.comment or self.author or self.post
        assert found is not None, "the database keeps one subject"
        return found

    @property
    def shown_state(self) -> str:
        """As pages say it: what shadow mode kept from happening is never said as if it had."""
        if not self.shadow:
            return self.state
        done = self.state in (ActionState.DONE, ActionState.DONE_BY_HAND)
        return "would have been done (shadow)" if done else f"{self.state} (shadow)"

    @property
    def subject_name(self) -> str:
        """The subject as audit entries name it: "comment 5"."""
        return f"{Verb(self.verb).subject.value} {self.comment_id or self.author_id or self.post_id}"


class Receipt(models.Model):
    """What a platform answered to one call, or what was seen on reading back."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    kind = models.TextField()  # "performed", "found done", "failed", "unknown", "by hand"
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "actions_receipt"
        indexes = [models.Index(fields=["action", "at"], name="receipt_in_order")]


class Budget(models.Model):
    """When an account may be called next. One row an account, so that all workers of all machines wait in one line."""

    platform = models.TextField()
    account = models.TextField()
    next_at = models.DateTimeField()  # by the database's clock

    class Meta:
        db_table = "actions_budget"
        constraints = [models.UniqueConstraint(fields=["platform", "account"], name="budget_once_an_account")]

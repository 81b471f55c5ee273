"""Actions and receipts."""

from django.db import models
from django.db.models import Q

from evenhand.core.lifecycle import ActionState
from evenhand.core.vocabulary import Verb
from evenhand.decisions.models import Decision
from evenhand.evidence.models import Capture
from evenhand.intake.models import Comment

NEEDS_CAPTURE = [state.value for state in (ActionState.SENDING, ActionState.DONE, ActionState.DONE_BY_HAND)]


class Action(models.Model):
    """One thing to be done on a platform because of a decision, or to undo one."""

    key = models.UUIDField(unique=True)  # what the platform is given, so that nothing is done twice
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT)
    verb = models.TextField(choices=[(v.value, v.value) for v in Verb])
    text = models.TextField(blank=True)  # of a reply
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    state = models.TextField(choices=[(s.value, s.value) for s in ActionState])
    capture = models.ForeignKey(Capture, null=True, on_delete=models.PROTECT)
    attempts = models.IntegerField(default=0)
    in_doubt = models.BooleanField(default=False)  # it may have been done after the backup it was restored from
    queued_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "actions_action"
        indexes = [
            models.Index(fields=["comment", "queued_at"], name="action_comment"),
            models.Index(
                fields=["state", "queued_at"],
                name="action_live",
                condition=Q(state__in=["queued", "captured", "sending"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "verb"], name="action_once_a_decision"),
            models.CheckConstraint(
                condition=~Q(state__in=NEEDS_CAPTURE) | Q(capture__isnull=False),
                name="evidence_before_action",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ActionState]), name="action_state_is_known"),
        ]


class Receipt(models.Model):
    """What a platform answered to one call, or what was seen on reading back."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    kind = models.TextField()  # "performed", "found done", "failed", "unknown", "by hand"
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "actions_receipt"
        indexes = [models.Index(fields=["action", "at"], name="receipt_in_order")]

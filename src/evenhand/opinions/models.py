"""Who switched second opinions on, what was asked and said, and what each day has cost."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evenhand.cases.models import Case, ProposalMade
from evenhand.officers.models import Body, Officer


class OpinionState(StrEnum):
    """How far the asking is, and how it ended."""

    WAITING = "waiting"
    ASKING = "asking"
    GIVEN = "given"
    REFUSED = "refused"  # something was answered that does not count
    MISSING = "missing"  # nothing was asked, or nothing was answered

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self not in (OpinionState.WAITING, OpinionState.ASKING)


class Switch(models.Model):
    """A body's switch, turned once. The last row counts; without one it is off."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="opinion_switches")
    on = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opinions_switch"


class Opinion(models.Model):
    """What was asked about one proposal, and what came of it. No proposal or case is ever changed by it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    proposal = models.OneToOneField(ProposalMade, on_delete=models.PROTECT, related_name="opinion")
    state = models.TextField(choices=[(s.value, s.value) for s in OpinionState], default=OpinionState.WAITING.value)
    wanted_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    host = models.TextField(blank=True)  # who was asked
    model = models.TextField(blank=True)
    version = models.TextField(blank=True)  # of the question: its form, the edition, the model
    sent = models.TextField(blank=True)  # the comment as it was sent, personal data covered
    sent_sha256 = models.TextField(blank=True)  # of everything that was sent
    answer = models.TextField(blank=True)  # as it came, cut short; officers are not shown one that does not count
    rules = ArrayField(models.TextField(), default=list)
    reason = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    why = models.TextField(blank=True)  # it is missing, or was refused
    micropence = models.BigIntegerField(default=0)

    class Meta:
        db_table = "opinions_opinion"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in OpinionState]), name="opinion_state_known"),
            models.CheckConstraint(
                condition=Q(state="given") | Q(rules=[], reason="", quote=""), name="opinion_says_only_when_given"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "asking"], ended_at=None)
                | (~Q(state__in=["waiting", "asking"]) & Q(ended_at__isnull=False)),
                name="opinion_ended_at",
            ),
        ]
        indexes = [models.Index(fields=["case", "-wanted_at"], name="opinion_of_case")]


class DaySpent(models.Model):
    """What one day has cost the deployment, in micropence: every call is paid here before it is made."""

    day = models.DateField(unique=True)
    micropence = models.BigIntegerField(default=0)
    calls = models.IntegerField(default=0)
    rest_until = models.DateTimeField(null=True)  # the other side asked to be left alone till then

    class Meta:
        db_table = "opinions_day_spent"

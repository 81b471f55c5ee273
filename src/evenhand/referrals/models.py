"""Referrals, each step of theirs, and their outcomes. Steps and outcomes are never changed."""

from django.db import models
from django.db.models import Q

from evenhand.cases.models import Case
from evenhand.core.allegations import Found
from evenhand.core.lifecycle import ReferralState
from evenhand.decisions.models import Decision
from evenhand.officers.models import Body, Officer

ENDED = [ReferralState.CONCLUDED.value, ReferralState.WITHDRAWN.value]
UNHEARD = [ReferralState.OPENED.value, ReferralState.ANSWERED.value, ReferralState.HANDED_OVER.value]
"""States in which nobody has said that they have it."""


class Responsible(models.Model):
    """Who takes what a body passes on under a rule. `concern`: "child" or "adult" (REF-02), empty for all."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    rule = models.TextField()
    concern = models.TextField(blank=True)
    name = models.TextField()
    email = models.EmailField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "referrals_responsible"
        constraints = [models.UniqueConstraint(fields=["body", "rule", "concern"], name="responsible_once")]


class Referral(models.Model):
    """One thing that is passed on. `heard_since`: from when somebody was to acknowledge it (REF-02)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT)
    rule = models.TextField()
    kind = models.TextField()
    concern = models.TextField(blank=True)
    to = models.TextField()  # the post or office that the edition names
    person = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    because = models.TextField()
    state = models.TextField(choices=[(s.value, s.value) for s in ReferralState])
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    heard_since = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "referrals_referral"
        indexes = [
            models.Index(fields=["body", "state", "opened_at"], name="referral_by_state"),
            models.Index(fields=["heard_since"], name="referral_unheard", condition=Q(rule="REF-02", alarmed_at=None)),
            models.Index(fields=["body"], name="referral_alarms", condition=Q(alarmed_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], name="one_referral_at_a_time", condition=~Q(state__in=ENDED)
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ReferralState]), name="referral_state_is_known"
            ),
        ]


class Step(models.Model):
    """What happened to a referral. `by` is None for the alarm, which a program sounds."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    event = models.TextField()  # "open", "alarm", "undo", or an event of core.lifecycle
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.TextField(blank=True)
    how = models.TextField(blank=True)  # "telephone", "e-mail", "form", "in person"
    reference = models.TextField(blank=True)  # theirs: of the police, of a form
    words = models.TextField(blank=True)

    class Meta:
        db_table = "referrals_step"
        indexes = [models.Index(fields=["referral", "at"], name="step_in_order")]
        constraints = [
            models.CheckConstraint(condition=~Q(event="hand over") | (~Q(to="") & ~Q(how="")), name="handed_to_whom"),
            models.CheckConstraint(condition=Q(by__isnull=False) | Q(event="alarm"), name="step_has_somebody"),
        ]


class Outcome(models.Model):
    """What came of a referral: who found it, on which day, where that is written, and who recorded it here."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="outcome")
    found = models.TextField(blank=True, choices=[(f.value, f.value) for f in Found])  # of an allegation
    finder = models.TextField()
    on = models.DateField()
    reference = models.TextField()
    said = models.TextField(blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "referrals_outcome"
        constraints = [
            models.CheckConstraint(
                condition=~Q(finder="") & ~Q(reference=""), name="outcome_has_a_finder_and_a_reference"
            )
        ]

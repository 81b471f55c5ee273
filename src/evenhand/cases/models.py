"""Proposals, cases and claims."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evenhand.core.lifecycle import CaseState
from evenhand.core.vocabulary import Severity
from evenhand.decisions.models import Decision, PinnedEdition
from evenhand.intake.models import Author, Comment, Revision
from evenhand.officers.models import Body, Officer


class ProposalMade(models.Model):
    """What an edition pointed to for one revision. Kept for ordinary comments too: they may be asked about."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="proposals")
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    grounds = ArrayField(models.TextField(), default=list)
    route = models.TextField(blank=True)
    severity = models.TextField(choices=[(s.value, s.value) for s in Severity])
    suggest = models.TextField()
    reasons = models.JSONField()  # as `evenhand score` prints them
    missing = models.JSONField()
    signals = models.JSONField()  # facts by signal, with versions

    class Meta:
        db_table = "cases_proposal"
        indexes = [models.Index(fields=["revision", "-made_at"], name="proposal_newest")]


class Case(models.Model):
    """A comment under review. `band` orders the queue: 0 first. `version` grows with every change of state."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT)
    author = models.ForeignKey(
        Author, null=True, on_delete=models.PROTECT
    )  # the comment's, so that theirs are found fast
    proposal = models.ForeignKey(ProposalMade, on_delete=models.PROTECT)
    state = models.TextField(choices=[(s.value, s.value) for s in CaseState])
    band = models.SmallIntegerField()
    severity = models.TextField(
        choices=[(s.value, s.value) for s in Severity]
    )  # of the proposal: counted on every page
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    changed_how = models.TextField()  # ends the sentence "Ada Marsh ..."
    version = models.IntegerField(default=1)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT)  # the one that stands
    target = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT)  # whom the comment is aimed at: MOD-08
    restricted = models.BooleanField(default=False)  # REF-02: seen by named roles and those who were let in

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in CaseState]), name="case_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(decision__isnull=False), name="closed_by_a_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "band", "opened_at"], name="case_queue", condition=Q(state="open")),
            models.Index(fields=["body", "state", "band", "opened_at"], name="case_by_state"),
            models.Index(fields=["body", "severity"], name="case_open_by_severity", condition=Q(state="open")),
            models.Index(fields=["body"], name="case_restricted", condition=Q(restricted=True)),
            models.Index(fields=["body", "target"], name="case_target", condition=Q(target__isnull=False)),
        ]


class Claim(models.Model):
    """Who works on a case until when. One row a case: two people cannot hold it, whatever they race."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    claimed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "cases_claim"


class LetIn(models.Model):
    """REF-02: who was let in to a restricted case, by whom and why. Rows are never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="let_in")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_let_in"
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="let_in_once")]

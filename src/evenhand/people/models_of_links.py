"""MCL-03: that two accounts may be one person's, what speaks for it, and what people made of it."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from evenhand.core.aliases import EvidenceKind
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer


class LinkEvent(StrEnum):
    """What people do to a link. `CONFIRM`: still right although an account has changed."""

    DECIDE = "decide"
    REFUSE = "refuse"
    CONFIRM = "confirm"
    UNDO = "undo"


class AliasLink(models.Model):
    """A likely alias. Nothing follows from it until a person has decided."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    one = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    confidence = models.FloatField()  # from 0 to 1
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "people_alias_link"
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="link_joins_two_accounts"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="link_confidence"),
        ]
        indexes = [models.Index(fields=["body", "-proposed_at"], name="link_newest")]


class LinkEvidence(models.Model):
    """One piece of evidence for a link: what it is and where it is kept."""

    link = models.ForeignKey(AliasLink, on_delete=models.PROTECT, related_name="evidence")
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in EvidenceKind])
    words = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "people_link_evidence"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in EvidenceKind]), name="link_evidence_is_known")
        ]


class LikenessWorking(models.Model):
    """How a program came to its confidence. No words of anybody: those are in the evidence.

    `lines`: [{feature, value, adds, evidence}], most telling first; `adds` in log-odds, `evidence` its id.
    """

    link = models.OneToOneField(AliasLink, on_delete=models.PROTECT, related_name="working")
    model = models.TextField()  # its version
    lines = models.JSONField()
    not_compared = models.JSONField()  # features of which too little was known

    class Meta:
        db_table = "people_likeness_working"


class LinkStep(models.Model):
    """What a named officer made of a link. `names`: how both accounts were called then."""

    link = models.ForeignKey(AliasLink, on_delete=models.PROTECT, related_name="steps")
    event = models.TextField(choices=[(event.value, event.value) for event in LinkEvent])
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    names = models.JSONField()  # [[handle, name], [handle, name]]

    class Meta:
        db_table = "people_link_step"
        constraints = [
            models.CheckConstraint(condition=Q(event__in=[e.value for e in LinkEvent]), name="link_step_is_known"),
            models.UniqueConstraint(fields=["link", "event"], condition=~Q(event="confirm"), name="link_step_once"),
        ]

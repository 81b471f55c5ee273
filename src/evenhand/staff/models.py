"""Reports of abuse, what came of each, and what an officer has looked at today."""

from django.db import models
from django.db.models import F, Q

from evenhand.cases.models import Case
from evenhand.core.staff import ReportOutcome
from evenhand.officers.models import Body, Officer


class Report(models.Model):
    """STF-01: abuse of a member of staff or a councillor, from a comment or on its own. Never changed."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    reporter = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "staff_report"
        indexes = [models.Index(fields=["body", "-at"], name="report_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(case__isnull=False) | ~Q(words=""), name="report_says_something")
        ]


class Conclusion(models.Model):
    """STF-01, MOD-08: what came of a report, by somebody who is neither its reporter nor its target."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="conclusion")
    reporter = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(choices=[(o.value, o.value) for o in ReportOutcome])
    said = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "staff_conclusion"
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("reporter")) & ~Q(by=F("target")), name="concluded_by_another"),
            models.CheckConstraint(condition=~Q(said=""), name="conclusion_is_said"),
        ]


class Look(models.Model):
    """STF-02: one look at a case with upsetting words. Kept for a day, for the officer's own sake alone."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        db_table = "staff_look"
        indexes = [models.Index(fields=["officer", "at"], name="look_of_officer")]

"""Days off, incidents, duties, pre-election periods and alerts. Channels are their names, which a body has once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evenhand.core.escalation import Hears
from evenhand.core.incidents import IncidentKind
from evenhand.officers.models import Body, Officer


def _both_or_neither(at: str, by: str) -> Q:
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


class DayOff(models.Model):
    """HRS-03: a day on which the body does not work, besides its edition's and the public holidays."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    day = models.DateField()
    why = models.TextField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "watch_day_off"
        constraints = [
            models.UniqueConstraint(fields=["body", "day"], condition=Q(withdrawn_at=None), name="day_off_once"),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_at", "withdrawn_by"), name="day_off_withdrawn_when_and_by_whom"
            ),
        ]


class DeclaredIncident(models.Model):
    """HRS-04: active hours are longer on some channels. It ends by itself; `ended_*` when somebody ended it early."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in IncidentKind])
    why = models.TextField()
    channels = ArrayField(models.TextField())
    declared_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    extends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="extended_by")
    ended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "watch_incident"
        indexes = [models.Index(fields=["body", "-ends_at"], name="incident_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="incident_ends_after_it_starts"),
            models.CheckConstraint(
                condition=_both_or_neither("ended_at", "ended_by"), name="incident_ended_when_and_by_whom"
            ),
        ]


class Duty(models.Model):
    """HRS-05: who is on call from when until when, the end exclusive, and how they are reached."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.TextField(blank=True)
    email = models.EmailField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "watch_duty"
        indexes = [models.Index(fields=["body", "ends_at"], name="duty_next", condition=Q(withdrawn_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_starts"),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_at", "withdrawn_by"), name="duty_withdrawn_when_and_by_whom"
            ),
        ]


class ElectionPeriod(models.Model):
    """ELE-01: the days of a pre-election period in one area, both ends inclusive, and the channels of that area."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    area = models.TextField()
    channels = ArrayField(models.TextField())
    poll_on = models.DateField()
    first_on = models.DateField()
    last_on = models.DateField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "watch_election_period"
        indexes = [models.Index(fields=["body", "-last_on"], name="election_period_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=F("poll_on"), poll_on__lte=F("last_on")), name="poll_is_within_its_period"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_at", "withdrawn_by"), name="period_withdrawn_when_and_by_whom"
            ),
        ]


class Alert(models.Model):
    """HRS-05: somebody was to hear of a case at once, out of hours; `duty` is empty where nobody was on call."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    about = models.TextField()  # "case 17"
    because = ArrayField(models.TextField())
    duty = models.ForeignKey(Duty, null=True, on_delete=models.PROTECT, related_name="alerts")
    alerted_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "watch_alert"
        indexes = [models.Index(fields=["body", "-alerted_at"], name="alert_newest")]
        constraints = [
            models.UniqueConstraint(fields=["about"], name="one_alert_about_a_case"),
            models.CheckConstraint(
                condition=_both_or_neither("acknowledged_at", "acknowledged_by"),
                name="alert_acknowledged_when_and_by_whom",
            ),
        ]


class AlertStep(models.Model):
    """HRS-05: an alert that nobody had acknowledged went on to somebody; `officer` is empty for the standing task."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    whom = models.TextField(choices=[(hears.value, hears.value) for hears in Hears])
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    because = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "watch_alert_step"
        indexes = [models.Index(fields=["alert", "at"], name="alert_step_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "whom", "officer"], nulls_distinct=False, name="one_step_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(whom=Hears.TASK.value, officer=None)
                | (~Q(whom=Hears.TASK.value) & Q(officer__isnull=False)),
                name="step_goes_to_somebody_or_is_a_task",
            ),
        ]

"""Connections of channels: declared and confirmed by two people, sealed credentials, reading, and shadow mode."""

from django.db import models
from django.db.models import F, Q

from evenhand.connections.grant_models import Attempt as Attempt
from evenhand.connections.grant_models import Grant as Grant
from evenhand.core.channel_health import ChannelHealth
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer


class Connection(models.Model):
    """A channel that a body declared to be its own official one, and what opens it."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="connection")
    declared_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    shown_at = models.TextField()  # where anybody can see that the account is the body's
    approver = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    keeper = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")  # is told when it fails
    acts_on_history = models.BooleanField(default=False)
    sealed = models.BinaryField(default=b"")  # credentials, which only `sealing` can open
    key_id = models.TextField(blank=True)  # of the key they are sealed with
    secrets_by = models.TextField(blank=True)
    secrets_at = models.DateTimeField(null=True)
    awaits_grant = models.BooleanField(default=False)  # the app's credentials are here, and nobody has signed in yet
    cut_at = models.DateTimeField(null=True)  # disconnected: nothing is read or done, and the credentials are gone

    class Meta:
        db_table = "connections_connection"
        constraints = [
            models.CheckConstraint(condition=~Q(declared_by=F("approver")), name="connection_takes_two_people"),
            models.CheckConstraint(
                condition=Q(secrets_at=None, secrets_by="") | (Q(secrets_at__isnull=False) & ~Q(secrets_by="")),
                name="connection_secrets_by_and_at",
            ),
        ]


class Reading(models.Model):
    """How far a channel was read, and how well it goes."""

    connection = models.OneToOneField(Connection, on_delete=models.PROTECT, related_name="reading")
    cursor = models.TextField(blank=True)
    next_at = models.DateTimeField()
    rounds = models.IntegerField(default=0)  # how often all that was new had come in; 0: still at the history
    failures = models.IntegerField(default=0)  # in a row
    failure = models.TextField(blank=True)  # words of the last one, while it lasts
    refused = models.BooleanField(default=False)  # access was, at the last try
    last_success_at = models.DateTimeField(null=True)
    probed_at = models.DateTimeField(null=True)
    probed = models.TextField(blank=True)  # what the last probe found, as the contract has it
    probe_words = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)  # when access ends, where the platform says
    health = models.TextField(choices=[(h.value, h.value) for h in ChannelHealth], default=ChannelHealth.WAITING.value)
    because = models.TextField(blank=True)
    do = models.TextField(blank=True)
    since = models.DateTimeField()  # that it is as it is
    told = models.TextField(blank=True)  # of what the keeper was told, so that it is said once

    class Meta:
        db_table = "connections_reading"


class Tried(models.Model):
    """What was tried: one row for as long as it ends the same way."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="tries")
    what = models.TextField()  # "read", "probe", "look again"
    ok = models.BooleanField()
    words = models.TextField(blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)

    class Meta:
        db_table = "connections_tried"
        indexes = [models.Index(fields=["connection", "-last_at"], name="tried_newest")]


class Revisit(models.Model):
    """When a comment is looked at again: less and less often."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="revisit")
    due_at = models.DateTimeField(null=True)  # null: no more
    times = models.IntegerField(default=0)
    gone_at = models.DateTimeField(null=True)  # when the platform said that it is deleted

    class Meta:
        db_table = "connections_revisit"
        indexes = [models.Index(fields=["due_at"], name="revisit_due", condition=Q(due_at__isnull=False))]


class Unreadable(models.Model):
    """Something that stood where a comment should. Shown to people; deleted after 30 days, since it may name people."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="unreadable")
    native_id = models.TextField()
    why = models.TextField()
    payload = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "connections_unreadable"
        constraints = [models.UniqueConstraint(fields=["connection", "native_id", "why"], name="unreadable_once")]


class ShadowChange(models.Model):
    """Shadow mode switched on or off: asked for by one person, agreed to by another."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="shadow_changes")
    on = models.BooleanField()
    why = models.TextField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "connections_shadow_change"
        constraints = [
            models.UniqueConstraint(fields=["channel"], condition=Q(agreed_at=None), name="shadow_asked_once"),
            models.CheckConstraint(condition=~Q(agreed_by=F("asked_by")), name="shadow_takes_two_people"),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="shadow_agreed_by_and_at",
            ),
        ]


class ShadowAct(models.Model):
    """What would have been done, and was not. The action with this key has the rest."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="shadow_acts")
    key = models.TextField(unique=True)
    verb = models.TextField()
    subject_id = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "connections_shadow_act"

"""Connections of channels: two people, sealed credentials, reading, what platforms pushed, and shadow mode."""

from django.contrib.postgres.fields import ArrayField
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
    look_at = models.DateTimeField(null=True)  # no comment is looked at again before; null: at once
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
    failures = models.IntegerField(default=0, db_default=0)  # looks in a row that came to nothing
    failing_since = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="", db_default="")  # words of the last one, while it lasts

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


class PushAddress(models.Model):
    """Where a platform calls us about a channel. Its token keeps strangers from guessing it; a signature is asked."""

    connection = models.OneToOneField(Connection, on_delete=models.PROTECT, related_name="push_address")
    token = models.TextField(unique=True)
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    subscribed_at = models.DateTimeField(null=True)  # when the platform last agreed to call there
    subscribed_words = models.TextField(blank=True)  # what it said when it was last asked

    class Meta:
        db_table = "connections_push_address"


class PushedEvent(models.Model):
    """One message that a platform pushed, as it came. Kept as written; after 30 days `raw` may become empty, once.

    `digest`: SHA-256 of `raw`. Of what was refused nothing vouches for the body, so it is not kept.
    """

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="pushed_events")
    digest = models.BinaryField(max_length=32)
    raw = models.BinaryField()
    headers = models.JSONField()
    received_at = models.DateTimeField()
    signed = models.BooleanField()
    why = models.TextField(blank=True)  # it was refused, or could not be read
    kinds = ArrayField(models.TextField(), default=list)  # what the platform calls what happened

    class Meta:
        db_table = "connections_pushed_event"
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "digest"], condition=Q(signed=True), name="pushed_event_taken_once"
            ),
            models.CheckConstraint(condition=Q(signed=True) | ~Q(why=""), name="pushed_event_refused_with_why"),
        ]
        indexes = [models.Index(fields=["connection", "-received_at"], name="pushed_event_newest")]


class PushCount(models.Model):
    """How often in an hour something was pushed that is not kept, so that a flood of it fills no disk."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="push_counts")
    hour = models.DateTimeField()
    what = models.TextField()
    times = models.IntegerField(default=1)

    class Meta:
        db_table = "connections_push_count"
        constraints = [models.UniqueConstraint(fields=["connection", "hour", "what"], name="push_count_once")]


class Wanted(models.Model):
    """A comment that a pushed message named and that is still to be read; with an empty id, whatever is new.

    `times` goes up when it is pushed again, so that whoever read it sees that they read it too early.
    """

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="wanted")
    native_id = models.TextField(blank=True)
    post_native_id = models.TextField(blank=True)
    parent_native_id = models.TextField(blank=True)
    pushed_at = models.DateTimeField()  # by the database's clock
    times = models.IntegerField(default=1)
    tries = models.IntegerField(default=0)  # that failed
    claimed_until = models.DateTimeField(null=True)  # somebody is reading it; later than that, they died

    class Meta:
        db_table = "connections_wanted"
        constraints = [models.UniqueConstraint(fields=["connection", "native_id"], name="wanted_once")]

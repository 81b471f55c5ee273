"""Signing in at a platform: what was begun, and what a sign-in gave. Tokens are not here: `sealing` keeps those."""

from django.db import models
from django.db.models import Q

from evenhand.officers.models import Officer


class Attempt(models.Model):
    """An officer was sent to a platform's page. Its answer is taken once, from them, in the session that began it."""

    connection = models.ForeignKey("connections.Connection", on_delete=models.PROTECT, related_name="attempts")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    state_hash = models.TextField(unique=True)
    session_hash = models.TextField()
    redirect = models.TextField()
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "connections_attempt"


class Grant(models.Model):
    """What somebody allowed us at a platform's page, and how its tokens are renewed."""

    connection = models.ForeignKey("connections.Connection", on_delete=models.PROTECT, related_name="grants")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.TextField()  # of the account, as the platform shows it
    renewable = models.BooleanField()
    expires_at = models.DateTimeField(null=True)  # of the access token; null: it does not end by itself
    ends_at = models.DateTimeField(null=True)  # after which only a person can renew access, where that is known
    renew_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # a renewal went out, and its answer is not kept yet
    unsure_since = models.DateTimeField(null=True)  # an earlier one's answer never came: it may have used the token up
    failures = models.IntegerField(default=0)  # in a row
    trouble = models.TextField(blank=True)  # why nothing is renewed any more
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "connections_grant"
        constraints = [
            models.UniqueConstraint(fields=["connection"], condition=Q(ended_at=None), name="grant_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["renew_at"], name="grant_due", condition=Q(ended_at__isnull=True))]

"""Packs, what is in them, and to whom they were handed. A sealed pack is never changed; the database refuses it."""

from django.db import models
from django.db.models import Q

from evenhand.cases.models import Case
from evenhand.decisions.models import PinnedEdition
from evenhand.evidence.models import Capture
from evenhand.officers.models import Body, Officer
from evenhand.referrals.models import Referral


class Pack(models.Model):
    """One evidence pack: a draft until it is sealed, then an archive whose bytes lie under their SHA-256."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    reference = models.TextField(unique=True)
    cases = models.ManyToManyField(Case, related_name="packs")
    captures = models.ManyToManyField(Capture, related_name="packs")
    edition = models.ForeignKey(PinnedEdition, on_delete=models.PROTECT)
    statement = models.TextField(blank=True)
    signed = models.TextField(blank=True)  # the officer's name, as they typed it
    recipient = models.TextField(blank=True)
    police_reference = models.TextField(blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the archive
    bytes = models.BigIntegerField(default=0)

    class Meta:
        db_table = "packs_pack"
        indexes = [models.Index(fields=["body", "-begun_at"], name="pack_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at=None, sha256="", bytes=0)
                | (Q(sealed_at__isnull=False) & ~Q(sha256="") & Q(bytes__gt=0)),
                name="pack_sealed_with_its_hash",
            )
        ]


class HandOver(models.Model):
    """EVD-02: a sealed pack was given to somebody. `at`: when it was given; `recorded_at`: when we were told."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="hand_overs")
    to = models.TextField()
    how = models.TextField()
    reference = models.TextField(blank=True)  # theirs, given then
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "packs_hand_over"
        constraints = [
            models.CheckConstraint(condition=~Q(to="") & ~Q(how=""), name="handed_to_somebody_somehow"),
        ]


class Attached(models.Model):
    """REF-03, EVD-02: a pack is what goes with a referral to the police. A draft that is thrown away is none."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="attached")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attached")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "packs_attached"
        constraints = [models.UniqueConstraint(fields=["pack", "referral"], name="pack_attached_once")]

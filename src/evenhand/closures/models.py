"""Posts with comments off, Friday plans, and what was decided about related comments."""

from django.db import models
from django.db.models import F, Q

from evenhand.cases.models import Case
from evenhand.core.comments_off import WhyOff
from evenhand.core.friday_plan import Suggested
from evenhand.decisions.models import Decision
from evenhand.intake.models import Post
from evenhand.officers.models import Body, Officer


def _both_or_neither(at: str, by: str) -> Q:
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


class Plan(models.Model):
    """CMT-02: what was decided about the posts that were open at the end of a week. Undone, it is as if never made."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()  # when that week's plan was due
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        db_table = "closures_plan"
        constraints = [
            models.UniqueConstraint(fields=["body", "drawn_at"], condition=Q(undone_at=None), name="one_plan_a_week"),
            models.CheckConstraint(
                condition=_both_or_neither("undone_at", "undone_by"), name="plan_undone_when_and_by_whom"
            ),
        ]


class PlanChoice(models.Model):
    """One post of a plan: what was suggested and why, and what a person chose."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="choices")
    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    suggested = models.TextField(choices=[(s.value, s.value) for s in Suggested])
    because = models.TextField()
    chosen = models.TextField(choices=[(s.value, s.value) for s in Suggested])
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True)  # of a post that was held: when it was to be let go again

    class Meta:
        db_table = "closures_plan_choice"
        constraints = [models.UniqueConstraint(fields=["plan", "post"], name="plan_has_a_post_once")]


class Timetabled(models.Model):
    """CMT-01: comments on a post are off whenever nobody watches, until it is taken off the timetable."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    words = models.TextField()
    put_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_off_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "closures_timetabled"
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(taken_off_at=None), name="on_the_timetable_once"),
            models.CheckConstraint(
                condition=_both_or_neither("taken_off_at", "taken_off_by"), name="taken_off_when_and_by_whom"
            ),
        ]


class SensitivePost(models.Model):
    """CMT-02: somebody said that a post is sensitive; no program ever does."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    why = models.TextField()
    said_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "closures_sensitive_post"
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(withdrawn_at=None), name="sensitive_once"),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_at", "withdrawn_by"), name="sensitive_withdrawn_when_and_by_whom"
            ),
        ]


class PostClosing(models.Model):
    """CMT-01: comments on a post are to be off from `starts_at` up to `ends_at`, or until somebody ended it before.

    `off_at` and `on_again_at` are what the platform confirmed. One that never took effect has the second alone.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="closings")
    why = models.TextField(choices=[(w.value, w.value) for w in WhyOff])
    words = models.TextField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="closings")
    timetable = models.ForeignKey(Timetabled, null=True, on_delete=models.PROTECT, related_name="closings")
    ended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)
    off_at = models.DateTimeField(null=True)
    on_again_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "closures_closing"
        indexes = [
            models.Index(fields=["post", "starts_at"], name="closing_of_post"),
            models.Index(fields=["starts_at"], name="closing_unfinished", condition=Q(on_again_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closing_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(words=""), name="closing_has_a_reason"),
            models.CheckConstraint(
                condition=_both_or_neither("ended_at", "ended_by"), name="closing_ended_when_and_by_whom"
            ),
            models.UniqueConstraint(
                fields=["timetable", "starts_at"], condition=Q(timetable__isnull=False), name="one_closing_a_gap"
            ),
        ]


class RelatedCase(models.Model):
    """CMT-03: a comment elsewhere that a person wants to decide about because comments on a post are off."""

    closing = models.ForeignKey(PostClosing, on_delete=models.PROTECT, related_name="related")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="related_to")
    because = models.TextField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "closures_related_case"
        constraints = [models.UniqueConstraint(fields=["closing", "case"], name="related_once")]


class RelatedRemoved(models.Model):
    """CMT-03: a removal that rests on comments being off elsewhere."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="related_removal")
    closing = models.ForeignKey(PostClosing, on_delete=models.PROTECT, related_name="removals")

    class Meta:
        db_table = "closures_related_removed"

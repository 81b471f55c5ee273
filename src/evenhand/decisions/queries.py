"""Decisions for lists and for an author's history."""

from django.db.models import QuerySet

from evenhand.decisions.models import Decision
from evenhand.intake.models import Author, Comment
from evenhand.officers.models import Body


def decisions_of(body: Body) -> QuerySet[Decision]:
    """A body's decisions with what a list shows of them, newest first."""
    return (
        Decision.objects.filter(comment__channel__body=body)
        .select_related("by", "revision", "comment__author", "comment__channel", "reversal__by", "second__by")
        .prefetch_related("actions")
        .defer("revision__payload")
        .order_by("-at", "-pk")
    )


def about_author(body: Body, author: Author, *, not_comment: Comment, count: int = 20) -> list[Decision]:
    """What was decided about an author's other comments, newest first."""
    found = decisions_of(body).filter(comment__author=author).exclude(comment=not_comment)
    return list(found[:count])

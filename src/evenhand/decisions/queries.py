"""Decisions for lists and for an author's history."""

import tempfile
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from evenhand import editions
from evenhand.core.edition import Edition
from evenhand.decisions.models import Decision, PinnedEdition
from evenhand.intake.models import Comment
from evenhand.officers.models import Body


def edition_for(comment: Comment) -> Edition:
    """The edition that a comment is judged under: the one in force on the day it was posted."""
    return edition_on(comment.channel.body, localdate(comment.created_at))


def edition_on(body: Body, on: date) -> Edition:
    """The edition of a body that was in force on a day."""
    return editions.in_force(body.edition_folder, on)


@lru_cache(maxsize=64)
def edition_pinned(sha256: str) -> Edition:
    """An edition from the bytes that were kept under their hash, whatever has become of its file since.

    Raises: PinnedEdition.DoesNotExist.
    """
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(bytes(PinnedEdition.objects.get(sha256=sha256).content))
        file.flush()
        return editions.read(file.name)


def decisions_of(body: Body) -> QuerySet[Decision]:
    """A body's decisions with what a list shows of them, newest first."""
    return (
        Decision.objects.filter(comment__channel__body=body)
        .select_related("by", "revision", "comment__author", "comment__channel", "reversal__by", "second__by")
        .prefetch_related("actions")
        .defer("revision__payload")
        .order_by("-at", "-pk")
    )


IN_SHADOW = Q(shadow=True) | Q(second__shadow=True)
"""Decisions of shadow mode: nothing was done. They count nowhere but apart."""


def in_earnest(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Without those of shadow mode."""
    return found.filter(Q(shadow=False), Q(second=None) | Q(second__shadow=False))

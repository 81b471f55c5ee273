"""Captures as they are kept, for the officers of one body; and what retention and time-stamps ask of all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from evenhand.evidence.models import Capture
from evenhand.officers.models import Body


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a capture; `storage.read(sha256)` gives its bytes."""

    capture: int
    captured_at: datetime
    name: str
    sha256: str
    bytes: int


def captures_of(body: Body) -> QuerySet[Capture]:
    """A body's captures, newest first."""
    return Capture.objects.filter(body=body).order_by("-captured_at", "-pk")


def capture_of(body: Body, capture: int) -> Capture:
    """Raises: Capture.DoesNotExist, also for one of another body."""
    return captures_of(body).select_related("body", "comment", "author", "post", "revision").get(pk=capture)


def captures_of_comment(body: Body, comment: int) -> list[Capture]:
    """Every capture of one comment, oldest first, with its time-stamps."""
    found = captures_of(body).filter(comment_id=comment).prefetch_related("stamps")
    return list(found.order_by("captured_at", "pk"))


def captures_of_author(body: Body, author: int) -> list[Capture]:
    """Every capture of an account, and of what it wrote, oldest first, with its time-stamps."""
    found = captures_of(body).filter(Q(author_id=author) | Q(comment__author_id=author)).prefetch_related("stamps")
    return list(found.order_by("captured_at", "pk"))


def parts_of_comment(body: Body, comment: int) -> list[Part]:
    """Every part of every capture of one comment, oldest first."""
    return [part for capture in captures_of_comment(body, comment) for part in parts_of(capture)]


def parts_of_body(body: Body) -> Iterator[Part]:
    """Every part that is kept for a body, oldest first; a few at a time."""
    for capture in captures_of(body).order_by("captured_at", "pk").iterator(chunk_size=1_000):
        yield from parts_of(capture)


def parts_of(capture: Capture) -> list[Part]:
    """A capture's parts."""
    return [
        Part(capture.pk, capture.captured_at, str(part["name"]), str(part["sha256"]), int(part["bytes"]))
        for part in capture.parts
    ]


def unstamped(authority: str) -> QuerySet[Capture]:
    """Captures of all bodies that should have this authority's time-stamp and have none, oldest first."""
    wanting = Capture.objects.filter(authorities__contains=[authority])
    return wanting.exclude(stamps__authority=authority).order_by("pk")


def unstamped_count(authorities: Iterable[str]) -> dict[str, int]:
    """A gauge, by authority: captures without the time-stamp that they should have."""
    return {authority: unstamped(authority).count() for authority in authorities}

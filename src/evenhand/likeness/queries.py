"""What is kept of wordings and posts, for comparing. Whoever asks says of which, and has asked for one body alone."""

from collections.abc import Collection

from evenhand.intake.models import Post
from evenhand.likeness.models import TextVector
from evenhand.signals.text_likeness import Vector, topics

ABOUT = 0.25
"""A comment this like a post reads as about it. Of invented comments about a post 44 in 100 are, of others 6."""


def of_revision(revision: int) -> Vector | None:
    """What the encoder saw in a wording."""
    row = TextVector.objects.filter(revision=revision).first()
    return _vector(row) if row else None


def of_post(post: Post | None) -> Vector | None:
    """What the encoder saw in a post."""
    row = TextVector.objects.filter(post=post).first() if post else None
    return _vector(row) if row else None


def of_revisions(revisions: Collection[int], version: str) -> dict[int, bytes]:
    """The numbers of those that this version of the encoder read."""
    rows = TextVector.objects.filter(revision__in=revisions, version=version)
    return {pk: bytes(numbers) for pk, numbers in rows.values_list("revision_id", "numbers")}


def likeness_to_post(revision: int, post: Post | None) -> float | None:
    """CON-07: how like its post a wording is, from -1 to 1; None where one of both was not read by the same encoder."""
    one, other = of_revision(revision), of_post(post)
    if one is None or other is None or one.version != other.version:
        return None
    about = topics([one.numbers, other.numbers])
    return float(about[0] @ about[1])


def _vector(row: TextVector) -> Vector:
    return Vector(row.version, bytes(row.numbers))

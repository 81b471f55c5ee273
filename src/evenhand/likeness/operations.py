"""Vectors are kept when a comment was read, and forgotten with its words. No audit entry: they are derived."""

from collections.abc import Collection, Mapping

from django.db import transaction

from evenhand.core.vocabulary import Reading
from evenhand.intake.models import Post, Revision
from evenhand.likeness.models import TextVector
from evenhand.signals.encoder import SIGNAL
from evenhand.signals.text_likeness import Vector


def keep(read: Mapping[int, Collection[Reading]]) -> None:
    """What the encoder saw in these revisions; one that it did not read, or no longer, has none."""
    found = {pk: vector for pk, readings in read.items() if (vector := _vector(readings))}
    with transaction.atomic():
        TextVector.objects.filter(revision__in=read.keys() - found.keys()).delete()
        _put([TextVector(revision_id=pk, version=v.version, numbers=v.numbers) for pk, v in found.items()], "revision")
        if found:
            _keep_posts(found.keys(), next(iter(found.values())).version)


def forget(comments: Collection[int]) -> None:
    """REC-02: the words of these comments are purged, and what was made of them."""
    TextVector.objects.filter(revision__comment__in=comments).delete()


def _vector(readings: Collection[Reading]) -> Vector | None:
    return next((Vector(each.version, each.vector) for each in readings if each.vector), None)


def _keep_posts(revisions: Collection[int], version: str) -> None:
    """The posts that these were written under, unless this encoder has read them."""
    under = Revision.objects.filter(pk__in=revisions).values("comment__post")
    fresh = Post.objects.filter(pk__in=under).exclude(text="").exclude(vector__version=version)
    rows = [
        TextVector(post=post, version=v.version, numbers=v.numbers) for post in fresh if (v := SIGNAL.seen(post.text))
    ]
    _put(rows, "post")


def _put(rows: list[TextVector], of: str) -> None:
    TextVector.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=[of], update_fields=["version", "numbers"]
    )

"""CON-05: the keys by which texts like a comment's are found again. Derived from its words, and gone with them."""

from collections.abc import Collection, Sequence

from django.db import transaction

from evenhand.intake.models import SketchKey
from evenhand.intake.queries import ToRead
from evenhand.signals.sketch import Sketch, sketch


def remember(*, body_id: int, read: Sequence[ToRead]) -> dict[int, Sketch]:
    """Keep the keys of these comments in place of those of an earlier wording. The sketches, by comment.

    What the body wrote itself has none. No audit entry: nothing is kept that the words do not say.
    """
    theirs = [item for item in read if not item.own]
    sketches = {item.comment_id: sketch(item.comment.text) for item in theirs}
    with transaction.atomic():
        forget([item.comment_id for item in read])
        SketchKey.objects.bulk_create(
            SketchKey(comment_id=item.comment_id, band=band, body_id=body_id, key=key, created_at=item.written_at)
            for item in theirs
            for band, key in enumerate(sketches[item.comment_id].keys)
        )
    return sketches


def forget(comment_ids: Collection[int]) -> None:
    """REC-02: the keys of words that go."""
    SketchKey.objects.filter(comment_id__in=comment_ids).delete()

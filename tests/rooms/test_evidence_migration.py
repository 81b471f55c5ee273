"""What was captured before captures named their body is given it, and stays as it was written otherwise."""

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from tests.rooms.world import NOON, a_comment, new_body, new_channel, receive

from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Channel, Post, Revision

EARLIER = "insert into evidence_capture (captured_at, parts, comment_id, revision_id, author_id, post_id) values "


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("evidence", name)])


@pytest.mark.django_db(transaction=True)
def test_captures_of_every_subject_are_given_their_body() -> None:
    channels = [new_channel(new_body(slug)) for slug in ("harrowmere", "birkdale")]
    migrate("0003_subjects")
    try:
        for channel in channels:
            insert(channel)
    finally:
        migrate("0004_parts_and_stamps")
    bodies = [(capture.body, capture.parts) for capture in Capture.objects.order_by("pk")]
    assert bodies == [(channel.body, []) for channel in channels for _ in range(3)]
    with pytest.raises(IntegrityError, match="kept as they were written"):
        connection.cursor().execute("update evidence_capture set parts = '[1]'")


def insert(channel: Channel) -> None:
    """Three captures as they were written before."""
    receive(channel, a_comment())
    revision = Revision.objects.get(comment__channel=channel)
    author, post = Author.objects.get(body=channel.body), Post.objects.get(channel=channel)
    subjects = [
        (revision.comment_id, revision.pk, None, None),
        (None, None, author.pk, None),
        (None, None, None, post.pk),
    ]
    with connection.cursor() as cursor:
        for subject in subjects:
            cursor.execute(EARLIER + "(%s, '[]', %s, %s, %s, %s)", [NOON, *subject])

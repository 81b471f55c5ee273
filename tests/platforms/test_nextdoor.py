"""Nextdoor is read from files and acted on by people."""

from datetime import UTC, datetime

import pytest

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Act, NotReadable, by_hand_because
from evenhand.platforms.nextdoor import MANIFEST, comments_in, translate

POST = {
    "id": "p1", "body": "The library opens late", "created_at": "2026-03-02T09:00:00Z",
    "comments": [
        {"id": "c1", "body": "When?", "author_name": "Robin Vale", "created_at": "2026-03-02T10:00:00Z"},
        {"id": "c2", "body": "At nine", "author_name": "Sam Field", "parent_comment_id": "c1",
         "created_at": "2026-03-02T10:05:00Z"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("document", [POST, {"posts": [POST]}])
def test_a_feed_is_read_with_its_posts_and_parents(document: object) -> None:
    first, second = (translate(native) for native in comments_in(document))
    assert (first.text, first.author_name, first.post_text) == ("When?", "Robin Vale", "The library opens late")
    assert (second.parent_id, second.post_id, second.created_at) == (
        "c1",
        "p1",
        datetime(2026, 3, 2, 10, 5, tzinfo=UTC),
    )


def test_anything_else_is_refused_with_words() -> None:
    with pytest.raises(NotReadable, match="neither a post"):
        list(comments_in([POST]))
    with pytest.raises(NotReadable, match="no words"):
        translate({"id": "c3", "body": " ", "created_at": "2026-03-02T10:00:00Z"})


def test_every_verb_is_a_persons() -> None:
    assert {how.support for how in MANIFEST.verbs.values()} == {Support.MANUAL}
    act = Act("k1", Verb.HIDE, "Harrowmere Council", "c1")
    assert "partners alone" in by_hand_because(MANIFEST, act, datetime(2026, 3, 2, tzinfo=UTC))
    assert found.native("nextdoor") is not None

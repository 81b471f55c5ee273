"""What is kept of comments: posts, authors, revisions, repeats, threads; each body its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.rooms.world import BY, NOON, a_comment, later, new_body, new_channel, receive

from evenhand.audit.models import Entry
from evenhand.audit.queries import verify
from evenhand.core.refusals import Refused
from evenhand.intake.models import Author, Channel, Comment, Post, Revision
from evenhand.intake.operations import create_channel, fingerprint
from evenhand.intake.queries import channel as channel_named
from evenhand.intake.queries import search, thread, to_read
from evenhand.officers.models import Body


def test_nothing_received_is_nothing_written(channel: Channel) -> None:
    entries = Entry.objects.count()
    assert receive(channel).fresh == ()
    assert Entry.objects.count() == entries


def test_a_batch_is_one_entry(channel: Channel) -> None:
    receive(channel, a_comment("c1"), a_comment("c2"))
    assert '"new":2' in Entry.objects.get(action="intake.receive").content


def test_posts_and_authors_are_kept_once_with_the_latest_that_is_known(channel: Channel) -> None:
    receive(channel, a_comment("c1", author_name="Robin Vale", post_text="First words"))
    receive(channel, a_comment("c2", author_name="Robin V. Vale", author_handle="@robin", post_text=""))
    author, post = Author.objects.get(), Post.objects.get()
    assert (author.name, author.handle) == ("Robin V. Vale", "@robin")
    assert post.text == "First words"


def test_the_platforms_bytes_are_kept_as_they_came(channel: Channel) -> None:
    receive(channel, a_comment(payload=b'{"odd":\x00\xff}'))
    assert bytes(Revision.objects.get().payload) == b'{"odd":\x00\xff}'


def test_another_picture_is_another_wording(channel: Channel) -> None:
    receive(channel, a_comment(attachments=("1.png",)))
    assert receive(channel, a_comment(attachments=("2.png",))).revised == 1


def test_the_same_id_on_another_channel_is_another_comment(body: Body, channel: Channel) -> None:
    assert receive(channel, a_comment()).new == receive(new_channel(body, "parks-page"), a_comment()).new == 1


def test_an_author_of_one_body_is_unknown_to_another(channel: Channel) -> None:
    receive(channel, a_comment())
    receive(new_channel(new_body("fernbridge")), a_comment())
    assert Author.objects.count() == 2


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Buy  NOW", "buy now", True),
    ("Buy now\n", "buy now", True),
    ("Buy now", "Buy now!", False),
    ("Straße", "STRASSE", True),
])  # fmt: skip
def test_words_repeat_whatever_their_case_and_spaces(one: str, other: str, same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same


def test_repeats_are_earlier_comments_of_the_author_with_the_same_words(channel: Channel) -> None:
    received = receive(
        channel, a_comment("c1", "Buy now"), a_comment("c2", "BUY now"), a_comment("c3", "Buy now", author_id="a2"),
        a_comment("c4", "buy now"), a_comment("c5", "Buy now", author_id=""),
    )  # fmt: skip
    assert [item.comment.repeats for item in to_read(received.fresh)] == [0, 1, 0, 2, 0]


def test_a_wording_that_was_replaced_is_not_read_any_more(channel: Channel) -> None:
    first = receive(channel, a_comment())
    second = receive(channel, a_comment(text="Other words"))
    assert [item.comment.text for item in to_read([*first.fresh, *second.fresh])] == ["Other words"]


def test_the_day_of_a_comment_is_the_day_where_the_body_is(channel: Channel) -> None:
    """An hour before midnight UTC on 31 March 2024 it is 1 April in England, in summer time."""
    posted = NOON.replace(month=3, day=31, hour=23)
    received = receive(channel, a_comment(created_at=posted), at=posted)
    assert to_read(received.fresh)[0].comment.on.isoformat() == "2024-04-01"


def test_a_search_finds_current_words_and_names_in_one_body_alone(body: Body, channel: Channel) -> None:
    libby = {"author_id": "a2", "author_name": "Libby Rary"}
    receive(channel, a_comment("c1", "The old library"), a_comment("c2", "The new pool", **libby))
    receive(channel, a_comment("c1", "The old museum"))
    receive(new_channel(new_body("fernbridge")), a_comment("c9", "museum"))
    assert [line.text for line in search(body, "museum")] == ["The old museum"]
    assert [line.text for line in search(body, "library")] == []
    assert [line.text for line in search(body, "libby new")] == ["The new pool"]
    assert search(body, "museum", channel="parks-page") == []


def test_a_thread_is_what_stands_around_a_comment_oldest_first(body: Body, channel: Channel) -> None:
    for number in range(6):
        receive(channel, a_comment(f"c{number}", f"Words {number}", created_at=later(number)), at=later(10))
    middle = Comment.objects.get(native_id="c3")
    assert [revision.text for revision in thread(body, middle.pk, count=4)] == [
        "Words 2", "Words 3", "Words 4", "Words 5",
    ]  # fmt: skip


def test_a_comment_without_a_post_stands_alone(body: Body, channel: Channel) -> None:
    receive(channel, a_comment("c1", post_id=""), a_comment("c2", post_id=""))
    assert len(thread(body, Comment.objects.get(native_id="c1").pk)) == 1


def test_a_thread_of_another_body_is_not_there(channel: Channel) -> None:
    receive(channel, a_comment())
    with pytest.raises(Revision.DoesNotExist):
        thread(new_body("fernbridge"), Comment.objects.get().pk)


@pytest.mark.django_db(transaction=True)
def test_the_same_news_from_eight_sides_at_once_is_taken_once(channel: Channel) -> None:
    start = Barrier(8)

    def bring(text: str) -> tuple[int, int]:
        try:
            start.wait(timeout=60)
            received = receive(channel, a_comment("c1", text), a_comment("c2", text))
            return received.new, received.revised
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        first = list(threads.map(bring, ["Words"] * 8))
        second = list(threads.map(bring, ["Other words"] * 8))
    assert sorted(first) == [*[(0, 0)] * 7, (2, 0)]
    assert sorted(second) == [*[(0, 0)] * 7, (0, 2)]
    assert sorted(Revision.objects.values_list("number", "text")) == [(1, "Words")] * 2 + [(2, "Other words")] * 2
    assert verify().breaks == ()


class TestChannels:
    def test_a_channel_is_found_by_its_name(self, channel: Channel) -> None:
        assert channel_named("town-page") == channel

    def test_a_channel_that_does_not_exist_is_refused_with_those_that_do(self, channel: Channel) -> None:
        with pytest.raises(
            Refused, match=r"There is none of that name. Next: use one of: --channel town-page --body harrowmere"
        ):
            channel_named("twon-page")

    def test_a_name_that_two_bodies_use_wants_the_body(self, channel: Channel) -> None:
        new_channel(new_body("fernbridge"))
        with pytest.raises(
            Refused, match="use one of: --channel town-page --body harrowmere; --channel town-page --body fernbridge"
        ):
            channel_named("town-page")
        assert channel_named("town-page", "harrowmere") == channel

    def test_a_platform_that_nobody_brought_is_refused(self, body: Body) -> None:
        with pytest.raises(Refused, match=r"There is no such platform here. Next: choose one of simulator"):
            create_channel(
                body=body, name="x", title="X", platform="telegraph", account="x", known=["simulator"], by=BY, at=NOON
            )

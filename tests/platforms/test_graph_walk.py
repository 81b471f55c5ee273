"""How the comments of an account are read where no list holds them all: round by round, post by post."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.platforms.fakes import facebook
from tests.platforms.fakes.facebook import PAGE, POST

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import (
    AccessRefused,
    Gone,
    Health,
    Incoming,
    NotDone,
    NotReadable,
    Ref,
    TryAgain,
    Withheld,
)
from evenhand.platforms.facebook.connection import Connection
from evenhand.platforms.facebook.native import comments_in, translate


@pytest.fixture
def fake() -> Iterator[facebook.Fake]:
    there = facebook.Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: facebook.Fake, tmp_path: Path) -> Connection:
    return Connection(fake.access(tmp_path))


def a_round(connection: Connection, cursor: str = "") -> tuple[list[Incoming], str]:
    """To the end of one round."""
    came: list[Incoming] = []
    for _ in range(500):
        polled = connection.poll(cursor)
        came, cursor = [*came, *polled.incoming], polled.cursor
        if not polled.more:
            return came, cursor
    raise AssertionError("the round never ended")


def lists_read(fake: facebook.Fake) -> list[str]:
    """The posts whose comments were asked for since the last time."""
    paths = [call.path.strip("/").partition("/") for call in fake.seen_calls]
    fake.seen_calls.clear()
    return [node for node, _, edge in paths if edge == "comments"]


class TestRounds:
    def test_comments_under_advertisements_come_too(self, fake: facebook.Fake, connection: Connection) -> None:
        fake.post(f"{PAGE}_888", ad=True)
        fake.comment("Under a post")
        fake.comment("Under an advertisement", post=f"{PAGE}_888")
        assert {one.text for one in a_round(connection)[0]} == {"Under a post", "Under an advertisement"}

    def test_without_the_permission_for_advertisements_the_rest_comes_in_and_the_probe_says_so(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        fake.ads_refused = True
        fake.comment("Under a post")
        assert [one.text for one in a_round(connection)[0]] == ["Under a post"]
        probe = connection.probe()
        assert probe.health is Health.DEGRADED
        assert "advertisements" in probe.words

    def test_a_comment_brings_its_post(self, fake: facebook.Fake, connection: Connection) -> None:
        fake.comment("Words")
        ((one,), _) = a_round(connection)
        assert (one.post_id, one.post_text, one.post_url) == (
            POST,
            "The library opens late",
            f"https://www.facebook.com/{POST}",
        )
        assert one.url == f"https://www.facebook.com/{one.id}"

    def test_an_old_quiet_post_is_left_alone_until_the_daily_round(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        _, cursor = a_round(connection)
        fake.now += timedelta(days=20)
        _, cursor = a_round(connection, cursor)
        lists_read(fake)
        fake.now += timedelta(hours=1)
        _, cursor = a_round(connection, cursor)
        assert lists_read(fake) == []

    def test_a_new_comment_under_an_old_post_comes_with_the_next_round(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        _, cursor = a_round(connection)
        fake.now += timedelta(days=200)
        _, cursor = a_round(connection, cursor)
        fake.comment("Late")
        assert [one.text for one in a_round(connection, cursor)[0]] == ["Late"]

    def test_an_edit_comes_with_the_daily_round_of_the_last_week(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        id_ = fake.comment("Before")
        fake.now += timedelta(hours=1)
        _, cursor = a_round(connection)
        fake.edit(id_, "After")
        fake.now += timedelta(hours=2)
        came, cursor = a_round(connection, cursor)
        assert came == []
        fake.now += timedelta(hours=23)
        assert [one.text for one in a_round(connection, cursor)[0]] == ["After"]

    def test_a_post_taken_down_on_the_way_stops_nothing(self, fake: facebook.Fake, connection: Connection) -> None:
        fake.post(f"{PAGE}_778")
        fake.comment("Words")
        removed = fake.things.pop(f"{PAGE}_778")
        fake.things[f"{PAGE}_779"] = {**removed, "id": f"{PAGE}_778"}  # listed still, and no more to be had
        fake.posts[0] = f"{PAGE}_779"
        assert [one.text for one in a_round(connection)[0]] == ["Words"]

    def test_a_round_that_stood_still_for_a_day_begins_anew(self, fake: facebook.Fake, connection: Connection) -> None:
        for _ in range(700):
            fake.comment()
        polled = connection.poll("")
        assert polled.more
        fake.now += timedelta(days=2)
        assert len(a_round(connection, polled.cursor)[0]) == 700

    def test_a_first_round_may_take_longer_than_a_day(self, fake: facebook.Fake, connection: Connection) -> None:
        for _ in range(1200):
            fake.comment()
        first = connection.poll("")
        fake.now += timedelta(hours=20)
        second = connection.poll(first.cursor)
        fake.now += timedelta(hours=20)
        rest, _ = a_round(connection, second.cursor)
        assert len(first.incoming) + len(second.incoming) + len(rest) == 1200

    def test_a_fault_in_the_middle_keeps_what_came(self, fake: facebook.Fake, connection: Connection) -> None:
        for _ in range(300):
            fake.comment()
        fake.broken_after = 4  # the list of posts, the post, and two pages under it
        stopped = connection.poll("")
        assert (len(stopped.incoming), stopped.more) == (200, False)
        fake.broken_after = 0
        assert len(a_round(connection, stopped.cursor)[0]) == 100

    def test_one_post_that_cannot_be_read_is_named_and_the_others_come_in(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        fake.post(f"{PAGE}_778")
        fake.comment("Words")
        fake.unsupported = f"{PAGE}_778"
        polled = connection.poll("")
        assert [one.text for one in polled.incoming] == ["Words"]
        assert [(one.id, "deprecated" in one.why) for one in polled.unreadable] == [(f"{PAGE}_778", True)]

    @pytest.mark.parametrize("cursor", ["words", "[]", '{"todo": 7}', '{"unheard": 1}', "null"])
    def test_a_cursor_that_is_none_begins_at_the_beginning(
        self, fake: facebook.Fake, connection: Connection, cursor: str
    ) -> None:
        fake.comment("Words")
        assert [one.text for one in a_round(connection, cursor)[0]] == ["Words"]

    def test_reading_stops_when_only_the_part_of_the_actions_is_left(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        act = fake.act(Verb.HIDE)
        fake.headers["X-App-Usage"] = '{"call_count": 85, "total_time": 1, "total_cputime": 1}'
        stopped = connection.poll("")
        assert (len(stopped.incoming), stopped.more) == (0, False)
        with pytest.raises(TryAgain, match="kept for actions"):
            connection.poll(stopped.cursor)
        fake.headers.clear()
        fake.now += timedelta(minutes=5)
        assert len(a_round(connection, stopped.cursor)[0]) == 1
        assert connection.perform(act).words
        assert connection.observe(act).in_effect


class TestWhatIsLost:
    def test_a_comment_that_is_gone_under_a_post_that_stands_is_gone(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        assert isinstance(connection.fetch(Ref("777001_5", POST)), Gone)

    def test_a_comment_whose_post_we_may_not_see_either_is_withheld(self, connection: Connection) -> None:
        assert isinstance(connection.fetch(Ref("777001_5", f"{PAGE}_1")), Withheld)

    def test_a_deletion_that_nobody_can_confirm_is_left_to_a_person(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        act = fake.act(Verb.DELETE)
        with pytest.raises(NotDone):
            connection.perform(replace(act, subject_id="777001_5", post_id=f"{PAGE}_1"))

    def test_a_reply_that_we_may_not_look_for_is_not_taken_for_absent(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        act = fake.act(Verb.REPLY)
        fake.refuse = "comments"
        with pytest.raises(AccessRefused, match="permission"):
            connection.observe(act)


class TestReplies:
    def test_a_reply_of_ours_that_stood_there_before_is_not_taken_for_this_one(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        act = fake.act(Verb.REPLY)
        connection.perform(act)
        again = replace(act, already=connection.standing(act))
        assert not connection.observe(again).in_effect
        connection.perform(again)
        assert connection.observe(again).in_effect
        assert fake.effects(act) == 2

    def test_somebody_elses_same_words_are_not_ours(self, fake: facebook.Fake, connection: Connection) -> None:
        act = fake.act(Verb.REPLY)
        fake.comment(act.text, parent=act.subject_id)
        assert connection.standing(act) == ()

    def test_an_answer_to_an_answer_is_found_beside_it(self, fake: facebook.Fake, connection: Connection) -> None:
        top = fake.comment("Above")
        below = fake.comment("Below", parent=top)
        act = replace(fake.act(Verb.REPLY), subject_id=below, parent_id=top)
        connection.perform(act)
        assert connection.observe(act).in_effect

    def test_a_second_private_reply_to_one_comment_is_left_to_a_person(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        act = fake.act(Verb.PRIVATE_REPLY)
        connection.perform(act)
        with pytest.raises(NotDone, match="already replied"):
            connection.perform(act)


class TestProbe:
    def test_it_says_until_when_the_token_works(self, fake: facebook.Fake, connection: Connection) -> None:
        assert connection.probe().expires_at == fake.token_ends_at

    def test_a_missing_permission_is_named_with_what_it_costs(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        fake.scopes = ("pages_read_engagement", "pages_read_user_content", "pages_messaging")
        probe = connection.probe()
        assert probe.health is Health.DEGRADED
        assert "hiding, deleting, replying and blocking needs pages_manage_engagement" in probe.words

    def test_a_page_that_pushes_nothing_is_said(self, fake: facebook.Fake, connection: Connection) -> None:
        fake.pushed_fields = ["messages"]
        probe = connection.probe()
        assert probe.health is Health.DEGRADED
        assert "feed" in probe.words

    def test_the_profile_of_a_person_is_said_to_be_none_of_ours(
        self, fake: facebook.Fake, connection: Connection
    ) -> None:
        del fake.things[PAGE]["category"]
        assert "only official Pages" in connection.probe().words

    def test_a_token_that_meta_calls_invalid_is_broken(self, fake: facebook.Fake, connection: Connection) -> None:
        fake.token_words = "The session has been invalidated because the user changed their password."
        probe = connection.probe()
        assert probe.health is Health.BROKEN
        assert "changed their password" in probe.words


class TestExport:
    def test_a_list_of_comments_reads_without_its_post(self) -> None:
        native = {"id": "1_2", "message": "Words", "created_time": "2026-03-02T10:00:00+0000"}
        (found,) = comments_in({"data": [native]})
        assert (translate(found).id, translate(found).post_id, translate(found).author_id) == ("1_2", "", "")

    def test_replies_inside_comments_inside_posts_all_come_with_their_post(self) -> None:
        at = "2026-03-02T10:00:00+0000"
        reply = {"id": "1_3", "message": "Below", "created_time": at, "parent": {"id": "1_2"}}
        comment = {"id": "1_2", "message": "Above", "created_time": at, "comments": {"data": [reply]}}
        post = {"id": "9_1", "message": "A post", "created_time": at, "comments": {"data": [comment]}}
        found = [translate(one) for one in comments_in({"data": [post]})]
        assert [(one.id, one.post_id, one.post_text) for one in found] == [
            ("1_2", "9_1", "A post"),
            ("1_3", "9_1", "A post"),
        ]

    def test_what_never_ends_is_not_read(self) -> None:
        deep: dict[str, object] = {}
        for _ in range(12):
            deep = {"data": [{"id": "1", "comments": deep}]}
        with pytest.raises(NotReadable, match="deeper"):
            list(comments_in(deep))

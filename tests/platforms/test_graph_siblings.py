"""What Instagram and Threads have of their own: threads of replies, read to the end; tokens that are renewed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes import instagram, threads
from tests.platforms.fakes.graph_serving import GraphFake

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Health, Incoming, NotDone, TryAgain, by_hand_because
from evenhand.platforms.instagram.native import comments_in, receive, translate

INSTAGRAM = pytest.mark.parametrize("name", ["instagram"])
THREADS = pytest.mark.parametrize("name", ["threads"])


@pytest.fixture
def fake(name: str) -> Iterator[Any]:
    there: GraphFake = {"instagram": instagram, "threads": threads}[name].Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: GraphFake, tmp_path: Path) -> Any:
    return found.connect(fake.name, fake.access(tmp_path))


def a_round(connection: Any, cursor: str = "") -> list[Incoming]:
    came: list[Incoming] = []
    for _ in range(200):
        polled = connection.poll(cursor)
        came, cursor = [*came, *polled.incoming], polled.cursor
        if not polled.more:
            return came
    raise AssertionError("the round never ended")


@INSTAGRAM
class TestInstagram:
    def test_replies_come_with_the_comment_they_answer_however_many(self, fake: Any, connection: Any) -> None:
        first, second = fake.comment("First"), fake.comment("Second")
        for _ in range(120):
            fake.comment("Below", parent=first)
        for _ in range(60):
            fake.comment("Below", parent=second)
        came = a_round(connection)
        assert len({one.id for one in came}) == len(came) == 182
        assert sum(one.parent_id == first for one in came) == 120

    def test_media_without_comments_are_not_asked_for_any(self, fake: Any, connection: Any) -> None:
        assert a_round(connection) == []
        assert not [call for call in fake.seen_calls if call.path.endswith("/comments")]

    def test_our_own_reply_is_known_as_the_accounts(self, fake: Any, connection: Any) -> None:
        connection.perform(fake.act(Verb.REPLY))
        ours = [one for one in a_round(connection) if one.text == "Please write to us."]
        assert [one.author_id for one in ours] == [instagram.ACCOUNT]

    def test_a_comment_is_found_at_its_post(self, fake: Any, connection: Any) -> None:
        fake.comment("Words")
        (one,) = a_round(connection)
        assert one.url == one.post_url == f"https://www.instagram.com/p/{instagram.MEDIA}/"
        assert one.author_url == "https://www.instagram.com/robin.vale/"

    def test_a_private_reply_to_nobody_known_is_left_to_a_person(self, fake: Any) -> None:
        act = replace(fake.act(Verb.PRIVATE_REPLY), author_id="")
        assert "did not say who wrote this" in by_hand_because(found.manifest("instagram"), act, fake.now)

    def test_after_seven_days_a_private_reply_is_left_to_a_person(self, fake: Any) -> None:
        act = fake.act(Verb.PRIVATE_REPLY)
        assert by_hand_because(found.manifest("instagram"), act, fake.now + timedelta(days=7)) == ""
        assert "7 days" in by_hand_because(found.manifest("instagram"), act, fake.now + timedelta(days=7, seconds=1))

    def test_an_app_that_is_not_subscribed_is_said(self, fake: Any, connection: Any) -> None:
        fake.app_fields = ["mentions"]
        probe = connection.probe()
        assert probe.health is Health.DEGRADED
        assert "no webhook for instagram, comments" in probe.words

    def test_the_shape_of_instagrams_own_login_wakes_too(self, fake: Any) -> None:
        value = {"id": "5", "media": {"id": "6"}, "parent_id": "7"}
        sent = fake.signed({"object": "instagram", "entry": [{"id": "8", "field": "live_comments", "value": value}]})
        (wake,) = receive(sent.headers, sent.raw, sent.secrets, fake.now)
        assert (wake.account, wake.kind, wake.at) == ("8", "live_comments", None)
        assert wake.ref
        assert (wake.ref.id, wake.ref.post_id, wake.ref.parent_id) == ("5", "6", "7")


class TestExport:
    def test_an_export_of_media_reads_with_replies_and_their_place(self) -> None:
        at = "2026-03-02T10:00:00+0000"
        reply = {"id": "3", "text": "Below", "timestamp": at}
        comment = {"id": "2", "text": "Above", "timestamp": at, "replies": {"data": [reply]}}
        media = {"id": "1", "caption": "A picture", "comments": {"data": [comment]}}
        read = [translate(one) for one in comments_in({"data": [media]})]
        assert [(one.id, one.parent_id, one.post_id, one.post_text) for one in read] == [
            ("2", "", "1", "A picture"),
            ("3", "2", "1", "A picture"),
        ]


@THREADS
class TestThreads:
    def test_a_reply_to_a_reply_is_hidden_by_a_person(self, fake: Any) -> None:
        act = replace(fake.act(Verb.HIDE), parent_id="18010000000000001")
        assert "directly under a post" in by_hand_because(found.manifest("threads"), act, fake.now)

    def test_what_stands_under_a_hidden_reply_goes_with_it(self, fake: Any, connection: Any) -> None:
        act = fake.act(Verb.HIDE)
        below = fake.comment("Below", parent=act.subject_id)
        connection.perform(act)
        states = {one.id: one.state for one in a_round(connection)}
        assert (states[act.subject_id], states[below]) == ("hidden", "hidden")

    def test_a_reply_directly_under_the_post_has_no_parent(self, fake: Any, connection: Any) -> None:
        above = fake.comment("Above")
        fake.comment("Below", parent=above)
        assert [one.parent_id for one in a_round(connection)] == ["", above]

    def test_a_reply_that_broke_off_before_it_was_published_is_surely_not_done(
        self, fake: Any, connection: Any
    ) -> None:
        act = fake.act(Verb.REPLY)
        fake.fail_next("breaks off")
        with pytest.raises(TryAgain, match="not published"):
            connection.perform(act)
        assert fake.effects(act) == 0

    def test_our_own_reply_is_known_as_the_profiles(self, fake: Any, connection: Any) -> None:
        connection.perform(fake.act(Verb.REPLY))
        ours = [one for one in a_round(connection) if one.text == "Please write to us."]
        assert [one.author_id for one in ours] == [threads.PROFILE]

    def test_nobody_deletes_what_others_wrote(self, fake: Any, connection: Any) -> None:
        with pytest.raises(NotDone):
            connection.perform(replace(fake.act(Verb.HIDE), verb=Verb.DELETE))

    def test_a_token_in_its_second_month_is_renewed_and_handed_over(self, fake: Any, tmp_path: Path) -> None:
        kept: list[Mapping[str, str]] = []
        fake.token_ends_at = fake.now + timedelta(days=20)
        probe = found.connect("threads", replace(fake.access(tmp_path), keep=kept.append)).probe()  # type: ignore[attr-defined]
        assert probe.health is Health.HEALTHY
        assert kept == [{"access_token": threads.NEW_TOKEN}]

    def test_a_token_in_its_first_month_is_left_alone(self, fake: Any, tmp_path: Path) -> None:
        kept: list[Mapping[str, str]] = []
        found.connect("threads", replace(fake.access(tmp_path), keep=kept.append)).probe()  # type: ignore[attr-defined]
        assert kept == []

    def test_a_token_that_cannot_be_renewed_is_said_while_there_is_time(self, fake: Any, connection: Any) -> None:
        fake.token_ends_at, fake.not_renewed = fake.now + timedelta(days=20), True
        probe = connection.probe()
        assert probe.health is Health.DEGRADED
        assert "could not be renewed" in probe.words
        assert probe.expires_at == fake.token_ends_at

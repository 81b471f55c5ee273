"""What is X's own: every call costs money, only who was named may answer, and one thing has two names."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.platforms.fakes.serving import Said, said
from tests.platforms.fakes.x import BEGINNING, FIRST, ROBIN, ROOT, US, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms import x
from evenhand.platforms.contract import AccessRefused, Act, NotDone, TryAgain, by_hand_because
from evenhand.platforms.x.connection import Connection
from evenhand.platforms.x.ledger import Ledger, cap_from, prices
from evenhand.platforms.x.native import translate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[Fake]:
    there = Fake()
    there.start()
    try:
        yield there
    finally:
        there.stop()


@pytest.fixture
def connection(fake: Fake, tmp_path: Path) -> Connection:
    return Connection(fake.access(tmp_path))


class TestMoney:
    def test_the_cap_is_never_passed_and_the_wait_is_until_midnight(self, tmp_path: Path) -> None:
        ledger = Ledger(tmp_path, US, 100)
        ledger.set_aside(100, NOON, reading=False)
        with pytest.raises(TryAgain, match=r"\$0.10 of the \$0.10") as end:
            ledger.set_aside(1, NOON, reading=False)
        assert end.value.after_seconds == 12 * 60 * 60

    def test_reading_leaves_a_fifth_for_actions(self, tmp_path: Path) -> None:
        ledger = Ledger(tmp_path, US, 100)
        ledger.set_aside(80, NOON, reading=True)
        with pytest.raises(TryAgain, match="kept for actions"):
            ledger.set_aside(1, NOON, reading=True)
        ledger.set_aside(20, NOON, reading=False)
        assert ledger.spent(NOON) == 100

    def test_a_new_day_by_utc_begins_with_nothing_spent(self, tmp_path: Path) -> None:
        ledger = Ledger(tmp_path, US, 100)
        ledger.set_aside(100, NOON, reading=False)
        assert ledger.spent(datetime(2026, 3, 2, 23, 59, tzinfo=UTC)) == 100
        assert ledger.spent(datetime(2026, 3, 3, 0, 0, tzinfo=UTC)) == 0

    def test_another_worker_counts_on_from_the_same_sum(self, tmp_path: Path) -> None:
        Ledger(tmp_path, US, 100).set_aside(60, NOON, reading=False)
        with pytest.raises(TryAgain):
            Ledger(tmp_path, US, 100).set_aside(60, NOON, reading=False)

    def test_a_record_that_cannot_be_read_spends_nothing(self, tmp_path: Path) -> None:
        ledger = Ledger(tmp_path, US, 100)
        (tmp_path / f"x-spent-{US}.json").write_text("{half")
        with pytest.raises(TryAgain, match="cannot be read"):
            ledger.set_aside(1, NOON, reading=False)

    @pytest.mark.parametrize(("words", "cap"), [("", 2_000), ("50", 500), ("fifty", 2_000), ("0", 0)])
    def test_the_cap_is_entered_in_cents(self, words: str, cap: int) -> None:
        assert cap_from(words) == cap

    def test_a_look_costs_what_came_and_not_what_could_have(
        self, fake: Fake, connection: Connection, tmp_path: Path
    ) -> None:
        fake.crowd(3)
        first = connection.poll("")  # our one post
        connection.poll(first.cursor)  # three mentions, and whose conversation it is
        spent = json.loads((tmp_path / f"x-spent-{US}.json").read_text())["spent"]
        assert spent == 1 * prices()["owned_post_read"] + 3 * prices()["owned_post_read"] + prices()["post_read"]

    def test_with_no_money_left_no_call_is_made(self, fake: Fake, tmp_path: Path) -> None:
        access = replace(fake.access(tmp_path), secrets={**fake.secrets, "daily_cap": "0"})
        with pytest.raises(TryAgain, match="may be spent on X"):
            Connection(access).poll("")
        with pytest.raises(TryAgain, match="may be spent on X"):
            Connection(access).perform(fake.act(Verb.HIDE))
        assert fake.seen_calls == []

    def test_an_answer_with_an_address_costs_what_x_asks_for_it(
        self, fake: Fake, connection: Connection, tmp_path: Path
    ) -> None:
        connection.perform(replace(fake.act(Verb.REPLY), text="See https://harrowmere.example/bins"))
        spent = json.loads((tmp_path / f"x-spent-{US}.json").read_text())["spent"]
        assert spent == prices()["post_read"] + prices()["reply_with_address"] == 205

    def test_x_wanting_to_be_paid_is_told_to_somebody(self, fake: Fake, connection: Connection) -> None:
        fake.answer = lambda _: x_says(402, {"title": "CreditsDepleted"})  # type: ignore[method-assign]
        with pytest.raises(AccessRefused, match="wants to be paid"):
            connection.poll("")


def x_says(status: int, value: object) -> Said:
    return said(value, status)


class TestAnswering:
    def test_whoever_did_not_name_us_is_answered_by_a_person(self, fake: Fake, connection: Connection) -> None:
        act = fake.act(Verb.REPLY)
        fake.posts[act.subject_id]["entities"] = {}
        with pytest.raises(NotDone, match="named the account or quoted it"):
            connection.perform(act)
        assert not [call for call in fake.seen_calls if call.method == "POST"]

    def test_whoever_quoted_us_is_answered(self, fake: Fake, connection: Connection) -> None:
        act = fake.act(Verb.REPLY)
        fake.posts[act.subject_id] |= {"entities": {}, "referenced_posts": [{"type": "quoted", "id": ROOT}]}
        connection.perform(act)
        assert fake.effects(act) == 1

    def test_an_answer_of_ours_is_known_again_without_its_address(self, fake: Fake, connection: Connection) -> None:
        act = replace(fake.act(Verb.REPLY), text="See https://harrowmere.example/bins today")
        connection.perform(act)
        mine = max(fake.posts)
        fake.posts[mine]["text"] = "@robin See https://t.co/abc today"
        assert connection.observe(act).in_effect


class TestHiding:
    def test_x_saying_otherwise_than_asked_is_not_taken_for_done(self, fake: Fake, connection: Connection) -> None:
        fake.answer = lambda _: x_says(200, {"data": {"hidden": False}})  # type: ignore[method-assign]
        with pytest.raises(NotDone, match="says False"):
            connection.perform(Act("k1", Verb.HIDE, US, "18"))

    def test_who_may_reply_is_changed_by_a_person(self) -> None:
        act = Act("k1", Verb.CLOSE, US, ROOT)
        assert by_hand_because(x.MANIFEST, act, NOON) == "X lets this be chosen only while a post is written"
        assert by_hand_because(x.MANIFEST, Act("k2", Verb.BLOCK, US, ROBIN), NOON) == x.MANIFEST.verbs[Verb.BLOCK].why


class TestReading:
    def test_an_answer_that_took_our_name_out_is_found_in_its_conversation(
        self, fake: Fake, connection: Connection
    ) -> None:
        id_ = fake.comment()
        fake.posts[id_]["entities"] = {}
        found, cursor = [], ""
        for _ in range(3):
            page = connection.poll(cursor)
            found, cursor = [*found, *page.incoming], page.cursor
        assert [(one.id, one.post_id, one.post_text) for one in found] == [(id_, ROOT, "The library opens late")]

    def test_a_conversation_without_change_is_not_paid_for_again(self, fake: Fake, connection: Connection) -> None:
        fake.comment()
        cursor = ""
        for _ in range(3):
            cursor = connection.poll(cursor).cursor
        fake.seen_calls.clear()
        fake.now += timedelta(hours=2)
        for _ in range(3):
            cursor = connection.poll(cursor).cursor
        assert not [call for call in fake.seen_calls if call.path.endswith("/search/recent")]

    def test_a_conversation_that_another_began_is_no_post_of_ours(self, fake: Fake, connection: Connection) -> None:
        fake.posts[ROOT]["author_id"] = ROBIN
        fake.comment("Words about @harrowmere")
        page = connection.poll(connection.poll("").cursor)
        assert [(one.text, one.post_id) for one in page.incoming if one.parent_id == ""][-1][1] == ""

    def test_an_edited_post_keeps_its_first_number_and_the_time_that_lies_in_it(self) -> None:
        first, second = str(FIRST), str(FIRST + 1000)
        native = {"id": second, "text": "After", "created_at": "2026-03-02T09:30:00.000Z",
                  "edit_history_tweet_ids": [first, second]}  # fmt: skip
        one = translate(native)
        assert (one.id, one.created_at, one.edited_at) == (first, BEGINNING, BEGINNING + timedelta(minutes=30))

    @pytest.mark.parametrize(
        ("references", "long"), [("referenced_posts", "note_post"), ("referenced_tweets", "note_tweet")]
    )
    def test_both_names_of_one_thing_are_read(self, references: str, long: str) -> None:
        native = {"id": "30", "conversation_id": "10", "text": "The first", "created_at": "2026-03-02T09:30:00Z",
                  references: [{"type": "replied_to", "id": "20"}],
                  long: {"text": "The first &amp; the rest"}}  # fmt: skip
        one = translate(native)
        assert (one.parent_id, one.post_id, one.text) == ("20", "10", "The first & the rest")

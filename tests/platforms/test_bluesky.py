"""Bluesky beyond what every platform does: two writers of one record, sessions, lost notifications, odd posts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.contract_suite import everything, the
from tests.platforms.fakes.bluesky import GATE, POST, ROBIN, ROOT, SOMEBODY, US, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.bluesky import translate
from evenhand.platforms.bluesky.names import Uri, key_for, uri
from evenhand.platforms.bluesky.native import comments_in
from evenhand.platforms.bluesky.place import LATEST_SECONDS, Place, place
from evenhand.platforms.contract import (
    AccessRefused,
    Act,
    Gone,
    Incoming,
    NotDone,
    NotReadable,
    Ref,
    TryAgain,
    Withheld,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GATE_OF_ROOT = f"at://{US}/{GATE}/3kroot"


@pytest.fixture
def fake() -> Any:
    there = Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: Fake, tmp_path: Path) -> Any:
    return found.connect("bluesky", fake.access(tmp_path))


def hide(comment: str, key: str = "k1") -> Act:
    return Act(key, Verb.HIDE, "harrowmere.example", comment)


def native(**record: object) -> dict[str, object]:
    return {
        "uri": f"at://{ROBIN}/{POST}/3k1", "cid": "bafy", "indexedAt": "2026-03-02T12:00:00.000Z",
        "author": {"did": ROBIN, "handle": "robin.example", "displayName": "Robin Vale"},
        "record": {"text": "Words", "createdAt": "2026-03-02T11:59:00.000Z", **record},
    }  # fmt: skip


class TestOneRecordManyWriters:
    def test_what_a_colleague_hides_meanwhile_stays_hidden(self, fake: Fake, connection: Any) -> None:
        ours, theirs = fake.comment(), fake.comment()
        meanwhile = [theirs]

        def colleague() -> None:
            if meanwhile:
                fake.hide(meanwhile.pop())

        fake.before_put = colleague
        assert connection.perform(hide(ours)).words == "200: done"
        assert fake.records[GATE_OF_ROOT]["hiddenReplies"] == [theirs, ours]

    def test_somebody_who_never_stops_writing_makes_us_wait(self, fake: Fake, connection: Any) -> None:
        ours = fake.comment()
        fake.before_put = lambda: fake.hide(fake.comment())
        with pytest.raises(TryAgain, match="changed by somebody else at each of 5 tries"):
            connection.perform(hide(ours))

    def test_closing_leaves_hidden_what_is_hidden_and_so_does_reopening(self, fake: Fake, connection: Any) -> None:
        ours = fake.comment()
        connection.perform(hide(ours))
        connection.perform(Act("k2", Verb.CLOSE, "", ROOT))
        assert (fake.records[GATE_OF_ROOT]["allow"], fake.records[GATE_OF_ROOT]["hiddenReplies"]) == ([], [ours])
        connection.perform(Act("k3", Verb.REOPEN, "", ROOT))
        assert "allow" not in fake.records[GATE_OF_ROOT]
        assert fake.records[GATE_OF_ROOT]["hiddenReplies"] == [ours]

    def test_no_more_are_hidden_than_the_record_holds(self, fake: Fake, connection: Any) -> None:
        ours = fake.comment()
        full = [f"at://{ROBIN}/{POST}/3k{number}" for number in range(300)]
        fake.records[GATE_OF_ROOT] = {"$type": GATE, "post": ROOT, "hiddenReplies": full}
        with pytest.raises(NotDone, match="300 replies are hidden under this post"):
            connection.perform(hide(ours))

    def test_what_is_written_and_not_yet_shown_is_looked_at_again(self, fake: Fake, connection: Any) -> None:
        ours = fake.comment()
        connection.perform(hide(ours))
        view: Callable[..., dict[str, Any]] = fake._view
        fake._view = lambda *said: {  # type: ignore[method-assign]
            key: value for key, value in view(*said).items() if key != "threadgate"
        }
        with pytest.raises(TryAgain, match="does not show it yet"):
            connection.observe(hide(ours))


class TestWhoseThread:
    def test_in_another_persons_thread_nothing_is_hidden(self, fake: Fake, connection: Any) -> None:
        root = f"at://{SOMEBODY}/{POST}/3ktheirs"
        fake._write(root, {"text": "Mine"})
        comment = fake.comment()
        fake.records[comment]["reply"]["root"]["uri"] = root
        with pytest.raises(NotDone, match="is not ours"):
            connection.perform(hide(comment))
        assert the(everything(connection)[0], comment).post_id == ""

    def test_what_is_no_address_of_a_record_is_refused(self, connection: Any) -> None:
        with pytest.raises(NotDone, match="is not the address of a record"):
            connection.perform(hide("https://bsky.app/profile/x"))


class TestSession:
    def test_a_session_that_is_over_is_renewed_and_kept(self, fake: Fake, tmp_path: Path) -> None:
        kept = dict[str, str]()
        access = replace(fake.access(tmp_path), keep=kept.update)
        connection: Any = found.connect("bluesky", access)
        comment = fake.comment()
        everything(connection)
        first = kept["session"]
        fake.token += 1  # every token given so far is over
        assert isinstance(connection.fetch(Ref(comment)), Incoming)
        assert kept["session"] != first
        signed_in = sum("createSession" in call.path for call in fake.seen_calls)
        resumed: Any = found.connect("bluesky", replace(access, secrets={**access.secrets, **kept}))
        assert isinstance(resumed.fetch(Ref(comment)), Incoming)
        assert sum("createSession" in call.path for call in fake.seen_calls) == signed_in, "300 a day are allowed"

    def test_a_wrong_app_password_says_so_without_the_password(self, fake: Fake, tmp_path: Path) -> None:
        access = replace(fake.access(tmp_path), secrets={"app_password": "sesame-7"})
        connection: Any = found.connect("bluesky", access)
        with pytest.raises(AccessRefused) as refused:
            connection.poll("")
        assert "sesame-7" not in str(refused.value)

    def test_without_an_app_password_nothing_is_called(self, fake: Fake, tmp_path: Path) -> None:
        connection: Any = found.connect("bluesky", replace(fake.access(tmp_path), secrets={}))
        with pytest.raises(AccessRefused, match="no app password"):
            connection.poll("")
        assert fake.seen_calls == []

    def test_reading_stops_while_a_fifth_is_left_for_actions(self, fake: Fake, connection: Any) -> None:
        comment, answer = fake.comment(), fake.answer
        limits = {"RateLimit-Limit": "3000", "RateLimit-Remaining": "600", "RateLimit-Reset": "99999999999"}
        fake.answer = lambda call: replace(answer(call), headers=limits)  # type: ignore[method-assign]
        with pytest.raises(TryAgain, match="600 of 3000 calls are left"):
            everything(connection)
        assert connection.perform(hide(comment)).words == "200: done"


class TestLostNotifications:
    def test_a_reply_that_nobody_was_told_of_is_found_under_the_post(self, fake: Fake, connection: Any) -> None:
        fake.loses_next_notification = True
        lost = fake.comment("Nobody was told")
        assert the(everything(connection)[0], lost).text == "Nobody was told"

    def test_a_lost_reply_comes_with_the_next_round_since_the_count_has_changed(
        self, fake: Fake, connection: Any
    ) -> None:
        fake.comment()
        _, _, cursor = everything(connection)
        fake.loses_next_notification = True
        lost = fake.comment("Nobody was told")
        assert the(everything(connection, cursor)[0], lost).text == "Nobody was told"

    def test_an_idle_round_costs_two_calls_and_brings_only_the_last_ten_minutes_again(
        self, fake: Fake, connection: Any
    ) -> None:
        old, late = fake.comment(), fake.comment()
        fake.seen_at[late] = "2026-03-02T09:11:00.000Z"
        _, _, cursor = everything(connection)
        before = len(fake.seen_calls)
        came, _, _ = everything(connection, cursor)
        assert [comment.id for comment in came] == [late]
        fake.told.remove(late)
        came, _, _ = everything(connection, cursor)
        methods = [call.path.rpartition(".")[2] for call in fake.seen_calls[before:]]
        assert methods == ["listNotifications", "getPosts", "getAuthorFeed", "listNotifications", "getAuthorFeed"]
        assert (came, old in fake.told) == ([], True)

    def test_an_account_that_is_switched_off_withholds_what_it_may_bring_back(
        self, fake: Fake, connection: Any
    ) -> None:
        kept, deleted = fake.comment(), fake.comment()
        fake.delete(deleted)
        assert isinstance(connection.fetch(Ref(deleted)), Gone)
        fake.switched_off.add(ROBIN)
        assert isinstance(connection.fetch(Ref(kept)), Withheld)
        assert isinstance(connection.fetch(Ref(deleted)), Withheld)

    def test_a_post_is_walked_at_a_growing_interval_and_left_alone_after_a_month(self) -> None:
        at, now, walks = Place(), 0.0, list[float]()
        at.note(ROOT, 1, now)
        while now < 40 * 86_400:
            if at.due(now):
                walks.append(now)
            at.note(ROOT, 1, now)
            at.forget()
            now = now + 60 if len(walks) < 8 else now + 3600
        assert walks[:4] == [0, 120, 360, 840]
        assert max(walks) < 31 * 86_400
        assert len(walks) < 50
        assert at.posts[ROOT].wait == LATEST_SECONDS
        at.note(ROOT, 2, now)
        assert at.due(now) == [ROOT], "a new reply wakes it again"

    def test_a_cursor_is_text_and_comes_back_as_it_was(self) -> None:
        at = Place(seen="2026-03-02T12:00:00.000Z", threads=[ROOT])
        at.note(ROOT, 3, 0)
        assert place(at.words()) == at


class TestTranslating:
    def test_a_time_later_than_the_network_saw_it_is_not_believed(self) -> None:
        assert translate(native(createdAt="2036-01-01T00:00:00Z")).created_at == NOON
        assert translate(native(createdAt="yesterday")).created_at == NOON
        assert translate(native()).created_at == NOON - timedelta(minutes=1)

    def test_what_is_attached_is_named_from_the_record_alone(self) -> None:
        image = {"alt": "A bin", "image": {"ref": {"$link": "bafkreib"}}}
        assert translate(native(embed={"images": [image]})).attachments == ("image bafkreib: A bin",)
        quote = {"record": {"uri": ROOT, "cid": "bafy"}}
        assert translate(native(embed=quote)).attachments == (f"https://bsky.app/profile/{US}/post/3kroot",)
        assert translate(native(embed={"record": quote, "media": {"images": [image]}})).attachments == (
            "image bafkreib: A bin", f"https://bsky.app/profile/{US}/post/3kroot",
        )  # fmt: skip
        assert translate(native(embed={"external": {"uri": "javascript:alert(1)"}})).attachments == ()

    @pytest.mark.parametrize(
        ("odd", "why"),
        [
            ({**native(), "uri": "https://bsky.app"}, "is not the address of a post"),
            ({**native(), "uri": None}, "no uri"),
            (native(text=["a", "list"]), "text is list"),
            (native(text=""), "neither words nor anything attached"),
            ({**native(createdAt=None), "indexedAt": None}, "neither createdAt nor indexedAt"),
        ],
    )
    def test_what_is_no_comment_says_why(self, odd: dict[str, object], why: str) -> None:
        with pytest.raises(NotReadable, match=why):
            translate(odd)

    def test_an_export_of_anything_else_says_what_to_export(self) -> None:
        with pytest.raises(NotReadable, match="export getPostThread"):
            list(comments_in({"accounts": []}))

    def test_half_a_character_and_nul_lose_nothing_else(self) -> None:
        assert translate(native(text="a\x00b\ud83d")).text == "a�b�"


class TestNames:
    def test_an_address_is_taken_apart_and_put_together(self) -> None:
        found_ = uri(ROOT)
        assert found_ == Uri(US, POST, "3kroot")
        assert str(found_) == ROOT
        assert found_.page == f"https://bsky.app/profile/{US}/post/3kroot"

    @pytest.mark.parametrize(
        "words", ["", "at://x", "at://did:plc:a/b", "https://bsky.app/profile/x/post/y", "at://did:plc:a/b/c/d"]
    )
    def test_what_is_none_is_none(self, words: str) -> None:
        assert uri(words) is None

    def test_the_key_of_a_new_record_is_the_same_at_every_try_and_for_no_other_act(self) -> None:
        keys = {key_for(f"act {number}", NOON) for number in range(2000)}
        assert len(keys) == 2000
        assert key_for("act 1", NOON) == key_for("act 1", NOON)
        assert {len(key) for key in keys} == {13}
        assert {key[:5] for key in keys} == {key_for("act 1", NOON)[:5]}, "it begins with the time"
        assert len(key_for("act 1", None)) == 13


def test_links_in_an_answer_are_marked_by_their_bytes(fake: Fake, connection: Any) -> None:
    comment = fake.comment()
    words = "Größe: see https://harrowmere.example/bins, or http://x.example"
    connection.perform(Act("k1", Verb.REPLY, "", comment, words))
    written = next(record for record in fake.records.values() if record.get("text") == words)
    spans = [(link["index"]["byteStart"], link["index"]["byteEnd"]) for link in written["facets"]]
    assert [words.encode()[start:end].decode() for start, end in spans] == [
        "https://harrowmere.example/bins", "http://x.example",
    ]  # fmt: skip
    assert written["reply"]["parent"]["uri"] == comment
    assert written["reply"]["root"]["uri"] == ROOT

"""What a real Mastodon 4.7.3 said, recorded by the people of Mastodon.py, said again to our own client.

Each status that the recordings made is answered to a look as it was when it was made; nothing else is added.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from tests.platforms.fakes.serving import Call, FakePlatform, Said, said

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Access, Act, Ref, Withheld
from evenhand.platforms.mastodon.connection import Connection
from evenhand.platforms.mastodon.native import comments_in, translate
from evenhand.platforms.rounds import Round, round_from

RECORDED = Path(__file__).parent / "recorded" / "mastodon-4.7.3"
ADMIN, TEST_1 = "117440810233042393", "117440810532227399"


class Recorded(FakePlatform):
    """Answers what was recorded, and nothing else: a call that nobody recorded is a failure."""

    name, account = "mastodon", "admin@localhost"
    secrets = {"token": "sesame-mastodon"}

    def tell(self, name: str) -> None:
        self.told: list[dict[str, Any]] = json.loads((RECORDED / f"{name}.json").read_text())

    def answer(self, call: Call) -> Said:
        if call.method == "GET" and (made := self._made(call.path.rpartition("/")[2])):
            return made
        for one in self.told:
            if (one["method"], one["path"].rstrip("/")) == (call.method, call.path) and _same(one["form"], call):
                return Said(one["status"], one["body"].encode(), one["headers"])
        return said({"error": f"nobody recorded {call.method} {call.path}"}, 418)

    def _made(self, id_: str) -> Said | None:
        bodies = [one["body"] for one in self.told if (one["method"], one["path"]) == ("POST", "/api/v1/statuses")]
        return next((Said(200, body.encode()) for body in bodies if json.loads(body)["id"] == id_), None)


def _same(form: str, call: Call) -> bool:
    return parse_qs(form).get("in_reply_to_id") == ([call.json["in_reply_to_id"]] if "status" in call.json else None)


@pytest.fixture
def server() -> Iterator[Recorded]:
    there = Recorded()
    there.start()
    try:
        yield there
    finally:
        there.stop()


def connected(server: Recorded, account: str = "admin@localhost") -> Connection:
    return Connection(Access(account, server.secrets, server.address))


def test_an_author_is_blocked_and_unblocked(server: Recorded) -> None:
    server.tell("test_account_block_unblock")
    connection = connected(server)
    blocked = connection.perform(Act("k1", Verb.BLOCK, "admin@localhost", ADMIN))
    unblocked = connection.perform(Act("k2", Verb.UNBLOCK, "admin@localhost", ADMIN))
    assert (blocked.words, unblocked.words) == ("200: blocking is True", "200: blocking is False")


def test_whether_an_author_is_blocked_is_read_back(server: Recorded) -> None:
    server.tell("test_account_relationships")
    seen = connected(server).observe(Act("k1", Verb.UNBLOCK, "mastodonpy_test@localhost", TEST_1))
    assert (seen.in_effect, seen.words) == (True, "they are not blocked")


def test_a_status_is_reported_to_our_own_server(server: Recorded) -> None:
    server.tell("test_report")
    act = Act("k1", Verb.REPORT, "admin@localhost", "117440826629475379", "makes the bad post")
    assert connected(server).perform(act).words == "200: report 2"
    reported = json.loads(server.told[0]["body"])["account"]["id"]
    assert server.seen_calls[-1].json == {
        "account_id": reported,
        "status_ids": ["117440826629475379"],
        "comment": "makes the bad post",
        "forward": False,
    }


def test_an_answer_names_whom_it_answers_as_the_recorded_one_did(server: Recorded) -> None:
    server.tell("test_status_reply")
    done = connected(server).perform(Act("k1", Verb.REPLY, "admin@localhost", "117440826670289215", "same!"))
    assert done.words.startswith("200: http")
    sent = server.seen_calls[-1]
    assert sent.json == {
        "status": "@mastodonpy_test_2 same!", "in_reply_to_id": "117440826670289215", "visibility": "public",
    }  # fmt: skip
    assert sent.headers["idempotency-key"] == "k1"


def test_what_the_account_wrote_itself_is_deleted(server: Recorded) -> None:
    server.tell("test_status_reply")
    act = Act("k1", Verb.DELETE, "admin@localhost", "117440826677780974", author_id="admin@localhost")
    assert connected(server).perform(act).words == "200: deleted"


def test_a_page_of_mentions_is_read_and_the_link_header_followed(server: Recorded) -> None:
    server.tell("test_notifications_mentions_only")
    server.told += json.loads((RECORDED / "test_report.json").read_text())
    page = connected(server, "mastodonpy_test@localhost").poll(Round(step="news").words())
    (one,) = page.incoming
    assert (one.text, one.author_handle, one.post_id) == ("@mastodonpy_test hello!", "admin", "")
    assert (page.more, round_from(page.cursor).page, round_from(page.cursor).newest) == (True, "21", "21")


def test_a_status_that_is_not_there_is_withheld_since_nobody_says_that_it_is_gone(server: Recorded) -> None:
    server.tell("test_status_missing")
    assert isinstance(connected(server).fetch(Ref("0", "1")), Withheld)


def test_an_export_of_mentions_is_read_as_the_poller_reads_it() -> None:
    (listed,) = [
        one for one in json.loads((RECORDED / "test_notifications_mentions_only.json").read_text())
        if one["path"] == "/api/v1/notifications"
    ]  # fmt: skip
    (native,) = comments_in(json.loads(listed["body"]))
    assert translate(native).text == "@mastodonpy_test hello!"

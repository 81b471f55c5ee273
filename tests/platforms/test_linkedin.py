"""What is LinkedIn's own: closing destroys, the challenge, the same notification twice, an interface that ends."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.platforms.fakes.linkedin import ROOT, US, Fake
from tests.platforms.fakes.serving import said

from evenhand.core.vocabulary import Verb
from evenhand.platforms import linkedin
from evenhand.platforms.contract import AccessRefused, NotDone, NotReadable, Wake, WrongSignature
from evenhand.platforms.linkedin.connection import Connection

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRETS = {"client_secret": "secret"}
SIGNED = "f2d9a502"  # printf 'hmacsha256={"a":1}' | openssl dgst -sha256 -hmac secret


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


def test_closing_is_declared_to_destroy_and_does(fake: Fake, connection: Connection) -> None:
    how = linkedin.MANIFEST.verbs[Verb.CLOSE]
    assert (how.destroys, how.reversible) == (True, False)
    act = fake.act(Verb.CLOSE)
    connection.perform(act)
    assert fake.comments == {}
    assert connection.observe(act).words == "commentsState is CLOSED"
    sent = next(call for call in fake.seen_calls if call.method == "POST")
    assert sent.json == {"patch": {"$set": {"commentsState": "CLOSED"}}}


def test_an_answer_to_an_answer_goes_under_the_comment_at_the_top(fake: Fake, connection: Connection) -> None:
    top = fake.comment("Top")
    below = fake.comment("Below", parent=top)
    connection.perform(replace(fake.act(Verb.REPLY), subject_id=below, parent_id=top))
    assert fake.seen_calls[-1].json["parentComment"] == top
    assert fake.seen_calls[-1].json["object"] == ROOT


def test_answers_come_in_with_the_comment_that_they_answer(fake: Fake, connection: Connection) -> None:
    top = fake.comment("Top")
    below = fake.comment("Below", parent=top)
    cursor, came = "", {}
    for _ in range(3):
        page = connection.poll(cursor)
        cursor, came = page.cursor, came | {one.id: one for one in page.incoming}
    assert (came[below].parent_id, came[below].post_id, came[below].post_text) == (top, ROOT, "The library opens late")
    assert not page.more


def test_a_refused_deletion_is_left_to_a_person(fake: Fake, connection: Connection) -> None:
    act = fake.act(Verb.DELETE)
    fake.answer = lambda _: said({"status": 403, "code": "ACCESS_DENIED"}, 403)  # type: ignore[method-assign]
    with pytest.raises(NotDone):
        connection.perform(act)


def test_an_interface_that_is_over_is_told_to_somebody(fake: Fake, connection: Connection) -> None:
    fake.answer = lambda _: said({"code": "NONEXISTENT_VERSION"}, 426)  # type: ignore[method-assign]
    with pytest.raises(AccessRefused, match="no longer speaks"):
        connection.poll("")


def test_the_same_notification_twice_wakes_once(fake: Fake) -> None:
    sent = fake.pushed(NOW)
    assert linkedin.receive(sent.headers, sent.raw, sent.secrets, NOW) == (Wake(US, "71", "COMMENT"),)


def test_a_message_is_signed_over_a_word_of_linkedins_and_the_body() -> None:
    raw = b'{"a":1}'
    made = linkedin.push.signatures.hex_hmac("secret", b"hmacsha256=" + raw)
    assert made.startswith(SIGNED)
    assert made.endswith("0fd6")
    assert linkedin.receive({"x-li-signature": made}, raw, SECRETS, NOW) == ()
    with pytest.raises(WrongSignature):
        linkedin.receive({"x-li-signature": made}, raw, {}, NOW)


def test_a_challenge_without_a_secret_is_not_answered() -> None:
    with pytest.raises(WrongSignature):
        linkedin.handshake({"challengeCode": "890e4665"}, {})
    answer = json.loads(linkedin.handshake({"challengeCode": "890e4665"}, SECRETS).body)
    assert answer["challengeCode"] == "890e4665"
    assert len(answer["challengeResponse"]) == 64


def test_what_is_no_comment_is_refused_with_words() -> None:
    with pytest.raises(NotReadable, match="elements"):
        list(linkedin.comments_in({"comments": []}))
    with pytest.raises(NotReadable, match="not the URN"):
        linkedin.translate({"commentUrn": "7", "message": {"text": "Words"}, "created": {"time": 1}})

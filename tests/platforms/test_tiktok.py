"""What is TikTok's own: OK that means nothing, numbers that other programs round, a signature with a time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.platforms.fakes.serving import said
from tests.platforms.fakes.tiktok import US, VIDEO, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms import tiktok
from evenhand.platforms.contract import NotReadable, Ref, Replayed, TryAgain, Unknown, Withheld, WrongSignature
from evenhand.platforms.tiktok.connection import Connection

SIGNED_AT = datetime.fromtimestamp(1633174587, UTC)
BODY, SECRETS = b'{"a":1}', {"app_secret": "secret"}
# printf '1633174587.{"a":1}' | openssl dgst -sha256 -hmac secret
SIGNED = {"tiktok-signature": "t=1633174587,s=7151550f9bebe052d14d518d957d02727224ec1912baffb80d34739a3b149820"}


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


def test_an_unhiding_that_tiktok_only_says_it_did_is_seen_not_to_be_done(fake: Fake, connection: Connection) -> None:
    fake.forgets_to_unhide = True
    act = fake.act(Verb.UNHIDE)
    assert connection.perform(act).words == "0: UNHIDE"
    seen = connection.observe(act)
    assert (seen.in_effect, seen.words) == (False, "the comment is hidden")


def test_a_comment_on_a_later_page_is_found(fake: Fake, connection: Connection) -> None:
    first = fake.comment("The oldest")
    fake.crowd(70)
    found = connection.fetch(Ref(first, VIDEO))
    assert getattr(found, "text", "") == "The oldest"
    assert isinstance(connection.fetch(Ref("999", VIDEO)), Withheld)


def test_answers_come_in_with_what_they_answer(fake: Fake, connection: Connection) -> None:
    top = fake.comment("Top")
    below = fake.comment("Below", parent=top)
    cursor, came = "", {}
    for _ in range(3):
        page = connection.poll(cursor)
        cursor, came = page.cursor, came | {one.id: one for one in page.incoming}
    assert (came[below].parent_id, came[below].post_id, came[below].post_text) == (top, VIDEO, "The library opens late")


@pytest.mark.parametrize(("code", "end"), [(40100, TryAgain), (50000, Unknown), (51234, Unknown)])
def test_what_went_wrong_is_read_from_the_body(
    fake: Fake, connection: Connection, code: int, end: type[Exception]
) -> None:
    act = fake.act(Verb.HIDE)
    fake.answer = lambda _: said({"code": code, "message": "as TikTok words it"})  # type: ignore[method-assign]
    with pytest.raises(end, match="as TikTok words it"):
        connection.perform(act)
    with pytest.raises(TryAgain):
        connection.poll("")


def test_a_message_is_believed_for_five_minutes() -> None:
    (wake,) = tiktok.receive(SIGNED, BODY, SECRETS, SIGNED_AT + timedelta(minutes=5))
    assert wake.account == ""
    with pytest.raises(Replayed):
        tiktok.receive(SIGNED, BODY, SECRETS, SIGNED_AT + timedelta(minutes=5, seconds=1))
    with pytest.raises(Replayed):
        tiktok.receive(SIGNED, BODY, SECRETS, SIGNED_AT - timedelta(minutes=2))


def test_without_our_secret_nothing_is_believed() -> None:
    with pytest.raises(WrongSignature):
        tiktok.receive(SIGNED, BODY, {}, SIGNED_AT)
    with pytest.raises(WrongSignature):
        tiktok.receive({"tiktok-signature": "t=1633174587"}, BODY, SECRETS, SIGNED_AT)
    with pytest.raises(WrongSignature):
        tiktok.handshake({"challenge": "1"}, SECRETS)


def test_what_is_no_comment_is_refused_with_words() -> None:
    with pytest.raises(NotReadable, match="comments"):
        list(tiktok.comments_in({"data": {"videos": []}}))
    with pytest.raises(NotReadable, match="not a time"):
        tiktok.translate({"comment_id": 1, "text": "Words", "create_time": "yesterday", "video_id": 2, "user_id": US})

"""What is Mastodon's own: who is named can read, two allowances under one header, threads without end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.platforms.fakes.mastodon import ROOT, US, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import AccessRefused, Health, Incoming, NotDone, TryAgain
from evenhand.platforms.mastodon.connection import Connection


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


def everything(connection: Connection, cursor: str = "") -> tuple[list[Incoming], str]:
    came: list[Incoming] = []
    for _ in range(100):
        page = connection.poll(cursor)
        came, cursor = [*came, *page.incoming], page.cursor
        if not page.more:
            return came, cursor
    raise AssertionError("polling never came to an end")


def test_an_answer_that_names_nobody_is_found_in_the_thread(fake: Fake, connection: Connection) -> None:
    fake.chain(3)
    came, _ = everything(connection)
    assert [one.parent_id for one in came] == ["", came[0].id, came[1].id]
    assert {one.post_id for one in came} == {ROOT}
    assert {one.post_text for one in came} == {"The library opens late"}


def test_an_answer_to_what_was_deleted_comes_in_under_no_post(fake: Fake, connection: Connection) -> None:
    above = fake.comment("Above")
    below = fake.comment("Below", parent=above)
    fake.delete(above)
    came, _ = everything(connection)
    assert [(one.id, one.post_id) for one in came] == [(below, "")]


def test_news_are_read_only_as_far_as_known_ground(fake: Fake, connection: Connection) -> None:
    fake.crowd(90)
    _, cursor = everything(connection)
    fake.seen_calls.clear()
    latest = fake.comment("The latest")
    came, _ = everything(connection, cursor)
    asked = [call for call in fake.seen_calls if call.path == "/api/v1/notifications"]
    assert latest in {one.id for one in came}
    assert [call.query["since_id"] for call in asked] == [str(int(latest) - 1)]


def test_a_private_answer_that_names_another_is_left_to_a_person(fake: Fake, connection: Connection) -> None:
    act = replace(fake.act(Verb.PRIVATE_REPLY), text="Ask @sam about it")
    with pytest.raises(NotDone, match="can read it"):
        connection.perform(act)
    assert not [call for call in fake.seen_calls if call.method == "POST"]


def test_an_answer_is_no_more_open_than_what_it_answers(fake: Fake, connection: Connection) -> None:
    act = fake.act(Verb.REPLY)
    fake.statuses[act.subject_id]["visibility"] = "private"
    connection.perform(act)
    assert fake.seen_calls[-1].json["visibility"] == "private"


def test_the_same_key_answers_once_even_where_nobody_looks(fake: Fake, connection: Connection) -> None:
    act = fake.act(Verb.REPLY)
    connection.perform(act)
    connection.perform(act)
    assert fake.effects(act) == 1


def test_what_another_wrote_is_never_deleted_and_never_said_to_be(fake: Fake, connection: Connection) -> None:
    stranger = replace(fake.act(Verb.DELETE), subject_id=fake.comment())
    with pytest.raises(NotDone, match="wrote itself"):
        connection.perform(stranger)
    with pytest.raises(NotDone):
        connection.perform(replace(stranger, subject_id=fake.absent, author_id="202"))


def test_reading_stops_while_a_fifth_of_the_calls_is_left(fake: Fake, connection: Connection) -> None:
    fake.left = 60
    connection.probe()
    with pytest.raises(TryAgain, match="kept for actions") as end:
        connection.poll("")
    assert 0 < end.value.after_seconds <= 300
    connection.perform(fake.act(Verb.BLOCK))


def test_what_deletions_have_left_says_nothing_of_reading(fake: Fake, connection: Connection) -> None:
    connection.probe()
    fake.left = 1
    connection.perform(fake.act(Verb.BLOCK))
    fake.left = 300
    assert connection.poll("").more


def test_a_token_of_another_account_is_no_health(fake: Fake, tmp_path: Path) -> None:
    access = replace(fake.access(tmp_path), account="somebody@social.example")
    probe = Connection(access).probe()
    assert (probe.health, "@harrowmere" in probe.words) == (Health.BROKEN, True)


def test_a_warning_above_the_words_is_read_with_them(fake: Fake, connection: Connection) -> None:
    fake.statuses[fake.comment("the words")]["spoiler_text"] = "A warning"
    came, _ = everything(connection)
    assert came[-1].text == "A warning\n\nthe words"
    assert came[-1].created_at < datetime(2026, 3, 3, tzinfo=UTC)
    assert came[-1].author_id != US


def test_whatever_is_said_against_who_we_are_is_said_against_our_token(fake: Fake, connection: Connection) -> None:
    """Mastodon answers 422 to a token that belongs to nobody, snac2 to any that it does not know."""
    fake.refuse_credentials(422)
    assert connection.probe().health is Health.BROKEN
    with pytest.raises(AccessRefused, match="422"):
        connection.poll("")

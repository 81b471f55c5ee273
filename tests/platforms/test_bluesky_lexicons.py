"""What we write to the AT network, held to its lexicons: the models of the atproto SDK are generated from them.

They check, strictly: that what is required is there, types, the formats of addresses, identifiers, times and languages,
and how long text and lists may be. They let unknown names pass, so those are looked for here; and of a length in
graphemes they know nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from tests.platforms.fakes.bluesky import ROOT, US, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Act

STRICT = {"strict_string_format": True}
LINKED = "Büro open again: https://harrowmere.example/bins. Thank you."
WORDS = "It threatens our staff."


@pytest.fixture(scope="module")
def models() -> Any:
    """Some thousand classes: it takes seconds to make them."""
    from atproto_client import models

    return models


@pytest.fixture
def fake() -> Iterator[Fake]:
    there = Fake()
    there.start()
    try:
        yield there
    finally:
        there.stop()


@pytest.fixture
def connection(fake: Fake, tmp_path: Any) -> Any:
    return found.connect("bluesky", fake.access(tmp_path))


def written(fake: Fake, method: str) -> list[dict[str, Any]]:
    return [call.json for call in fake.seen_calls if call.path == f"/xrpc/{method}"]


def held_to(model: type[BaseModel], value: dict[str, Any]) -> BaseModel:
    """Read as the lexicon says, with every name known to it. Raises: ValidationError, AssertionError."""
    read = model.model_validate(value, context=STRICT)
    assert list(unknown_names(read)) == []
    return read


def unknown_names(read: object) -> Iterator[str]:
    if isinstance(read, list):
        for one in read:
            yield from unknown_names(one)
    elif isinstance(read, BaseModel):
        yield from read.model_extra or {}
        for name in type(read).model_fields:
            yield from unknown_names(getattr(read, name))


def record_models(models: Any) -> dict[str, type[BaseModel]]:
    return {
        "app.bsky.feed.threadgate": models.AppBskyFeedThreadgate.Record,
        "app.bsky.feed.post": models.AppBskyFeedPost.Record,
        "app.bsky.graph.block": models.AppBskyGraphBlock.Record,
    }


@pytest.mark.parametrize(
    ("verb", "collection"),
    [
        (Verb.HIDE, "app.bsky.feed.threadgate"),
        (Verb.UNHIDE, "app.bsky.feed.threadgate"),
        (Verb.CLOSE, "app.bsky.feed.threadgate"),
        (Verb.REPLY, "app.bsky.feed.post"),
        (Verb.BLOCK, "app.bsky.graph.block"),
    ],
)
def test_a_record_of_ours_is_as_its_lexicon_says(
    fake: Fake, connection: Any, models: Any, verb: Verb, collection: str
) -> None:
    connection.perform(fake.act(verb))
    [last] = written(fake, "com.atproto.repo.putRecord")[-1:]
    held_to(models.ComAtprotoRepoPutRecord.Data, last)
    assert (last["collection"], last["record"]["$type"]) == (collection, collection)
    held_to(record_models(models)[collection], last["record"])


def test_the_links_in_our_words_are_facets(fake: Fake, connection: Any, models: Any) -> None:
    connection.perform(Act("k1", Verb.REPLY, US, fake.comment(), LINKED))
    read: Any = held_to(models.AppBskyFeedPost.Record, written(fake, "com.atproto.repo.putRecord")[-1]["record"])
    [facet] = read.facets
    assert LINKED.encode()[facet.index.byte_start : facet.index.byte_end] == b"https://harrowmere.example/bins"
    assert facet.features[0].uri == "https://harrowmere.example/bins"
    assert read.reply.root.uri == ROOT


def test_a_report_is_as_its_lexicon_says(fake: Fake, connection: Any, models: Any) -> None:
    comment = fake.comment()
    connection.perform(Act("k1", Verb.REPORT, US, comment, WORDS))
    [told] = written(fake, "com.atproto.moderation.createReport")
    read: Any = held_to(models.ComAtprotoModerationCreateReport.Data, told)
    assert (read.subject.uri, read.reason) == (comment, WORDS)


def test_taking_a_record_back_is_as_its_lexicon_says(fake: Fake, connection: Any, models: Any) -> None:
    connection.perform(fake.act(Verb.UNBLOCK))
    [told] = written(fake, "com.atproto.repo.deleteRecord")
    held_to(models.ComAtprotoRepoDeleteRecord.Data, told)


@pytest.mark.parametrize(
    "wrong",
    [
        {"createdAt": "yesterday"},
        {"post": "https://bsky.app/profile/x/post/1"},
        {"post": None},
        {"hiddenReplies": ["at://did:plc:robin/app.bsky.feed.post/3k1"] * 301},
        {"hiddenReplies": [{"uri": "at://did:plc:robin/app.bsky.feed.post/3k1"}]},
    ],
)
def test_these_models_refuse_what_the_lexicon_refuses(models: Any, wrong: dict[str, Any]) -> None:
    good = {"$type": "app.bsky.feed.threadgate", "post": ROOT, "createdAt": "2026-03-02T12:00:00.000Z"}
    held_to(models.AppBskyFeedThreadgate.Record, good)
    with pytest.raises((ValidationError, TypeError)):  # its look at a format fails at what is no text
        held_to(models.AppBskyFeedThreadgate.Record, good | wrong)


def test_a_name_that_the_lexicon_does_not_have_is_seen(models: Any) -> None:
    gate = {"post": ROOT, "createdAt": "2026-03-02T12:00:00.000Z", "hidden_reply": []}
    with pytest.raises(AssertionError, match="hidden_reply"):
        held_to(models.AppBskyFeedThreadgate.Record, gate)

"""Our calls to X, held against X's own OpenAPI description.

X's terms do not let the description be kept here: EVENHAND_X_OPENAPI names a copy, and without it these tests skip.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest
from tests.platforms.fakes.serving import Call
from tests.platforms.fakes.x import US, Fake

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Ref
from evenhand.platforms.x.connection import Connection

FILE = os.environ.get("EVENHAND_X_OPENAPI", "")
pytestmark = [
    pytest.mark.skipif(
        not FILE or not Path(FILE).exists(),
        reason="EVENHAND_X_OPENAPI names no copy of X's OpenAPI description; X publishes it at docs.x.com",
    ),
    pytest.mark.filterwarnings("ignore:Unsupported scheme type"),  # OAuth 1 signatures, which we don't make
]


@pytest.fixture(scope="module")
def description() -> OpenAPI:
    """Unchecked itself: it lists some values twice."""
    return OpenAPI.from_dict(json.loads(Path(FILE).read_text()), config=Config(spec_validator_cls=None))


@pytest.fixture
def fake() -> Iterator[Fake]:
    there = Fake()
    there.start()
    try:
        yield there
    finally:
        there.stop()


def request(call: Call) -> MockRequest:
    asked: dict[str, Any] = dict(call.query)
    return MockRequest(
        "https://api.x.com", call.method.lower(), call.path, args=asked, headers=dict(call.headers),
        data=call.body or None, content_type=call.headers.get("content-type", ""),
    )  # fmt: skip


def held_against(description: OpenAPI, calls: list[Call]) -> list[str]:
    """Each call, after it passed."""
    for call in calls:
        description.validate_request(request(call))
    return [f"{call.method} {call.path}?{urlencode(call.query)}" for call in calls]


@pytest.mark.parametrize("verb", [Verb.HIDE, Verb.UNHIDE, Verb.REPLY, Verb.DELETE])
def test_what_an_act_sends_is_what_the_description_allows(
    description: OpenAPI, fake: Fake, tmp_path: Path, verb: Verb
) -> None:
    connection, act = Connection(fake.access(tmp_path)), fake.act(verb)
    connection.standing(act)
    connection.perform(act)
    connection.observe(act)
    assert held_against(description, fake.seen_calls)


def test_what_reading_asks_is_what_the_description_allows(description: OpenAPI, fake: Fake, tmp_path: Path) -> None:
    connection, id_ = Connection(fake.access(tmp_path)), fake.comment()
    cursor = ""
    for _ in range(3):
        cursor = connection.poll(cursor).cursor
    connection.fetch(Ref(id_))
    connection.probe()
    paths = {call.path for call in fake.seen_calls}
    assert {
        f"/2/users/{US}/mentions",
        "/2/tweets/search/recent",
        "/2/tweets",
        "/2/users/me",
        f"/2/tweets/{id_}",
    } <= paths
    assert held_against(description, fake.seen_calls)


def test_the_description_refuses_what_is_wrong(description: OpenAPI) -> None:
    wrong = Call("PUT", "/2/tweets/18/hidden", {}, (), {"content-type": "application/json"}, b'{"hidden": "perhaps"}')
    with pytest.raises(Exception, match=r"."):
        description.validate_request(request(wrong))


def test_there_is_no_call_that_blocks(description: OpenAPI) -> None:
    call = Call("POST", f"/2/users/{US}/blocking", {}, (), {"content-type": "application/json"}, b"{}")
    with pytest.raises(Exception, match=r"."):
        description.validate_request(request(call))

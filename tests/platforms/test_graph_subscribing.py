"""Meta asked to push, held to its own SDK, and the subscription read back: what was lost is said in plain words."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes import facebook, instagram
from tests.platforms.fakes.graph_serving import APP_ID, HOUSE, VERIFY, GraphFake
from tests.platforms.test_graph_oracle import API, as_wanted, sent

from evenhand.platforms import found
from evenhand.platforms.contract import Health, NotDone, Subscribes

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the SDK's own dependencies, on being imported
    from facebook_business.adobjects.application import Application
    from facebook_business.adobjects.page import Page

OWN = {"facebook": f"{HOUSE}/facebook/its-own", "instagram": f"{HOUSE}/instagram/its-own"}
WANTED = {"facebook": ("page", "feed"), "instagram": ("instagram", "comments")}


@pytest.fixture(params=["facebook", "instagram"])
def fake(request: pytest.FixtureRequest) -> Iterator[GraphFake]:
    there: GraphFake = {"facebook": facebook, "instagram": instagram}[request.param].Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def page() -> Iterator[facebook.Fake]:
    there = facebook.Fake()
    there.start()
    yield there
    there.stop()


def connection(fake: GraphFake, data: Path) -> Any:
    made = found.connect(fake.name, fake.access(data))
    assert isinstance(made, Subscribes)
    return made


def test_the_app_is_told_where_to_call_as_the_sdk_would_tell_it(fake: GraphFake, tmp_path: Path) -> None:
    fake.callback, fake.app_fields = "", []
    connection(fake, tmp_path).subscribe()
    (call,) = [call for call in fake.seen_calls if call.method == "POST" and APP_ID in call.path]
    kind, field = WANTED[fake.name]
    given = {"object": kind, "callback_url": OWN[fake.name], "fields": [field], "include_values": True}
    request = Application(APP_ID, api=API).create_subscription(params={**given, "verify_token": VERIFY}, pending=True)
    as_wanted(call, request)
    assert sent(call) == request._params
    assert call.headers["authorization"].startswith(f"Bearer {APP_ID}|")


def test_the_page_is_subscribed_as_the_sdk_would_and_keeps_what_it_pushed(page: facebook.Fake, tmp_path: Path) -> None:
    page.pushed_fields = ["messages"]
    connection(page, tmp_path).subscribe()
    (call,) = [call for call in page.seen_calls if page.is_change(call)]
    wanted = {"subscribed_fields": ["feed", "messages"]}
    request = Page(facebook.PAGE, api=API).create_subscribed_app(params=wanted, pending=True)
    as_wanted(call, request)
    assert page.pushed_fields == ["feed", "messages"]


def test_asked_twice_it_changes_nothing_more(fake: GraphFake, tmp_path: Path) -> None:
    fake.callback, fake.app_fields = "", []
    connection(fake, tmp_path).subscribe()
    before = len([call for call in fake.seen_calls if fake.is_change(call)])
    assert "already" in connection(fake, tmp_path).subscribe()
    assert len([call for call in fake.seen_calls if fake.is_change(call)]) == before


def test_what_the_app_pushes_besides_stays(fake: GraphFake, tmp_path: Path) -> None:
    fake.app_fields = ["mentions"]
    connection(fake, tmp_path).subscribe()
    assert fake.app_fields == sorted(["mentions", WANTED[fake.name][1]])


def test_an_address_of_somebody_elses_is_never_taken_away(fake: GraphFake, tmp_path: Path) -> None:
    fake.callback = "https://another.example/inbox"
    with pytest.raises(NotDone, match=r"another\.example/inbox already; give Evenhand an app of its own"):
        connection(fake, tmp_path).subscribe()
    assert not [call for call in fake.seen_calls if fake.is_change(call)]


@pytest.mark.parametrize(
    ("callback", "words"),
    [("", "has no webhook for"), ("https://another.example/inbox", "to https://another.example/inbox, not here")],
)
def test_a_lost_subscription_degrades_and_says_that_polling_goes_on(
    fake: GraphFake, tmp_path: Path, callback: str, words: str
) -> None:
    assert connection(fake, tmp_path).probe().words.endswith("the token has every permission")
    fake.callback = callback
    probe = connection(fake, tmp_path).probe()
    assert probe.health is Health.DEGRADED
    assert words in probe.words
    assert "what is new comes with the next poll only" in probe.words


def test_a_page_that_is_not_subscribed_any_more_is_said(page: facebook.Fake, tmp_path: Path) -> None:
    page.pushed_fields = []
    assert "the Page is not subscribed to the app" in connection(page, tmp_path).probe().words

"""Each of our calls to Graph, held to Meta's own SDK: the method, the path, and the name and type of every parameter.

The SDK is asked for its request unsent. What it cannot say is whether Meta does what the request asks. Threads is not
in it.
"""

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes import facebook, instagram
from tests.platforms.fakes.graph_serving import GraphFake
from tests.platforms.fakes.serving import Call

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Act, Ref

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the SDK's own dependencies, on being imported
    from facebook_business.adobjects.abstractcrudobject import AbstractCrudObject  # where it does not say what comes
    from facebook_business.adobjects.comment import Comment
    from facebook_business.adobjects.igcomment import IGComment
    from facebook_business.adobjects.igmedia import IGMedia
    from facebook_business.adobjects.iguser import IGUser
    from facebook_business.adobjects.page import Page
    from facebook_business.adobjects.pagepost import PagePost
    from facebook_business.api import FacebookAdsApi, FacebookRequest
    from facebook_business.session import FacebookSession

API = FacebookAdsApi(FacebookSession(access_token="unused"))
OF_EVERY_LIST = {"fields", "limit", "after"}
"""Of Graph itself, so that the SDK names them at no edge. Source: "Graph API, Paged results"."""


@pytest.fixture
def fake(name: str) -> Iterator[GraphFake]:
    there: GraphFake = {"facebook": facebook, "instagram": instagram}[name].Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: GraphFake, tmp_path: Path) -> Any:
    return found.connect(fake.name, fake.access(tmp_path))


def sent(call: Call) -> dict[str, Any]:
    """The parameters of a call, without the proof; what is JSON, read."""
    given = {**call.query, **call.form}
    assert given.pop("appsecret_proof")
    return {name: _read(value) for name, value in given.items()}


def _read(value: str) -> Any:
    return json.loads(value) if value[:1] in ("{", "[") or value in ("true", "false") else value


def as_wanted(call: Call, request: FacebookRequest) -> None:
    """Whether a call is the request that the SDK would send, as far as the SDK knows its parameters."""
    assert call.method == request._method
    assert call.path == "/" + "/".join(part for part in request._path if part)
    checker = request._param_checker
    for name, value in sent(call).items():
        assert checker.is_valid_key(name) or (name in OF_EVERY_LIST and call.method == "GET"), name
        assert checker.is_valid_pair(name, value), f"{name}={value}"
    for name in _top(call.query.get("fields", "")) if request._target_class is not AbstractCrudObject else []:
        edge = name.split(".")[0]  # what hangs on a thing can be asked for with it
        assert edge in request._accepted_fields or hasattr(request._target_class, f"get_{edge}"), name


def _top(wanted: str) -> list[str]:
    """The outermost names of a `fields` parameter."""
    depth, names = 0, [""]
    for letter in wanted:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and not depth:
            names.append("")
        elif not depth and letter not in "{}":
            names[-1] += letter
    return [name for name in names if name]


PAGE_DEEDS: dict[Verb, Callable[[Act], FacebookRequest]] = {
    Verb.HIDE: lambda act: Comment(act.subject_id, api=API).api_update(params={"is_hidden": True}, pending=True),
    Verb.UNHIDE: lambda act: Comment(act.subject_id, api=API).api_update(params={"is_hidden": False}, pending=True),
    Verb.DELETE: lambda act: Comment(act.subject_id, api=API).api_delete(pending=True),
    Verb.REPLY: lambda act: Comment(act.subject_id, api=API).create_comment(params={"message": act.text}, pending=True),
    Verb.PRIVATE_REPLY: lambda act: Page(act.account, api=API).create_message(
        params={
            "recipient": {"comment_id": act.subject_id},
            "message": {"text": act.text},
            "messaging_type": "RESPONSE",
        },
        pending=True,
    ),
    Verb.BLOCK: lambda act: Page(act.account, api=API).create_blocked(params={"psid": [act.subject_id]}, pending=True),
    Verb.UNBLOCK: lambda act: Page(act.account, api=API).delete_blocked(params={"psid": act.subject_id}, pending=True),
}
INSTAGRAM_DEEDS: dict[Verb, Callable[[Act], FacebookRequest]] = {
    Verb.HIDE: lambda act: IGComment(act.subject_id, api=API).api_update(params={"hide": True}, pending=True),
    Verb.UNHIDE: lambda act: IGComment(act.subject_id, api=API).api_update(params={"hide": False}, pending=True),
    Verb.DELETE: lambda act: IGComment(act.subject_id, api=API).api_delete(pending=True),
    Verb.REPLY: lambda act: IGComment(act.subject_id, api=API).create_reply(params={"message": act.text}, pending=True),
    Verb.PRIVATE_REPLY: lambda act: IGUser(act.account, api=API).create_message(
        params={"recipient": {"comment_id": act.subject_id}, "message": {"text": act.text}}, pending=True
    ),
    Verb.CLOSE: lambda act: IGMedia(act.subject_id, api=API).api_update(
        params={"comment_enabled": False}, pending=True
    ),
    Verb.REOPEN: lambda act: IGMedia(act.subject_id, api=API).api_update(
        params={"comment_enabled": True}, pending=True
    ),
}
DEEDS = {"facebook": PAGE_DEEDS, "instagram": INSTAGRAM_DEEDS}


@pytest.mark.parametrize(("name", "verb"), [(name, verb) for name, deeds in DEEDS.items() for verb in deeds])
class TestWhatIsDone:
    def test_it_is_the_request_that_the_sdk_would_send(
        self, name: str, verb: Verb, fake: GraphFake, connection: Any
    ) -> None:
        act = fake.act(verb)
        connection.perform(act)
        (call,) = [call for call in fake.seen_calls if fake.is_change(call)]
        request = DEEDS[name][verb](act)
        as_wanted(call, request)
        assert sent(call) == request._params

    def test_it_is_read_back_as_the_sdk_reads(self, name: str, verb: Verb, fake: GraphFake, connection: Any) -> None:
        act = fake.act(verb)
        act = replace(act, already=connection.standing(act))
        connection.observe(act)
        for call in fake.seen_calls:
            as_wanted(call, LOOKS[name](call, act.account))


def page_look(call: Call, page: str) -> FacebookRequest:
    """The request of the SDK for what we look at."""
    node, _, edge = call.path.strip("/").partition("/")
    thing = Page if node == page else PagePost if node == facebook.POST else Comment
    ways = {"": "api_get", "subscribed_apps": "get_subscribed_apps"}
    return getattr(thing(node, api=API), ways.get(edge, f"get_{edge}"))(pending=True)


def instagram_look(call: Call, account: str) -> FacebookRequest:
    """The request of the SDK for what we look at."""
    node, _, edge = call.path.strip("/").partition("/")
    thing = IGUser if node == account else IGMedia if node == instagram.MEDIA else IGComment
    return getattr(thing(node, api=API), f"get_{edge}" if edge else "api_get")(pending=True)


LOOKS = {"facebook": page_look, "instagram": instagram_look}


@pytest.mark.parametrize("name", list(LOOKS))
class TestWhatIsRead:
    def test_polling_asks_for_what_the_sdk_knows(self, name: str, fake: GraphFake, connection: Any) -> None:
        fake.comment("Words")
        cursor = connection.poll("").cursor
        fake.comment("More words")
        assert "More words" in [comment.text for comment in connection.poll(cursor).incoming]
        for call in fake.seen_calls:
            as_wanted(call, LOOKS[name](call, fake.account))

    def test_fetching_asks_for_what_the_sdk_knows(self, name: str, fake: GraphFake, connection: Any) -> None:
        id_ = fake.comment("Words")
        assert connection.fetch(Ref(id_)).text == "Words"
        for call in fake.seen_calls:
            as_wanted(call, LOOKS[name](call, fake.account))


class TestComments:
    """What Graph cannot do is absent from the SDK, too."""

    def test_nothing_turns_comments_off_on_a_post_that_is_published(self) -> None:
        known = PagePost("1", api=API).api_update(pending=True)._param_checker
        assert not [name for name in known._type_check_info if "comment" in name]
        assert Verb.CLOSE in found.manifest("facebook").verbs
        assert found.manifest("facebook").verbs[Verb.CLOSE].support.value == "manual"

    def test_nothing_blocks_a_commenter_on_instagram(self) -> None:
        assert not hasattr(IGUser, "create_blocked")
        assert found.manifest("instagram").verbs[Verb.BLOCK].support.value == "manual"

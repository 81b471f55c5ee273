"""YouTube beyond what every platform does: units, lists that are a part, Google's own description and client."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.contract_suite import everything, the
from tests.platforms.fakes.serving import Call
from tests.platforms.fakes.youtube import BEGINNING, US, VIDEO, Fake, refused

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import (
    Access,
    AccessRefused,
    Act,
    Health,
    Incoming,
    NotDone,
    NotReadable,
    Ref,
    TryAgain,
    Withheld,
)
from evenhand.platforms.youtube import comments_in, translate
from evenhand.platforms.youtube.client import fifties
from evenhand.platforms.youtube.units import Units, day_of, seconds_to_midnight

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[Fake]:
    there = Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: Fake, tmp_path: Path) -> Any:
    return found.connect("youtube", fake.access(tmp_path))


def act(verb: Verb, subject: str, **known: Any) -> Act:
    return Act("k1", verb, US, subject, post_id=VIDEO, **known)


class TestUnits:
    def test_the_day_begins_at_midnight_in_california(self) -> None:
        assert day_of(datetime(2026, 3, 2, 7, 59, tzinfo=UTC)) == "2026-03-01"
        assert day_of(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) == "2026-03-02"
        assert seconds_to_midnight(datetime(2026, 3, 2, 7, 0, tzinfo=UTC)) == 3_601

    def test_the_day_on_which_the_clock_goes_forward_has_23_hours(self) -> None:
        assert seconds_to_midnight(datetime(2026, 3, 8, 8, 0, tzinfo=UTC)) == 23 * 3_600 + 1

    def test_reading_stops_where_a_fifth_is_left_and_actions_go_on_to_the_last(self, tmp_path: Path) -> None:
        units = Units(tmp_path, "one")
        units.spend(7_999, NOON, on_reading=False)
        with pytest.raises(TryAgain, match="kept for actions") as end:
            units.spend(1, NOON, on_reading=True)
        assert end.value.after_seconds == seconds_to_midnight(NOON)
        units.spend(2_000, NOON, on_reading=False)
        with pytest.raises(TryAgain, match=r"1 of 10,000 units are left today, and this takes 50"):
            units.spend(50, NOON, on_reading=False)
        assert units.spent(NOON) == 9_999

    def test_the_count_outlives_the_program_and_each_credential_has_its_own(self, tmp_path: Path) -> None:
        Units(tmp_path, "one").spend(50, NOON, on_reading=False)
        assert [Units(tmp_path, name).spent(NOON) for name in ("one", "other")] == [50, 0]
        assert b"one" not in (tmp_path / "youtube-units.sqlite3").read_bytes()

    def test_a_call_that_is_refused_costs_as_much(self, fake: Fake, connection: Any, tmp_path: Path) -> None:
        with pytest.raises(NotDone):
            connection.perform(act(Verb.HIDE, fake.absent))
        assert Units(tmp_path, US).spent(BEGINNING) == 50

    def test_a_spent_allowance_is_left_alone_until_midnight(self, fake: Fake, connection: Any) -> None:
        fake.answer = lambda _: refused("quotaExceeded", 403)  # type: ignore[method-assign]
        with pytest.raises(TryAgain) as end:
            connection.poll("")
        assert end.value.after_seconds == seconds_to_midnight(datetime(2026, 3, 2, 21, 0, tzinfo=UTC))


class TestReading:
    def test_answers_that_do_not_come_with_their_thread_are_read_once(self, fake: Fake, connection: Any) -> None:
        top = fake.comment("Top")
        below = {fake.comment(str(number), parent=top) for number in range(120)}
        came, _, cursor = everything(connection)
        assert {comment.id for comment in came} == {top, *below}
        assert {comment.parent_id for comment in came} == {"", top}
        before = len(fake.seen_calls)
        everything(connection, cursor)
        assert not [call for call in fake.seen_calls[before:] if "parentId" in call.query]

    def test_one_more_answer_has_them_read_again(self, fake: Fake, connection: Any) -> None:
        top = fake.comment("Top")
        for number in range(6):
            fake.comment(str(number), parent=top)
        _, _, cursor = everything(connection)
        late = fake.comment("Late", parent=top)
        assert the(everything(connection, cursor)[0], late).text == "Late"

    def test_what_waits_for_review_comes_in_hidden(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        fake.hide(id_)
        assert the(everything(connection)[0], id_).state == "hidden"
        seen = connection.fetch(Ref(id_, VIDEO))
        assert isinstance(seen, Incoming)
        assert seen.state == "hidden"

    def test_what_youtube_does_not_show_is_not_said_to_be_deleted(self, fake: Fake, connection: Any) -> None:
        assert isinstance(connection.fetch(Ref(fake.absent, VIDEO)), Withheld)

    def test_a_comment_has_its_video_and_a_place_to_look_at(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        assert (came.post_id, came.post_text) == (VIDEO, "Open day")
        assert came.url == f"https://www.youtube.com/watch?v={VIDEO}&lc={came.id}"

    def test_the_authors_own_words_go_before_what_is_shown(self) -> None:
        snippet = {"textOriginal": "1 <2", "textDisplay": "1 &lt;2<br>x", "publishedAt": "2026-03-02T09:00:00Z"}
        assert translate({"id": "a", "snippet": snippet}).text == "1 <2"
        assert translate({"id": "a", "snippet": snippet | {"textOriginal": ""}}).text == "1 <2\nx"

    def test_an_export_of_something_else_is_refused(self) -> None:
        with pytest.raises(NotReadable):
            list(comments_in([{"id": 1}]))


class TestActing:
    def test_what_was_rejected_is_not_shown_again_by_us(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        connection.perform(act(Verb.DELETE, id_))
        with pytest.raises(NotDone, match="processingFailure"):
            connection.perform(act(Verb.UNHIDE, id_))
        assert not found.manifest("youtube").verbs[Verb.DELETE].reversible

    def test_an_answer_to_an_answer_goes_to_the_thread(self, fake: Fake, connection: Any) -> None:
        top = fake.comment()
        below = fake.comment(parent=top)
        connection.perform(act(Verb.REPLY, below, text="At nine."))
        assert fake.seen_calls[-1].json == {"snippet": {"parentId": top, "textOriginal": "At nine."}}

    def test_an_answer_is_held_and_found_held(self, fake: Fake, connection: Any) -> None:
        below = fake.comment(parent=fake.comment())
        assert not connection.observe(act(Verb.HIDE, below)).in_effect
        connection.perform(act(Verb.HIDE, below))
        assert connection.observe(act(Verb.HIDE, below)).in_effect

    def test_nobody_is_blocked_by_a_call_that_has_no_way_back(self) -> None:
        verbs = found.manifest("youtube").verbs
        assert {verbs[verb].support for verb in (Verb.BLOCK, Verb.UNBLOCK)} == {Support.MANUAL}

    def test_fifty_ids_go_in_one_call(self) -> None:
        lists = list(fifties([str(number) for number in range(101)]))
        assert [len(some.split(",")) for some in lists] == [50, 50, 1]


class TestAccess:
    def test_somebody_elses_token_is_found_by_the_probe(self, fake: Fake, tmp_path: Path) -> None:
        connection: Any = found.connect("youtube", Access("UCother", fake.secrets, fake.address, tmp_path))
        assert connection.probe().health is Health.BROKEN

    @pytest.mark.parametrize("reason", ["insufficientPermissions", "accessNotConfigured", "forbidden"])
    def test_a_channel_that_may_not_be_read_has_somebody_told(self, fake: Fake, connection: Any, reason: str) -> None:
        fake.answer = lambda _: refused(reason, 403)  # type: ignore[method-assign]
        with pytest.raises(AccessRefused):
            connection.poll("")


class TestGooglesOwnDescription:
    """The discovery document that Google's client for Python carries, and that client itself."""

    def test_every_call_of_ours_is_one_that_it_describes(self, fake: Fake, connection: Any, tmp_path: Path) -> None:
        top = fake.comment()
        for _ in range(6):
            fake.comment(parent=top)
        everything(connection)
        connection.probe()
        connection.fetch(Ref(top, VIDEO))
        for verb in (Verb.HIDE, Verb.UNHIDE, Verb.REPLY, Verb.DELETE):
            asked = act(verb, top, text="At nine.")
            connection.perform(asked)
            connection.observe(asked)
        methods = {described(call)["id"] for call in fake.seen_calls}
        assert methods == {
            f"youtube.{name}"
            for name in ("commentThreads.list", "comments.list", "comments.insert", "comments.setModerationStatus",
                         "videos.list", "channels.list")
        }  # fmt: skip

    @pytest.mark.parametrize(
        "query", ["moderationStatus=hidden&id=a", "id=a", "moderationStatus=rejected&id=a&forever=true"]
    )
    def test_a_call_that_it_does_not_describe_is_found(self, query: str) -> None:
        pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in query.split("&")))
        with pytest.raises(AssertionError):
            described(Call("POST", "/youtube/v3/comments/setModerationStatus", dict(pairs), pairs, {}, b""))

    def test_its_scope_is_the_one_we_ask_for(self) -> None:
        oauth = found.manifest("youtube").oauth
        assert oauth is not None
        for name in ("list", "insert", "setModerationStatus"):
            assert set(oauth.scopes) & set(document()["resources"]["comments"]["methods"][name]["scopes"])

    def test_googles_client_reads_and_moderates_on_our_server(self, fake: Fake) -> None:
        from google.oauth2.credentials import Credentials
        from googleapiclient.discovery import build

        id_ = fake.comment("Words")
        token = Credentials(fake.secrets["access_token"])  # type: ignore[no-untyped-call]
        options = {"api_endpoint": fake.address}
        with build("youtube", "v3", credentials=token, client_options=options, static_discovery=True) as theirs:
            listed = theirs.commentThreads().list(part="snippet", allThreadsRelatedToChannelId=US).execute()
            assert [translate(one).text for one in comments_in(listed)] == ["Words"]
            theirs.comments().setModerationStatus(id=id_, moderationStatus="heldForReview").execute()
            body = {"snippet": {"parentId": id_, "textOriginal": "At nine."}}
            made = theirs.comments().insert(part="snippet", body=body).execute()
        assert fake.comments[id_]["snippet"]["moderationStatus"] == "heldForReview"
        assert made["snippet"]["textOriginal"] == "At nine."


def document() -> Any:
    file = resources.files("googleapiclient") / "discovery_cache" / "documents" / "youtube.v3.json"
    return json.loads(file.read_text())


def described(call: Call) -> Any:
    """The method that a call is, with every parameter of it allowed and none missing."""
    methods = [
        method
        for resource in document()["resources"].values()
        for method in resource.get("methods", {}).values()
        if (method["httpMethod"], f"/{method['path']}") == (call.method, call.path)
    ]
    assert len(methods) == 1, f"{call.method} {call.path} is nowhere described"
    known = methods[0]["parameters"]
    assert {name for name, how in known.items() if how.get("required")} <= call.query.keys()
    for name, value in call.queries:
        assert name in known, f"{call.path} knows no {name}"
        how = known[name]
        assert value in how.get("enum", [value])
        if how["type"] == "integer":
            assert int(how.get("minimum", 0)) <= int(value) <= int(how["maximum"])
    if call.body:
        snippet = document()["schemas"]["CommentSnippet"]["properties"]
        assert call.json["snippet"].keys() <= snippet.keys()
    return methods[0]

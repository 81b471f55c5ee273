"""The round trip on the AT network's own software: from a stranger's reply to hidden, as others see it, and back."""

from pathlib import Path
from typing import Any

import pytest
from tests.peers.at_people import Person, Post, eventually
from tests.peers.house import HIDE, carried_out, now, polled_in
from tests.peers.programs import AtNetwork
from tests.peers.proof import Proof
from tests.platforms.contract_suite import everything, the
from tests.rooms.world import BY, new_body, new_officer
from tests.rules.hearing import STOCKPORT

from evenhand.actions import carrying_out
from evenhand.actions import operations as actions
from evenhand.actions.models import Action
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.vocabulary import Verb
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel, Comment
from evenhand.platforms import found
from evenhand.platforms.bluesky.client import Refusal
from evenhand.platforms.bluesky.names import GATE, uri
from evenhand.platforms.contract import Access, AccessRefused, Act, Gone, Health, Incoming, Ref, TryAgain, Withheld

MANIFEST = found.manifest("bluesky")


@pytest.fixture
def access(network: AtNetwork, council: Person, tmp_path: Path) -> Access:
    secrets = {"app_password": council.app_password(), "labeller": network.labeller}
    return Access(council.handle, secrets, network.server, tmp_path)


@pytest.fixture
def connection(access: Access) -> Any:
    return found.connect("bluesky", access)


@pytest.fixture
def post(council: Person) -> Post:
    return council.write("Bin collections change next week")


def act(verb: Verb, subject: str, key: str = "k1", text: str = "", **known: Any) -> Act:
    return Act(key, verb, "council", subject, text, **known)


def until_observed(connection: Any, asked: Act) -> None:
    def seen() -> bool:
        try:
            return bool(connection.observe(asked).in_effect)
        except TryAgain:  # written, and not shown yet
            return False

    eventually(seen)


def ids(connection: Any) -> set[str]:
    return {comment.id for comment in everything(connection)[0]}


class TestThroughTheHouse:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_from_a_strangers_reply_to_hidden_and_back(
        self, access: Access, council: Person, robin: Person, passer_by: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        body = new_body()
        ada = new_officer(body, "Ada Marsh")
        channel = a_channel(body, council)
        rude = robin.write("I will kill you all, I know where you live", post)
        below = passer_by.write("He means it, too", rude)
        robin.write("When do you collect on Monday?", post)

        polled_in(channel, access)
        comment = Comment.objects.get(channel=channel, native_id=rude.uri)
        assert comment.post is not None
        assert (comment.post.native_id, comment.post.text) == (post.uri, "Bin collections change next week")
        bluesky_proof.shown("poll")

        case = Case.objects.get(comment=comment)
        decision = cases.decide(
            case_id=case.pk, body=body, draft=HIDE, version=case.version, edition=STOCKPORT,
            supported=MANIFEST.supported, by=ada, at=now(),
        )  # fmt: skip
        done = carried_out(decision.actions.get(), access)
        assert (done.state, done.capture is not None) == ("done", True)
        eventually(lambda: rude.uri in passer_by.sees_under(post.uri)[1])
        assert not {rude.uri, below.uri} & passer_by.sees_under(post.uri)[0], "what answers it moves along"
        bluesky_proof.shown("hide")

        case.refresh_from_db()
        cases.undo(case_id=case.pk, body=body, reason="a mistake", version=case.version, by=ada, at=now())
        assert carried_out(Action.objects.get(verb="unhide"), access).state == "done"
        eventually(lambda: rude.uri in passer_by.sees_under(post.uri)[0])
        bluesky_proof.shown("unhide")

    def test_an_answer_is_written_once_and_others_read_it(
        self, access: Access, council: Person, robin: Person, passer_by: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        body = new_body()
        channel = a_channel(body, council)
        asked = robin.write("When do you collect on Monday?", post)
        polled_in(channel, access)
        comment = Comment.objects.get(channel=channel, native_id=asked.uri)
        words = "On Tuesday. More at https://harrowmere.example/bins."
        action = actions.ask_for(
            about="test 1", channel=channel, subject=comment, verb=Verb.REPLY, text=words, by=BY, at=now()
        )
        assert carried_out(action, access).state == "done"
        seen = eventually(lambda: answers(passer_by, asked, council))
        assert [answer["record"]["text"] for answer in seen] == [words]
        link = seen[0]["record"]["facets"][0]
        start, end = link["index"]["byteStart"], link["index"]["byteEnd"]
        assert words.encode()[start:end] == b"https://harrowmere.example/bins"

        again = carrying_out._act(action)
        connection = found.performer("bluesky", access)
        assert "before" in connection.perform(again).words
        assert len(answers(passer_by, asked, council)) == 1
        came, _, _ = everything(found.reader("bluesky", access))
        assert the(came, seen[0]["uri"]).author_id == channel.account, "what we wrote ourselves is never flagged"
        bluesky_proof.shown("reply")


def a_channel(body: Any, council: Person) -> Channel:
    return intake.create_channel(
        body=body, name="bluesky", title="Bluesky", platform="bluesky", account=council.handle, known=found.names(),
        by=BY, at=now(),
    )  # fmt: skip


def answers(person: Person, below: Post, by: Person) -> list[dict[str, Any]]:
    replies = person.look("app.bsky.feed.getPostThread", uri=below.uri)["thread"].get("replies", [])
    return [reply["post"] for reply in replies if reply["post"]["author"]["did"] == by.did]


class TestReading:
    def test_every_depth_comes_in_and_what_notifications_lose_is_found_by_the_walk(
        self, connection: Any, council: Person, robin: Person, passer_by: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        """An answer that is indexed before what it answers brings no notification; the thread has it all the same."""
        chain = [robin.write("0", post)]
        for number in range(1, 8):
            chain.append((passer_by if number % 2 else robin).write(str(number), chain[-1]))
        told = {n["uri"] for n in council.look("app.bsky.notification.listNotifications", limit=100)["notifications"]}
        assert not {each.uri for each in chain} <= told, "the deepest bring no notification to whoever began it"
        eventually(lambda: {each.uri for each in chain} <= ids(connection))
        came, _, _ = everything(connection)
        deepest = the(came, chain[-1].uri)
        assert (deepest.post_id, deepest.parent_id, deepest.text) == (post.uri, chain[-2].uri, "7")
        assert (deepest.author_id, deepest.author_handle) == (passer_by.did, passer_by.handle)
        bluesky_proof.shown("poll")

    def test_what_comes_later_comes_from_the_cursor(self, connection: Any, robin: Person, post: Post) -> None:
        first = robin.write("First", post)
        _, _, cursor = everything(connection)
        second = robin.write("Second", post)

        def came() -> set[str]:
            return {comment.id for comment in everything(connection, cursor)[0]}

        eventually(lambda: second.uri in came())
        assert {second.uri} <= came() <= {first.uri, second.uri}

    def test_hidden_blocked_and_deleted_are_told_apart(
        self, connection: Any, robin: Person, passer_by: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        hidden, deleted = robin.write("Hidden", post), robin.write("Deleted", post)
        connection.perform(act(Verb.HIDE, hidden.uri))
        robin.delete(deleted)
        until_observed(connection, act(Verb.HIDE, hidden.uri))
        seen = connection.fetch(Ref(hidden.uri))
        assert isinstance(seen, Incoming)
        assert (seen.state, seen.text) == ("hidden", "Hidden")
        assert isinstance(connection.fetch(Ref(deleted.uri)), Gone)

        blocked = passer_by.write("Blocked", post)
        connection.perform(act(Verb.BLOCK, passer_by.did, "k2"))
        eventually(lambda: isinstance(connection.fetch(Ref(blocked.uri)), Withheld))
        bluesky_proof.shown("fetch")


class TestActing:
    def test_two_who_hide_at_once_both_have_their_way(
        self, connection: Any, access: Access, robin: Person, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between our look and our writing somebody else writes: the server refuses ours, and we look again."""
        ours, theirs = robin.write("Ours", post), robin.write("Theirs", post)
        colleague: Any = found.connect("bluesky", access)
        colleague.perform(act(Verb.HIDE, ours.uri, "k0"))
        colleague.perform(act(Verb.UNHIDE, ours.uri, "k00"))
        client, refused = connection._client, list[str]()
        put = client.put

        def interrupted(*said: Any) -> None:
            if not refused:
                colleague.perform(act(Verb.HIDE, theirs.uri, "k2"))
            try:
                put(*said)
            except Refusal as conflict:
                refused.append(conflict.name)
                raise

        monkeypatch.setattr(client, "put", interrupted)
        connection.perform(act(Verb.HIDE, ours.uri))
        assert refused == ["InvalidSwap"]
        gate = uri(post.uri.replace("app.bsky.feed.post", GATE))
        assert gate is not None
        held = client.record(gate)
        assert set(held.value["hiddenReplies"]) == {ours.uri, theirs.uri}

    def test_nobody_can_reply_until_it_is_open_again(
        self, connection: Any, robin: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        hidden = robin.write("Hidden", post)
        connection.perform(act(Verb.HIDE, hidden.uri))
        connection.perform(act(Verb.CLOSE, post.uri, "k2"))
        eventually(lambda: (robin.sees(post.uri) or {})["viewer"].get("replyDisabled"))
        until_observed(connection, act(Verb.CLOSE, post.uri))
        assert "before" in connection.perform(act(Verb.CLOSE, post.uri, "k2")).words
        bluesky_proof.shown("close")
        connection.perform(act(Verb.REOPEN, post.uri, "k3"))
        eventually(lambda: not (robin.sees(post.uri) or {})["viewer"].get("replyDisabled"))
        until_observed(connection, act(Verb.REOPEN, post.uri))
        until_observed(connection, act(Verb.HIDE, hidden.uri))
        bluesky_proof.shown("reopen")

    def test_who_is_blocked_sees_it_and_sees_it_lifted(
        self, connection: Any, council: Person, robin: Person, bluesky_proof: Proof
    ) -> None:
        def is_blocked() -> bool:
            return bool(robin.look("app.bsky.actor.getProfile", actor=council.did)["viewer"].get("blockedBy"))

        connection.perform(act(Verb.BLOCK, robin.did))
        eventually(is_blocked)
        assert connection.observe(act(Verb.BLOCK, robin.did)).in_effect
        assert "before" in connection.perform(act(Verb.BLOCK, robin.did, "k9")).words
        bluesky_proof.shown("block")
        connection.perform(act(Verb.UNBLOCK, robin.did, "k2"))
        eventually(lambda: not is_blocked())
        assert connection.observe(act(Verb.UNBLOCK, robin.did)).in_effect
        bluesky_proof.shown("unblock")

    def test_a_report_reaches_the_moderation_service(
        self, connection: Any, network: AtNetwork, robin: Person, post: Post, bluesky_proof: Proof
    ) -> None:
        rude = robin.write("Rude", post)
        connection.perform(act(Verb.REPORT, rude.uri, text="It threatens our staff."))
        told = {"identifier": "mod-authority.test", "password": "hunter2"}
        session = Person(network.server, "", "", "", "").do("com.atproto.server.createSession", **told)
        moderator = Person(network.server, "mod-authority.test", "hunter2", session["did"], session["accessJwt"])
        events = reports(moderator, network.labeller, rude.uri)
        assert [event["event"]["comment"] for event in events] == ["It threatens our staff."]
        bluesky_proof.shown("report")

    def test_another_persons_thread_is_not_ours_to_hide_in(
        self, connection: Any, robin: Person, passer_by: Person
    ) -> None:
        theirs = passer_by.write("My own post")
        reply = robin.write("A reply to it", theirs)
        with pytest.raises(Exception, match="is not ours"):
            connection.perform(act(Verb.HIDE, reply.uri))


def reports(moderator: Person, labeller: str, subject: str) -> list[dict[str, Any]]:
    import httpx

    answer = httpx.get(
        f"{moderator.server}/xrpc/tools.ozone.moderation.queryEvents",
        params={"subject": subject, "types": "tools.ozone.moderation.defs#modEventReport"},
        headers={"Authorization": f"Bearer {moderator.token}", "atproto-proxy": f"{labeller}#atproto_labeler"},
    )
    answer.raise_for_status()
    return list(answer.json()["events"])


class TestHealth:
    def test_an_app_password_works_until_it_is_revoked(self, access: Access, council: Person) -> None:
        kept = dict[str, str]()
        first: Any = found.connect("bluesky", Access(access.account, access.secrets, access.address, keep=kept.update))
        assert first.probe().health is Health.HEALTHY
        resumed = Access(access.account, {**access.secrets, **kept}, access.address)
        again: Any = found.connect("bluesky", resumed)
        assert again.probe().words == f"signed in as {council.handle}"
        wrong: Any = found.connect("bluesky", Access(access.account, {"app_password": "no"}, access.address))
        assert wrong.probe().health is Health.BROKEN
        with pytest.raises(AccessRefused):
            wrong.poll("")

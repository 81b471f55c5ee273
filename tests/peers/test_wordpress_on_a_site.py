"""The round trip on WordPress itself: from a stranger's comment through the form to held, shown, binned and back."""

from pathlib import Path
from typing import Any

import pytest
from tests.peers.house import HIDE, carried_out, now, polled_in
from tests.peers.proof import Proof
from tests.peers.wordpress_site import USER, Site
from tests.platforms.contract_suite import everything
from tests.rooms.world import BY, new_body, new_officer
from tests.rules.hearing import STOCKPORT

from evenhand.actions.models import Action
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.vocabulary import Verb
from evenhand.intake import operations as intake
from evenhand.platforms import found
from evenhand.platforms.contract import Access, AccessRefused, Act, Gone, Health, Incoming, NotDone, Ref

ACCOUNT = "https://news.harrowmere.example"


@pytest.fixture
def access(site: Site, tmp_path: Path) -> Access:
    secrets = {"user": USER, "application_password": site.password}
    return Access(ACCOUNT, secrets, site.address, tmp_path)


@pytest.fixture
def connection(access: Access) -> Any:
    return found.connect("wordpress", access)


@pytest.fixture
def post(site: Site) -> int:
    return int(site.publish("Bins & boxes")["id"])


def act(verb: Verb, subject: object, text: str = "", already: tuple[str, ...] = ()) -> Act:
    return Act("k1", verb, ACCOUNT, str(subject), text, already)


def written(site: Site, connection: Any, post: int, words: str, parent: str = "0") -> Incoming:
    assert site.write(post, words, int(parent)) == 302
    return [comment for comment in everything(connection)[0] if comment.post_id == str(post)][-1]


def test_a_strangers_comment_comes_in_as_it_was_typed(
    site: Site, connection: Any, post: int, wordpress_proof: Proof
) -> None:
    came = written(site, connection, post, "You <b>are</b> <a href='https://x.example/'>late</a>\n1 < 2 & so on")
    assert (came.text, came.attachments) == ("You are late\n1 < 2 & so on", ("https://x.example/",))
    assert (came.author_name, came.author_id, came.post_text) == ("Robin Vale", "", "Bins & boxes")
    assert came.url.endswith(f"#comment-{came.id}")
    assert b"robin@example.org" not in came.payload
    below = written(site, connection, post, "An answer", came.id)
    assert below.parent_id == came.id
    wordpress_proof.shown("poll")


@pytest.mark.django_db(transaction=True)
def test_a_strangers_comment_is_decided_hidden_and_brought_back_by_the_house(
    site: Site, access: Access, connection: Any, post: int, wordpress_proof: Proof
) -> None:
    """By the operations that the console calls: its address is not on https, so no page of the console takes it."""
    body = new_body()
    ada = new_officer(body, "Ada Marsh")
    channel = intake.create_channel(
        body=body, name="news", title="News", platform="wordpress", account=ACCOUNT, known=found.names(), by=BY,
        at=now(),
    )  # fmt: skip
    came = written(site, connection, post, "You pathetic moron")
    polled_in(channel, access)
    case = Case.objects.get(comment__native_id=came.id)
    decision = cases.decide(
        case_id=case.pk, body=body, draft=HIDE, version=case.version, edition=STOCKPORT,
        supported=found.manifest("wordpress").supported, by=ada, at=now(),
    )  # fmt: skip
    hiding = carried_out(decision.actions.get(verb="hide"), access)
    assert (hiding.state, hiding.capture is not None, site.shown(post)) == ("done", True, set())

    case.refresh_from_db()
    cases.undo(case_id=case.pk, body=body, reason="a mistake", version=case.version, by=ada, at=now())
    assert carried_out(Action.objects.get(verb="unhide"), access).state == "done"
    assert site.shown(post) == {came.id}
    wordpress_proof.shown("poll", "hide", "unhide")


def test_it_is_held_shown_binned_and_brought_back_as_the_public_sees(
    site: Site, connection: Any, post: int, wordpress_proof: Proof
) -> None:
    came = written(site, connection, post, "You are all late")
    for verb, state, seen in (
        (Verb.HIDE, "hidden", set[str]()),
        (Verb.UNHIDE, "visible", {came.id}),
        (Verb.DELETE, "deleted", set[str]()),
        (Verb.UNHIDE, "visible", {came.id}),
    ):
        connection.perform(act(verb, came.id))
        assert "before" in connection.perform(act(verb, came.id)).words
        assert connection.observe(act(verb, came.id)).in_effect
        assert site.shown(post) == seen
        now = connection.fetch(Ref(came.id))
        assert isinstance(now, Incoming)
        assert now.state == state
        wordpress_proof.shown(verb.value, "fetch")


def test_our_answer_stands_once_as_words_and_is_known_as_ours(
    site: Site, connection: Any, post: int, wordpress_proof: Proof
) -> None:
    came = written(site, connection, post, "When do you collect?")
    words = "On <Monday> & 'Tuesday'."
    asked = act(Verb.REPLY, came.id, words)
    assert connection.standing(asked) == ()
    connection.perform(asked)
    assert connection.perform(asked).words == "409: done before"
    assert connection.observe(asked).in_effect
    mine = [comment for comment in everything(connection)[0] if comment.parent_id == came.id]
    assert [(comment.text, comment.author_id) for comment in mine] == [(words, ACCOUNT)]
    assert site.shown(post) == {came.id, mine[0].id}
    wordpress_proof.shown("reply")


def test_a_closed_post_takes_nobodys_comment_until_it_is_open_again(
    site: Site, connection: Any, post: int, wordpress_proof: Proof
) -> None:
    came = written(site, connection, post, "First")
    connection.perform(act(Verb.CLOSE, post))
    assert connection.observe(act(Verb.CLOSE, post)).in_effect
    assert site.write(post, "While it is closed") == 403
    assert site.shown(post) == {came.id}, "what is there stays"
    with pytest.raises(NotDone, match="rest_comment_closed"):
        connection.perform(act(Verb.REPLY, came.id, "We cannot answer, either"))
    wordpress_proof.shown("close")
    connection.perform(act(Verb.REOPEN, post))
    assert connection.observe(act(Verb.REOPEN, post)).in_effect
    assert site.write(post, "Open again") == 302
    wordpress_proof.shown("reopen")


def test_what_never_was_is_gone_and_nothing_is_done_to_it(connection: Any) -> None:
    assert isinstance(connection.fetch(Ref("99999")), Gone)
    with pytest.raises(NotDone):
        connection.perform(act(Verb.HIDE, 99999))


def test_the_password_is_taken_and_a_wrong_one_is_not(site: Site, connection: Any) -> None:
    assert connection.probe().words == "signed in as Harrowmere Council"
    secrets = {"user": USER, "application_password": "xxxx-wrong-xxxx"}
    wrong: Any = found.connect("wordpress", Access(ACCOUNT, secrets, site.address))
    assert wrong.probe().health is Health.BROKEN
    with pytest.raises(AccessRefused):
        wrong.poll("")

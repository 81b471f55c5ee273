"""Mastodon's interface as another's server speaks it: snac2, with our own client, and people who write by hand.

What it does not do is skipped with its reason; for Mastodon's own software see tests/platforms/test_mastodon_recorded.
"""

import secrets
from dataclasses import replace
from typing import Any

import pytest
from tests.peers.at_people import eventually
from tests.peers.proof import Proof
from tests.peers.snac_server import Account
from tests.platforms.contract_suite import everything, the

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Access, AccessRefused, Act, Health, Incoming, NotDone, Ref, Withheld

WORDS = "On Tuesday. More on our pages."
Status = dict[str, Any]
DIRECT_ANSWERS_ONLY = "snac2 2.75 lists the direct answers to a status, and none below those"


@pytest.fixture
def connection(snac_people: dict[str, Account]) -> Any:
    council = snac_people["council"]
    return found.connect("mastodon", Access(named(council), {"token": council.token}, council.address))


@pytest.fixture
def post(snac_people: dict[str, Account]) -> Status:
    return snac_people["council"].write(f"Bin collections change next week ({secrets.token_hex(3)})")


@pytest.fixture
def reply(snac_people: dict[str, Account], post: Status) -> Status:
    return answered(snac_people, "robin", post, "When do you collect on Monday?")


def named(account: Account) -> str:
    return f"{account.name}@{account.address.removeprefix('http://')}"


def answered(people: dict[str, Account], who: str, above: Status, words: str) -> Status:
    """A stranger's answer as the council sees it; it is delivered within some seconds."""
    council = people["council"]
    made = people[who].write(f"@{named(council)} {words}", above["id"])
    return eventually(lambda: next((one for one in council.below(above["id"]) if one["id"] == made["id"]), None)) or {}


def act(verb: Verb, subject: str, text: str = "", **known: Any) -> Act:
    return Act(f"k-{secrets.token_hex(4)}", verb, "council", subject, text, **known)


def test_a_strangers_answer_comes_in_under_our_post(
    connection: Any, reply: Status, post: Status, mastodon_proof: Proof
) -> None:
    came = the(everything(connection)[0], reply["id"])
    assert came.text.endswith("When do you collect on Monday?")
    assert (came.post_id, came.parent_id, came.post_text) == (post["id"], "", post["content"].removesuffix("<br>"))
    assert (came.author_id, came.author_name) == (reply["account"]["id"], "robin")
    mastodon_proof.shown("poll")


def test_what_comes_later_comes_from_the_cursor(
    connection: Any, snac_people: dict[str, Account], reply: Status, post: Status
) -> None:
    _, _, cursor = everything(connection)
    later = answered(snac_people, "passer", post, "Later")
    assert later["id"] in {one.id for one in everything(connection, cursor)[0]}


def test_the_walk_finds_every_depth(connection: Any, snac_people: dict[str, Account], reply: Status) -> None:
    below = snac_people["council"].write("An answer of ours that names nobody", reply["id"])
    came, _, _ = everything(connection)
    if below["id"] not in {one.id for one in came} and below["id"] in {
        one["id"] for one in snac_people["council"].below(reply["id"])
    }:
        pytest.skip(DIRECT_ANSWERS_ONLY)
    assert the(came, below["id"]).parent_id == reply["id"]


def test_one_is_fetched_as_it_is_and_what_never_was_is_withheld(
    connection: Any, reply: Status, post: Status, mastodon_proof: Proof
) -> None:
    fetched = connection.fetch(Ref(reply["id"], post["id"]))
    assert isinstance(fetched, Incoming)
    assert fetched.text == the(everything(connection)[0], reply["id"]).text
    assert isinstance(connection.fetch(Ref("9" * 40, post["id"])), Withheld)
    mastodon_proof.shown("fetch")


def test_our_answer_names_whom_it_answers_and_others_read_it_once(
    connection: Any, snac_people: dict[str, Account], reply: Status, mastodon_proof: Proof
) -> None:
    asked = act(Verb.REPLY, reply["id"], WORDS)
    assert connection.standing(asked) == ()
    connection.perform(asked)
    assert connection.observe(asked).in_effect
    robin = snac_people["robin"]
    [seen] = eventually(lambda: [one for one in robin.below(reply["id"]) if WORDS in one["content"]])
    assert (seen["account"]["username"], seen["in_reply_to_id"]) == ("council", reply["id"])
    assert seen["content"].startswith(f"@{named(robin)}"), "whom it answers is named"
    mastodon_proof.shown("reply")


def test_what_stood_there_before_is_told_apart_where_a_server_knows_no_keys(connection: Any, reply: Status) -> None:
    """snac2 ignores Idempotency-Key: only what we remember of before the first try tells one answer from another."""
    first = act(Verb.REPLY, reply["id"], WORDS)
    connection.perform(first)
    stands = connection.standing(first)
    second = replace(act(Verb.REPLY, reply["id"], WORDS), already=stands)
    assert len(stands) == 1
    assert not connection.observe(second).in_effect
    connection.perform(second)
    assert connection.observe(second).in_effect


def test_an_author_is_blocked_twice_seen_blocked_and_unblocked(
    connection: Any, snac_people: dict[str, Account], reply: Status, mastodon_proof: Proof
) -> None:
    author, council = reply["account"]["id"], snac_people["council"]
    for verb, blocked in ((Verb.BLOCK, True), (Verb.BLOCK, True), (Verb.UNBLOCK, False), (Verb.UNBLOCK, False)):
        connection.perform(act(verb, author))
        assert connection.observe(act(verb, author)).in_effect
        [told] = council.asks("GET", "/api/v1/accounts/relationships", params={"id[]": author})
        assert told["blocking"] is blocked
        mastodon_proof.shown(verb.value)
    with pytest.raises(NotDone):
        connection.perform(act(Verb.BLOCK, "nobody"))


def test_a_private_answer_reaches_its_reader_and_nobody_else(
    connection: Any, snac_people: dict[str, Account], reply: Status, mastodon_proof: Proof
) -> None:
    words = f"This is why, {secrets.token_hex(3)}"
    asked = act(Verb.PRIVATE_REPLY, reply["id"], words)
    connection.perform(asked)
    eventually(lambda: any(words in told for told in mentions(snac_people["robin"])))
    assert not any(words in one["content"] for one in snac_people["passer"].below(reply["id"]))
    if not connection.observe(asked).in_effect:
        pytest.skip("snac2 2.75 does not list a private answer under what it answers: it cannot be read back")
    mastodon_proof.shown("reply privately")


def refusal(connection: Any, asked: Act) -> str:
    """In which words the server refuses an act for good, "" where it does it."""
    try:
        connection.perform(asked)
    except NotDone as refused:
        return str(refused)
    return ""


def mentions(account: Account) -> list[str]:
    told = account.asks("GET", "/api/v1/notifications")
    return [one["status"]["content"] for one in told if one.get("status")]


def test_a_report_is_taken(connection: Any, reply: Status, mastodon_proof: Proof) -> None:
    refused = refusal(connection, act(Verb.REPORT, reply["id"], "It threatens our staff."))
    if refused.startswith("422"):
        pytest.skip("snac2 2.75 takes no reports: it answers 422, and a person is asked")
    assert refused == ""
    mastodon_proof.shown("report")


def test_what_we_wrote_is_taken_back(connection: Any, post: Status, mastodon_proof: Proof) -> None:
    refused = refusal(connection, act(Verb.DELETE, post["id"], author_id=connection._client.account))
    if refused.startswith("404"):
        pytest.skip("snac2 2.75 deletes nothing by this interface: it answers 404, and a person is asked")
    assert refused == ""
    assert isinstance(connection.fetch(Ref(post["id"])), Withheld)
    mastodon_proof.shown("delete")


def test_another_persons_words_are_not_ours_to_delete(connection: Any, reply: Status) -> None:
    with pytest.raises(NotDone, match="wrote itself"):
        connection.perform(act(Verb.DELETE, reply["id"], author_id=reply["account"]["id"]))


def test_the_token_is_taken_and_a_wrong_one_is_not(connection: Any, snac_people: dict[str, Account]) -> None:
    council = snac_people["council"]
    assert connection.probe().words == "signed in as @council"
    wrong: Any = found.connect("mastodon", Access(named(council), {"token": "0" * 32}, council.address))
    assert wrong.probe().health is Health.BROKEN
    with pytest.raises(AccessRefused):
        wrong.poll("")

"""What every platform promises `carry_out`, shown on the simulator: once for a key, and readable afterwards."""

from pathlib import Path

import pytest

from evenhand.core.vocabulary import Subject, Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Access, AccessRefused, Act, NotDone, TryAgain, Unknown
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.connection import Connection
from evenhand.platforms.simulator.network import FAULTS, Network

ACCOUNT = "town-page"


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """One post with one comment."""
    network = Network(tmp_path / "deeper" / "simulator.sqlite3")
    network.publish(
        [(ACCOUNT, "p1", "The library opens late", "2024-03-04T09:00:00Z")],
        [(ACCOUNT, "c1", "p1", "", "Robin Vale", "Words", "2024-03-04T11:00:00Z")],
    )
    return network


def act(verb: Verb, key: str = "k1", comment: str = "c1", text: str = "") -> Act:
    return Act(key, verb, ACCOUNT, comment, text)


def shown(network: Network) -> list[str]:
    return [comment.id for post in network.wall(ACCOUNT) for comment in post.comments]


@pytest.mark.parametrize("verb", [Verb.HIDE, Verb.DELETE])
def test_what_is_removed_is_gone_from_the_wall_and_seen_on_reading_back(network: Network, verb: Verb) -> None:
    assert not network.observe(act(verb)).in_effect
    assert network.perform(act(verb)).words == "200: done"
    assert (shown(network), network.observe(act(verb)).in_effect) == ([], True)


def test_what_was_hidden_can_be_shown_again(network: Network) -> None:
    network.perform(act(Verb.HIDE))
    network.perform(act(Verb.UNHIDE, "k2"))
    assert (shown(network), network.observe(act(Verb.HIDE)).in_effect) == (["c1"], False)


def test_what_was_deleted_cannot_be_shown_again(network: Network) -> None:
    network.perform(act(Verb.DELETE))
    with pytest.raises(NotDone, match="404"):
        network.perform(act(Verb.UNHIDE, "k2"))


def test_a_reply_stands_under_the_comment(network: Network) -> None:
    network.perform(act(Verb.REPLY, text="Please write to us."))
    assert network.wall(ACCOUNT)[0].comments[0].replies == ("Please write to us.",)
    assert network.observe(act(Verb.REPLY)).in_effect
    assert not network.observe(act(Verb.REPLY, "another key")).in_effect


def test_a_post_that_is_gone_is_neither_closed_nor_reopened(network: Network) -> None:
    network.remove_post(ACCOUNT, "p1")
    for verb in (Verb.CLOSE, Verb.REOPEN):
        with pytest.raises(NotDone, match="404: there is no post p1"):
            network.perform(act(verb, comment="p1"))
    assert network.wall(ACCOUNT) == []


@pytest.mark.parametrize("verb", list(Verb))
def test_the_same_key_takes_effect_once(network: Network, verb: Verb) -> None:
    asked = act(verb, text="Hello", comment="p1" if verb.subject is Subject.POST else "c1")
    first = network.perform(asked).words
    assert (first, network.perform(asked).words) == ("200: done", "200: done before")
    assert (network.counted("call", "k1"), network.counted("effect", "k1")) == (2, 1)


@pytest.mark.parametrize(
    ("fault", "raises", "effects"),
    [
        ("time-out after acting", Unknown, 1),
        ("time-out before acting", Unknown, 0),
        ("refuse", NotDone, 0),
        ("busy", TryAgain, 0),
        ("no access", AccessRefused, 0),
    ],
)
def test_a_fault_strikes_once_and_the_next_call_goes_through(
    network: Network, fault: str, raises: type[Exception], effects: int
) -> None:
    network.fail_next(fault)
    with pytest.raises(raises):
        network.perform(act(Verb.HIDE))
    assert (network.counted("effect", "k1"), shown(network)) == (effects, [] if effects else ["c1"])
    network.perform(act(Verb.HIDE))
    assert (network.counted("effect", "k1"), shown(network)) == (1, [])


def test_every_fault_is_tested_above() -> None:
    assert set(FAULTS) == {"time-out after acting", "time-out before acting", "refuse", "busy", "no access"}


def test_a_fault_that_it_does_not_know_is_an_error(network: Network) -> None:
    with pytest.raises(ValueError, match="knows no fault"):
        network.fail_next("melt")


def test_a_busy_network_says_for_how_long(network: Network) -> None:
    network.fail_next("busy")
    with pytest.raises(TryAgain) as told:
        network.perform(act(Verb.HIDE))
    assert told.value.after_seconds == 1


def test_a_comment_that_is_not_there_is_refused_for_good(network: Network) -> None:
    with pytest.raises(NotDone, match="404: there is no comment c9"):
        network.perform(act(Verb.HIDE, comment="c9"))


def test_an_account_whose_platform_never_does_it_is_refused_each_time(network: Network) -> None:
    network.refuse(ACCOUNT, [Verb.HIDE])
    for _ in range(2):
        with pytest.raises(NotDone, match="403"):
            network.perform(act(Verb.HIDE))
    assert network.perform(act(Verb.DELETE, "k2")).words == "200: done"


def test_another_process_sees_the_same_network(network: Network) -> None:
    network.perform(act(Verb.HIDE))
    assert shown(Network(network.file)) == []


def test_publishing_again_leaves_what_is_there(network: Network) -> None:
    network.perform(act(Verb.HIDE))
    network.publish([], [(ACCOUNT, "c1", "p1", "", "Robin Vale", "Words", "2024-03-04T11:00:00Z")])
    assert shown(network) == []


class TestFinding:
    def test_platforms_are_found_by_looking(self) -> None:
        assert "simulator" in found.names()
        assert found.manifest("simulator") is MANIFEST

    def test_a_folder_without_a_manifest_is_no_platform(self) -> None:
        assert "import_file" not in found.names()

    def test_its_performer_keeps_its_state_where_it_is_told(self, tmp_path: Path) -> None:
        assert isinstance(found.performer("simulator", Access(ACCOUNT, data=tmp_path)), Connection)
        assert (tmp_path / "simulator.sqlite3").exists()

    @pytest.mark.parametrize("name", found.names())
    def test_every_verb_that_a_person_may_have_to_do_has_steps(self, name: str) -> None:
        manifest = found.manifest(name)
        assert manifest.name == name
        assert all(how.steps for how in manifest.verbs.values())
        assert all(how.why for how in manifest.verbs.values() if how.support is not Support.SUPPORTED)

    @pytest.mark.parametrize("name", found.names())
    def test_what_hides_can_also_show_again(self, name: str) -> None:
        verbs = found.manifest(name).verbs
        by_program = {verb for verb, how in verbs.items() if how.support is not Support.MANUAL}
        assert (Verb.HIDE in by_program) == (Verb.UNHIDE in by_program)


def test_a_blocked_author_cannot_write_until_the_block_is_lifted(network: Network) -> None:
    words = ("c2", "p1", "", "Robin Vale", "More words", "2024-03-04T12:00:00Z")
    network.perform(act(Verb.BLOCK, comment="robin"))
    assert network.observe(act(Verb.BLOCK, comment="robin")).in_effect
    with pytest.raises(NotDone, match="has blocked you"):
        network.write(ACCOUNT, "robin", words)
    network.perform(act(Verb.UNBLOCK, "k2", "robin"))
    assert network.observe(act(Verb.UNBLOCK, "k2", "robin")).in_effect
    network.write(ACCOUNT, "robin", words)
    assert shown(network) == ["c1", "c2"]


def test_nobody_writes_under_a_post_whose_comments_are_off(network: Network) -> None:
    words = ("c2", "p1", "", "Robin Vale", "More words", "2024-03-04T12:00:00Z")
    network.perform(act(Verb.CLOSE, comment="p1"))
    assert (network.wall(ACCOUNT)[0].open, network.observe(act(Verb.CLOSE, comment="p1")).in_effect) == (False, True)
    with pytest.raises(NotDone, match="comments on this post are off"):
        network.write(ACCOUNT, "robin", words)
    network.perform(act(Verb.REOPEN, "k2", "p1"))
    assert (network.wall(ACCOUNT)[0].open, network.observe(act(Verb.CLOSE, comment="p1")).in_effect) == (True, False)


def test_a_private_reply_is_not_on_the_wall(network: Network) -> None:
    network.perform(act(Verb.PRIVATE_REPLY, text="Please ring us."))
    assert network.wall(ACCOUNT)[0].comments[0].replies == ()
    assert network.observe(act(Verb.PRIVATE_REPLY)).in_effect

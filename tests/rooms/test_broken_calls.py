"""MOD-03: after a call whose end nobody saw. It is believed to have settled before it is read back, and on a platform
that knows no keys our own reply is told apart from every other one."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection
from tests.rooms.world import HIDE, action_tasks, decide, later, open_case

from evenhand.actions import carrying_out as actions
from evenhand.actions.models import Action
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Act, Answer, Manifest, Observed, TryAgain, Unknown, VerbSupport

pytestmark = pytest.mark.django_db(transaction=True)
REPLY = Draft(Outcome.REPLY, reply="Please write to us.")


class Keyless:
    """A platform that knows no keys. Its thread is a list of replies; `ends` says how the next calls end."""

    def __init__(self, *ends: str) -> None:
        self.ends = list(ends)
        self.replies: list[tuple[str, str, str]] = []
        self.hidden = False
        self.calls = 0

    def perform(self, act: Act) -> Answer:
        self.calls += 1
        end = self.ends.pop(0) if self.ends else ""
        if end == "busy":
            raise TryAgain("429: busy")
        if end != "breaks off before":
            self.take_effect(act)
        if end:
            raise Unknown("the connection broke off")
        return Answer("200: done")

    def take_effect(self, act: Act) -> None:
        if act.verb is Verb.REPLY:
            self.replies.append((f"r{len(self.replies) + 1}", act.account, act.text))
        else:
            self.hidden = act.verb is Verb.HIDE

    def observe(self, act: Act) -> Observed:
        if act.verb is not Verb.REPLY:
            return Observed(self.hidden == (act.verb is Verb.HIDE), "seen")
        return Observed(bool(set(self.standing(act)) - set(act.already)), "seen")

    def standing(self, act: Act) -> tuple[str, ...]:
        return tuple(id_ for id_, by, text in self.replies if (by, text) == (act.account, act.text))


def manifest(settles: float = 0) -> Manifest:
    return Manifest(
        "simulator", "Keyless", {verb: VerbSupport(Support.SUPPORTED) for verb in Verb}, settles_seconds=settles
    )


def carry_out(action: Action, there: Keyless, minute: float = 0, settles: float = 0) -> Action:
    actions.carry_out(action_id=action.pk, performer=there, manifest=manifest(settles), now=lambda: later(minute))
    action.refresh_from_db()
    return action


@pytest.fixture
def hide(channel: Channel, ada: Officer, data_folder: Path) -> Action:
    return decide(open_case(channel), HIDE, ada).actions.get()


@pytest.fixture
def reply(channel: Channel, ada: Officer, data_folder: Path) -> Action:
    return decide(open_case(channel), REPLY, ada).actions.get()


class TestSettling:
    def test_nothing_is_read_back_or_called_before_the_call_has_settled(self, hide: Action) -> None:
        there = Keyless("breaks off before")
        with pytest.raises(actions.Later, match="the connection broke off"):
            carry_out(hide, there, settles=60)
        with pytest.raises(actions.Later, match="its last call may still take effect") as told:
            carry_out(hide, there, 0.5, settles=60)
        assert (told.value.seconds, there.calls) == (30, 1)

    def test_what_took_effect_late_is_found_once_it_has_settled(self, hide: Action) -> None:
        there = Keyless("breaks off before")
        with pytest.raises(actions.Later):
            carry_out(hide, there, settles=60)
        there.hidden = True
        assert (carry_out(hide, there, 1, settles=60).state, there.calls) == ("done", 1)

    def test_a_call_that_plainly_failed_leaves_nothing_to_wait_for(self, hide: Action) -> None:
        there = Keyless("busy")
        with pytest.raises(actions.Later, match="429"):
            carry_out(hide, there, settles=60)
        assert (carry_out(hide, there, 0.1, settles=60).state, there.calls) == ("done", 2)

    def test_the_work_of_a_worker_that_died_settles_too(self, hide: Action) -> None:
        class Dying(Keyless):
            def perform(self, act: Act) -> Answer:
                raise MemoryError("the machine is gone")

        with pytest.raises(MemoryError):
            carry_out(hide, Dying(), settles=60)
        with pytest.raises(actions.Later, match="may still take effect"):
            carry_out(hide, Keyless(), 0.9, settles=60)


class TestTheLastLook:
    def test_a_last_call_that_broke_off_after_acting_is_not_handed_to_a_person(self, hide: Action) -> None:
        there = Keyless(*["breaks off before"] * (actions.MOST_ATTEMPTS - 1), "breaks off after")
        for minute in range(actions.MOST_ATTEMPTS):
            with pytest.raises(actions.Later):
                carry_out(hide, there, minute)
        assert carry_out(hide, there, 10).state == "done"
        assert (there.calls, action_tasks().count()) == (actions.MOST_ATTEMPTS, 0)

    def test_a_last_call_that_did_nothing_is_handed_to_a_person_and_not_made_again(self, hide: Action) -> None:
        there = Keyless(*["breaks off before"] * 10)
        for minute in range(actions.MOST_ATTEMPTS):
            with pytest.raises(actions.Later):
                carry_out(hide, there, minute)
        assert carry_out(hide, there, 10).state == "manual"
        assert there.calls == actions.MOST_ATTEMPTS
        assert action_tasks().get().why == "6 tries did not succeed, nor is it in effect"

    def test_a_person_is_told_to_look_first_where_a_call_broke_off(self, hide: Action) -> None:
        there = Keyless("breaks off before", *["busy"] * 5)
        for minute in range(actions.MOST_ATTEMPTS - 1):
            with pytest.raises(actions.Later):
                carry_out(hide, there, minute)
        assert carry_out(hide, there, 10).state == "manual"
        assert (
            action_tasks().get().why.endswith("429: busy; look first, since a call broke off and may have taken effect")
        )


class TestTheLock:
    def test_a_worker_that_lost_its_connection_while_it_read_back_does_not_call(self, hide: Action) -> None:
        class Severed(Keyless):
            def observe(self, act: Act) -> Observed:
                connection.close()  # as PostgreSQL starting again does; Django then takes a new one: the lock is lost
                return super().observe(act)

        there = Severed("breaks off before")
        with pytest.raises(actions.Later):
            carry_out(hide, there)
        with pytest.raises((actions.Later, OperationalError)):  # the second, where letting go of the lock fails too
            carry_out(hide, there, 1)
        assert there.calls == 1


class TestTellingRepliesApart:
    def test_a_reply_that_broke_off_after_acting_stands_once(self, reply: Action) -> None:
        there = Keyless("breaks off after")
        with pytest.raises(actions.Later):
            carry_out(reply, there)
        assert (carry_out(reply, there, 1).state, len(there.replies)) == ("done", 1)

    def test_an_earlier_reply_with_the_same_words_is_not_taken_for_this_one(self, reply: Action) -> None:
        there = Keyless("breaks off before")
        there.replies.append(("r0", reply.channel.account, reply.text))
        with pytest.raises(actions.Later):
            carry_out(reply, there)
        assert carry_out(reply, there, 1).already == ["r0"]
        assert (reply.state, len(there.replies)) == ("done", 2)

    def test_the_same_words_by_somebody_else_are_not_ours(self, reply: Action) -> None:
        there = Keyless("breaks off before")
        with pytest.raises(actions.Later):
            carry_out(reply, there)
        there.replies.append(("r9", "somebody-else", reply.text))
        assert (carry_out(reply, there, 1).state, len(there.replies)) == ("done", 2)

    def test_where_the_thread_cannot_be_read_nothing_is_sent(self, reply: Action) -> None:
        class Blind(Keyless):
            def standing(self, act: Act) -> tuple[str, ...]:
                raise TryAgain("503: no reading now")

        there = Blind()
        with pytest.raises(actions.Later, match="no reading now"):
            carry_out(reply, there)
        reply.refresh_from_db()
        assert (there.calls, reply.already, reply.state) == (0, None, "sending")

    def test_what_does_not_add_up_when_done_twice_is_not_asked_about(self, hide: Action) -> None:
        assert carry_out(hide, Keyless()).already is None

"""MOD-03: what the manifest rules out for one comment is a task before anything is called, with steps and reason."""

from pathlib import Path

import pytest
from tests.rooms.test_broken_calls import Keyless
from tests.rooms.world import BY, HIDE, action_tasks, decide, later, open_case

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.actions.operations import ask_for
from evenhand.core.vocabulary import Support, Verb
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.contract import AccessRefused, Act, Answer, Manifest, Observed, VerbSupport

pytestmark = pytest.mark.django_db(transaction=True)


def carry_out(action: Action, there: Keyless, minute: float = 0, **how: object) -> Action:
    support = VerbSupport(Support.SUPPORTED, steps=("Open it",), **how)  # type: ignore[arg-type]
    manifest = Manifest("simulator", "Town", {Verb(action.verb): support}, settles_seconds=0)
    carrying_out.carry_out(action_id=action.pk, performer=there, manifest=manifest, now=lambda: later(minute))
    action.refresh_from_db()
    return action


@pytest.fixture
def comment(channel: Channel, data_folder: Path) -> Comment:
    return open_case(channel).comment


def asked(comment: Comment, verb: Verb) -> Action:
    return ask_for(
        about="test 1", channel=comment.channel, subject=comment, verb=verb, text="It threatens our staff.", by=BY,
        at=later(0),
    )  # fmt: skip


def test_after_the_platforms_window_a_person_gets_the_steps_and_nothing_is_called(comment: Comment) -> None:
    there, action = Keyless(), asked(comment, Verb.PRIVATE_REPLY)
    assert carry_out(action, there, 7 * 24 * 60, window_days=7).state == "manual"
    task = action_tasks().get()
    assert task.why == "Town allows this for 7 days after the comment was written"
    assert task.steps[0] == "Open it"
    assert (there.calls, action.capture is not None) == (0, True)


def test_within_the_window_it_is_called(comment: Comment) -> None:
    there = Keyless()
    assert carry_out(asked(comment, Verb.PRIVATE_REPLY), there, 60, window_days=7).state == "done"
    assert there.calls == 1


def test_the_platform_is_told_where_the_comment_stands(comment: Comment) -> None:
    class Told(Keyless):
        act: Act

        def perform(self, act: Act) -> Answer:
            self.act = act
            return super().perform(act)

    there = Told()
    carry_out(asked(comment, Verb.REPORT), there)
    assert (there.act.post_id, there.act.author_id, there.act.written_at) == ("p1", "a1", comment.created_at)


def test_what_nobody_can_read_back_is_not_called_twice_after_it_broke_off(comment: Comment) -> None:
    there, action = Keyless("breaks off after"), asked(comment, Verb.REPORT)
    with pytest.raises(carrying_out.Later):
        carry_out(action, there, observable=False)
    assert carry_out(action, there, 1, observable=False).state == "manual"
    assert there.calls == 1
    why = action_tasks().get().why
    assert why.startswith("the platform has no way to see whether it is done; look first, since a call broke off")


def test_refused_access_waits_for_whoever_renews_it_and_then_goes_on(
    channel: Channel, ada: Officer, data_folder: Path
) -> None:
    class Locked(Keyless):
        def perform(self, act: Act) -> Answer:
            raise AccessRefused("401: the token was revoked")

        def observe(self, act: Act) -> Observed:
            raise AccessRefused("401: the token was revoked")

    action = decide(open_case(channel), HIDE, ada).actions.get()
    with pytest.raises(carrying_out.Later, match="revoked") as told:
        carry_out(action, Locked())
    assert told.value.seconds >= 300
    assert action.receipts.get().kind == "failed"

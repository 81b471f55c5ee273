"""MOD-03: the platform's answer is recorded; what failed or has no call is a person's task; nothing is shown as done
that is not."""

import pytest

from evenhand.core.lifecycle import ActionEvent, ActionState, next_action_state
from evenhand.core.refusals import Refused


def walked(*events: ActionEvent) -> ActionState:
    state = ActionState.QUEUED
    for event in events:
        state = next_action_state(state, event)
    return state


def test_an_action_is_done_when_the_platform_has_answered() -> None:
    assert walked(ActionEvent.CAPTURE, ActionEvent.SEND) is ActionState.SENDING
    assert walked(ActionEvent.CAPTURE, ActionEvent.SEND, ActionEvent.SUCCEED) is ActionState.DONE


def test_it_may_be_sent_again_after_an_answer_that_nobody_saw() -> None:
    sent_twice = (ActionEvent.CAPTURE, ActionEvent.SEND, ActionEvent.SEND, ActionEvent.SUCCEED)
    assert walked(*sent_twice) is ActionState.DONE


@pytest.mark.parametrize(
    "before", [(), (ActionEvent.CAPTURE,), (ActionEvent.CAPTURE, ActionEvent.SEND)], ids=["queued", "captured", "sent"]
)
def test_what_failed_is_handed_to_a_person_from_every_stage(before: tuple[ActionEvent, ...]) -> None:
    assert walked(*before, ActionEvent.HAND_OVER) is ActionState.MANUAL
    assert walked(*before, ActionEvent.HAND_OVER, ActionEvent.FINISH_BY_HAND) is ActionState.DONE_BY_HAND


@pytest.mark.parametrize("state", [ActionState.QUEUED, ActionState.CAPTURED, ActionState.MANUAL])
def test_nothing_succeeds_that_was_not_sent(state: ActionState) -> None:
    with pytest.raises(Refused, match=f"to succeed an action that is {state}"):
        next_action_state(state, ActionEvent.SUCCEED)


@pytest.mark.parametrize("state", [state for state in ActionState if state is not ActionState.MANUAL])
def test_nobody_finishes_by_hand_what_a_program_has(state: ActionState) -> None:
    with pytest.raises(Refused):
        next_action_state(state, ActionEvent.FINISH_BY_HAND)


def test_a_refusal_says_what_the_state_allows() -> None:
    with pytest.raises(Refused) as refused:
        next_action_state(ActionState.DONE, ActionEvent.CANCEL)
    assert str(refused.value) == (
        "You tried to cancel an action that is done. Its state allows nothing more. Next: look at it again."
    )

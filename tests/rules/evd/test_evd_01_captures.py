"""EVD-01: before anything is done to a comment it is captured."""

import pytest

from evenhand.core.lifecycle import ACTION, ActionEvent, ActionState, next_action_state
from evenhand.core.refusals import Refused


def test_the_first_thing_that_happens_to_an_action_is_the_capture() -> None:
    assert next_action_state(ActionState.QUEUED, ActionEvent.CAPTURE) is ActionState.CAPTURED


def test_nothing_is_sent_that_was_not_captured() -> None:
    with pytest.raises(Refused, match="to send an action that is queued"):
        next_action_state(ActionState.QUEUED, ActionEvent.SEND)


def test_the_only_way_to_sending_leads_from_captured() -> None:
    ways = {start for (start, _), after in ACTION.items() if after is ActionState.SENDING} - {ActionState.SENDING}
    assert ways == {ActionState.CAPTURED}

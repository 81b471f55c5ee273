"""MOD-04: what is reversible can be undone."""

import pytest

from evenhand.core.lifecycle import ActionEvent, ActionState, CaseEvent, CaseState, next_action_state, next_case_state
from evenhand.core.moderation import irrevocable, reversible, undoing
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome, Verb


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.DELETE])
def test_every_decision_but_a_deleting_can_be_undone(outcome: Outcome) -> None:
    assert reversible(outcome)


def test_a_deleting_cannot_be_undone() -> None:
    assert not reversible(Outcome.DELETE)
    assert irrevocable(Verb.DELETE)


def test_hiding_is_undone_by_showing_again() -> None:
    assert undoing(Verb.HIDE) is Verb.UNHIDE


def test_a_block_is_undone_by_unblocking_and_turning_comments_off_by_turning_them_on() -> None:
    assert (undoing(Verb.BLOCK), undoing(Verb.CLOSE)) == (Verb.UNBLOCK, Verb.REOPEN)


@pytest.mark.parametrize("verb", [Verb.UNHIDE, Verb.UNBLOCK, Verb.REOPEN, Verb.REPLY, Verb.PRIVATE_REPLY, Verb.DELETE])
def test_undoing_never_asks_for_anything_harsher(verb: Verb) -> None:
    assert undoing(verb) is None


def test_an_undone_case_is_open_again() -> None:
    assert next_case_state(CaseState.CLOSED, CaseEvent.UNDO) is CaseState.OPEN


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.AWAITING_SECOND])
def test_what_was_not_decided_cannot_be_undone(state: CaseState) -> None:
    with pytest.raises(Refused):
        next_case_state(state, CaseEvent.UNDO)


@pytest.mark.parametrize("state", [ActionState.QUEUED, ActionState.CAPTURED, ActionState.MANUAL])
def test_what_was_not_sent_is_cancelled(state: ActionState) -> None:
    assert next_action_state(state, ActionEvent.CANCEL) is ActionState.CANCELLED


@pytest.mark.parametrize("state", [ActionState.SENDING, ActionState.DONE, ActionState.DONE_BY_HAND])
def test_what_was_sent_is_not_called_cancelled(state: ActionState) -> None:
    with pytest.raises(Refused):
        next_action_state(state, ActionEvent.CANCEL)

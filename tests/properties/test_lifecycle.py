"""Of every path through the states: what is final stays, nothing is done that was not sent or handed to a person."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.lifecycle import (
    ACTION,
    CASE,
    FINAL,
    ActionEvent,
    ActionState,
    CaseEvent,
    CaseState,
    next_action_state,
    next_case_state,
)
from evenhand.core.refusals import Refused

State, Event = TypeVar("State", bound=StrEnum), TypeVar("Event", bound=StrEnum)
EVENTS = st.lists(st.sampled_from(list(ActionEvent)), max_size=30)


def walked(events: Iterable[ActionEvent]) -> list[tuple[ActionEvent, ActionState]]:
    """The steps that the table allowed, in order; the others were refused and changed nothing."""
    state, steps = ActionState.QUEUED, []
    for event in events:
        try:
            state = next_action_state(state, event)
        except Refused:
            continue
        steps.append((event, state))
    return steps


def reachable(table: Mapping[tuple[State, Event], State], start: State) -> set[State]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for (state, _), after in table.items():
            if state == here and after not in found:
                found.add(after)
                waiting.append(after)
    return found


@given(EVENTS)
def test_no_path_leaves_a_final_state(events: list[ActionEvent]) -> None:
    states = [state for _, state in walked(events)]
    assert not any(state in FINAL for state in states[:-1])


@given(EVENTS)
def test_nothing_is_done_by_a_program_that_was_not_captured_and_sent(events: list[ActionEvent]) -> None:
    steps = walked(events)
    if steps and steps[-1][1] is ActionState.DONE:
        happened = [event for event, _ in steps]
        assert happened.index(ActionEvent.CAPTURE) < happened.index(ActionEvent.SEND)
        assert happened[-2:] == [ActionEvent.SEND, ActionEvent.SUCCEED]


@given(EVENTS)
def test_nothing_is_done_by_hand_that_was_not_handed_over(events: list[ActionEvent]) -> None:
    steps = walked(events)
    if steps and steps[-1][1] is ActionState.DONE_BY_HAND:
        assert ActionEvent.HAND_OVER in [event for event, _ in steps]


@given(EVENTS)
def test_what_is_being_sent_cannot_be_cancelled(events: list[ActionEvent]) -> None:
    before = ActionState.QUEUED
    for event, state in walked(events):
        assert (before, event) != (ActionState.SENDING, ActionEvent.CANCEL)
        before = state


@pytest.mark.parametrize("state", [state for state in ActionState if state not in FINAL])
def test_from_every_other_state_an_action_can_come_to_an_end(state: ActionState) -> None:
    assert reachable(ACTION, state) & FINAL


def test_every_state_of_an_action_can_be_reached() -> None:
    assert reachable(ACTION, ActionState.QUEUED) == set(ActionState)


def test_final_states_are_those_without_a_way_on() -> None:
    assert {state for state in ActionState if not any(start == state for start, _ in ACTION)} == FINAL


def test_every_state_of_a_case_can_be_reached_and_left() -> None:
    assert reachable(CASE, CaseState.OPEN) == set(CaseState)
    for state in CaseState:
        assert CaseState.OPEN in reachable(CASE, state)


@pytest.mark.parametrize("state", CaseState)
def test_an_edit_by_the_author_opens_a_case_from_every_state(state: CaseState) -> None:
    assert next_case_state(state, CaseEvent.EDIT_BY_AUTHOR) is CaseState.OPEN


@given(st.sampled_from(list(CaseState)), st.sampled_from(list(CaseEvent)))
def test_what_the_table_does_not_allow_is_refused_with_what_it_does(state: CaseState, event: CaseEvent) -> None:
    if (state, event) in CASE:
        assert next_case_state(state, event) is CASE[state, event]
    else:
        with pytest.raises(Refused) as refused:
            next_case_state(state, event)
        assert f"a case that is {state}" in refused.value.tried
        assert all(possible in refused.value.forbids for start, possible in CASE if start == state)

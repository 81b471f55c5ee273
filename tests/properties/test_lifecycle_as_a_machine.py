"""A case and its actions, driven by whatever events come: the tables together keep what each of them promises."""

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from evenhand.core.lifecycle import (
    FINAL,
    ActionEvent,
    ActionState,
    CaseEvent,
    CaseState,
    next_action_state,
    next_case_state,
)
from evenhand.core.refusals import Refused


@dataclass
class Decided:
    """About which wording, and whether a second person has to agree and did."""

    revision: int
    needs_second: bool
    approved: bool = False


@dataclass
class Queued:
    """An action with what has happened to it so far."""

    state: ActionState = ActionState.QUEUED
    captured: bool = False
    sent: bool = False
    handed_over: bool = False


class Life(RuleBasedStateMachine):
    """What `cases` and `actions` do in the database, with nothing but the tables."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.revision = CaseState.OPEN, 1
        self.decision: Decided | None = None
        self.actions: list[Queued] = []
        self.ended: list[tuple[Queued, ActionState]] = []

    def _happens(self, event: CaseEvent) -> bool:
        before = self.state
        try:
            self.state = next_case_state(self.state, event)
        except Refused:
            assert self.state is before
            return False
        return True

    @rule(needs_second=st.booleans())
    def decide(self, needs_second: bool) -> None:
        if self._happens(CaseEvent.DECIDE_NEEDING_SECOND if needs_second else CaseEvent.DECIDE):
            self.decision = Decided(self.revision, needs_second)
            if not needs_second:
                self.actions.append(Queued())

    @rule(agrees=st.booleans())
    def second_person(self, agrees: bool) -> None:
        if self._happens(CaseEvent.APPROVE if agrees else CaseEvent.REFUSE):
            assert self.decision is not None
            if agrees:
                self.decision.approved = True
                self.actions.append(Queued())
            else:
                self.decision = None

    @rule()
    def edit(self) -> None:
        self.revision += 1
        assert self._happens(CaseEvent.EDIT_BY_AUTHOR), "an author can always change their words"

    @rule()
    def undo(self) -> None:
        if self._happens(CaseEvent.UNDO):
            self.decision = None

    @precondition(lambda self: self.actions)
    @rule(which=st.integers(0, 50), event=st.sampled_from(list(ActionEvent)))
    def act(self, which: int, event: ActionEvent) -> None:
        action = self.actions[which % len(self.actions)]
        try:
            action.state = next_action_state(action.state, event)
        except Refused:
            return
        action.captured |= event is ActionEvent.CAPTURE
        action.sent |= event is ActionEvent.SEND
        action.handed_over |= event is ActionEvent.HAND_OVER
        if action.state in FINAL:
            self.ended.append((action, action.state))

    @invariant()
    def a_closed_case_was_decided_about_the_words_as_they_are(self) -> None:
        if self.state is CaseState.CLOSED:
            assert self.decision is not None
            assert self.decision.revision == self.revision
            assert self.decision.approved or not self.decision.needs_second

    @invariant()
    def nothing_is_queued_for_a_decision_that_waits_for_a_second_person(self) -> None:
        if self.state is CaseState.AWAITING_SECOND:
            assert self.decision is not None
            assert self.decision.needs_second
            assert not self.decision.approved

    @invariant()
    def what_has_ended_stays_ended(self) -> None:
        assert [action.state for action, _ in self.ended] == [state for _, state in self.ended]

    @invariant()
    def nothing_was_sent_without_evidence_or_done_without_being_sent(self) -> None:
        for action in self.actions:
            assert action.captured or not action.sent
            assert action.state is not ActionState.DONE or action.sent
            assert action.state is not ActionState.DONE_BY_HAND or action.handed_over


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)

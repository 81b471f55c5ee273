"""States as tables: what may follow what. The diagrams in docs/reference/states.md are generated from them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from evenhand.core.refusals import Refused


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    AWAITING_SECOND = "awaiting second"
    CLOSED = "closed"


class CaseEvent(StrEnum):
    """What happens to a case."""

    DECIDE = "decide"
    DECIDE_NEEDING_SECOND = "decide, needing a second person"
    APPROVE = "approve"
    REFUSE = "refuse"
    EDIT_BY_AUTHOR = "edit by the author"
    UNDO = "undo"


CASE: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.OPEN, CaseEvent.DECIDE): CaseState.CLOSED,
    (CaseState.OPEN, CaseEvent.DECIDE_NEEDING_SECOND): CaseState.AWAITING_SECOND,
    (CaseState.OPEN, CaseEvent.EDIT_BY_AUTHOR): CaseState.OPEN,
    (CaseState.AWAITING_SECOND, CaseEvent.APPROVE): CaseState.CLOSED,
    (CaseState.AWAITING_SECOND, CaseEvent.REFUSE): CaseState.OPEN,
    (CaseState.AWAITING_SECOND, CaseEvent.EDIT_BY_AUTHOR): CaseState.OPEN,
    (CaseState.CLOSED, CaseEvent.EDIT_BY_AUTHOR): CaseState.OPEN,
    (CaseState.CLOSED, CaseEvent.UNDO): CaseState.OPEN,
}


class ActionState(StrEnum):
    """Where an action stands. MOD-03: nothing is shown as done that is not."""

    QUEUED = "queued"
    CAPTURED = "captured"
    SENDING = "sending"
    DONE = "done"
    MANUAL = "manual"
    DONE_BY_HAND = "done by hand"
    CANCELLED = "cancelled"


class ActionEvent(StrEnum):
    """What happens to an action."""

    CAPTURE = "capture"
    SEND = "send"
    SUCCEED = "succeed"
    HAND_OVER = "hand over to a person"
    FINISH_BY_HAND = "finish by hand"
    CANCEL = "cancel"


ACTION: Mapping[tuple[ActionState, ActionEvent], ActionState] = {
    (ActionState.QUEUED, ActionEvent.CAPTURE): ActionState.CAPTURED,
    (ActionState.QUEUED, ActionEvent.CANCEL): ActionState.CANCELLED,
    (ActionState.QUEUED, ActionEvent.HAND_OVER): ActionState.MANUAL,
    (ActionState.CAPTURED, ActionEvent.SEND): ActionState.SENDING,
    (ActionState.CAPTURED, ActionEvent.HAND_OVER): ActionState.MANUAL,
    (ActionState.CAPTURED, ActionEvent.CANCEL): ActionState.CANCELLED,
    (ActionState.SENDING, ActionEvent.SEND): ActionState.SENDING,
    (ActionState.SENDING, ActionEvent.SUCCEED): ActionState.DONE,
    (ActionState.SENDING, ActionEvent.HAND_OVER): ActionState.MANUAL,
    (ActionState.MANUAL, ActionEvent.FINISH_BY_HAND): ActionState.DONE_BY_HAND,
    (ActionState.MANUAL, ActionEvent.CANCEL): ActionState.CANCELLED,
}
FINAL = frozenset({ActionState.DONE, ActionState.DONE_BY_HAND, ActionState.CANCELLED})


class BlockState(StrEnum):
    """Where a block stands. BLK-01, BLK-04, BLK-05, APL-04."""

    AWAITING_APPROVAL = "awaiting approval"
    IN_FORCE_UNAPPROVED = "in force, awaiting approval"
    IN_FORCE = "in force"
    REFUSED = "refused"
    LAPSED = "lapsed"
    RESTORED = "restored"
    REVERSED = "reversed"


class BlockEvent(StrEnum):
    """What happens to a block. Time alone makes it lapse."""

    REVERSE = "reverse"
    RESTORE = "restore"
    LAPSE = "lapse"
    REFUSE = "refuse"
    APPROVE = "approve"
    EXTEND = "extend"


BLOCK: Mapping[tuple[BlockState, BlockEvent], BlockState] = {
    (BlockState.AWAITING_APPROVAL, BlockEvent.APPROVE): BlockState.IN_FORCE,
    (BlockState.AWAITING_APPROVAL, BlockEvent.REFUSE): BlockState.REFUSED,
    (BlockState.AWAITING_APPROVAL, BlockEvent.LAPSE): BlockState.LAPSED,
    (BlockState.IN_FORCE_UNAPPROVED, BlockEvent.APPROVE): BlockState.IN_FORCE,
    (BlockState.IN_FORCE_UNAPPROVED, BlockEvent.REFUSE): BlockState.REFUSED,
    (BlockState.IN_FORCE_UNAPPROVED, BlockEvent.LAPSE): BlockState.LAPSED,
    (BlockState.IN_FORCE_UNAPPROVED, BlockEvent.RESTORE): BlockState.RESTORED,
    (BlockState.IN_FORCE_UNAPPROVED, BlockEvent.REVERSE): BlockState.REVERSED,
    (BlockState.IN_FORCE, BlockEvent.EXTEND): BlockState.IN_FORCE,
    (BlockState.IN_FORCE, BlockEvent.RESTORE): BlockState.RESTORED,
    (BlockState.IN_FORCE, BlockEvent.LAPSE): BlockState.LAPSED,
    (BlockState.IN_FORCE, BlockEvent.REVERSE): BlockState.REVERSED,
}
BLOCK_FINAL = frozenset({BlockState.REFUSED, BlockState.LAPSED, BlockState.RESTORED, BlockState.REVERSED})


def next_case_state(state: CaseState, event: CaseEvent) -> CaseState:
    """Raises: Refused when the case is not in a state that allows it."""
    try:
        return CASE[state, event]
    except KeyError:
        raise _not_now("a case", state, event, [e for s, e in CASE if s == state]) from None


def next_action_state(state: ActionState, event: ActionEvent) -> ActionState:
    """EVD-01, MOD-03: captured, then sent, then done. Raises: Refused when the action's state does not allow it."""
    try:
        return ACTION[state, event]
    except KeyError:
        raise _not_now("an action", state, event, [e for s, e in ACTION if s == state]) from None


def next_block_state(state: BlockState, event: BlockEvent) -> BlockState:
    """BLK-01, BLK-05. Raises: Refused when the block is not in a state that allows it."""
    try:
        return BLOCK[state, event]
    except KeyError:
        raise _not_now("a block", state, event, [e for s, e in BLOCK if s == state]) from None


def _not_now(what: str, state: str, event: str, possible: Sequence[str]) -> Refused:
    options = "; ".join(possible) or "nothing more"
    return Refused(
        tried=f"to {event} {what} that is {state}",
        forbids=f"its state allows {options}",
        do="look at it again",
    )


class ReferralState(StrEnum):
    """Where a referral stands. REF-02: handed over is not yet acknowledged."""

    OPENED = "opened"
    HANDED_OVER = "handed over"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class ReferralEvent(StrEnum):
    """What happens to a referral."""

    ANSWER = "answer"
    HAND_OVER = "hand over"
    ACKNOWLEDGE = "acknowledge"
    SEND_BACK = "send back"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"


REFERRAL: Mapping[tuple[ReferralState, ReferralEvent], ReferralState] = {
    (ReferralState.OPENED, ReferralEvent.ANSWER): ReferralState.ANSWERED,
    (ReferralState.OPENED, ReferralEvent.HAND_OVER): ReferralState.HANDED_OVER,
    (ReferralState.OPENED, ReferralEvent.WITHDRAW): ReferralState.WITHDRAWN,
    (ReferralState.HANDED_OVER, ReferralEvent.HAND_OVER): ReferralState.HANDED_OVER,
    (ReferralState.HANDED_OVER, ReferralEvent.ACKNOWLEDGE): ReferralState.ACKNOWLEDGED,
    (ReferralState.HANDED_OVER, ReferralEvent.SEND_BACK): ReferralState.OPENED,
    (ReferralState.ACKNOWLEDGED, ReferralEvent.SEND_BACK): ReferralState.OPENED,
    (ReferralState.ACKNOWLEDGED, ReferralEvent.CONCLUDE): ReferralState.CONCLUDED,
    (ReferralState.ANSWERED, ReferralEvent.HAND_OVER): ReferralState.HANDED_OVER,
    (ReferralState.ANSWERED, ReferralEvent.WITHDRAW): ReferralState.WITHDRAWN,
}


class AppealState(StrEnum):
    """Where an appeal stands. APL-02: an answer may be taken to the second stage, whose answer is the last."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    SECOND_RECEIVED = "second stage received"
    SECOND_ACKNOWLEDGED = "second stage acknowledged"
    CLOSED = "closed"


class AppealEvent(StrEnum):
    """What happens to an appeal. `STANDS` and `REVERSED` are the two ends of a stage (APL-03)."""

    ACKNOWLEDGE = "acknowledge"
    STANDS = "let stand"
    REVERSED = "reverse"
    ASK_AGAIN = "take to the second stage"
    WITHDRAW = "withdraw"
    RUN_OUT = "close, as nobody asked again in time,"


APPEAL: Mapping[tuple[AppealState, AppealEvent], AppealState] = {
    (AppealState.RECEIVED, AppealEvent.ACKNOWLEDGE): AppealState.ACKNOWLEDGED,
    (AppealState.RECEIVED, AppealEvent.WITHDRAW): AppealState.CLOSED,
    (AppealState.ACKNOWLEDGED, AppealEvent.STANDS): AppealState.ANSWERED,
    (AppealState.ACKNOWLEDGED, AppealEvent.REVERSED): AppealState.CLOSED,
    (AppealState.ACKNOWLEDGED, AppealEvent.WITHDRAW): AppealState.CLOSED,
    (AppealState.ANSWERED, AppealEvent.ASK_AGAIN): AppealState.SECOND_RECEIVED,
    (AppealState.ANSWERED, AppealEvent.RUN_OUT): AppealState.CLOSED,
    (AppealState.SECOND_RECEIVED, AppealEvent.ACKNOWLEDGE): AppealState.SECOND_ACKNOWLEDGED,
    (AppealState.SECOND_RECEIVED, AppealEvent.WITHDRAW): AppealState.CLOSED,
    (AppealState.SECOND_ACKNOWLEDGED, AppealEvent.STANDS): AppealState.CLOSED,
    (AppealState.SECOND_ACKNOWLEDGED, AppealEvent.REVERSED): AppealState.CLOSED,
    (AppealState.SECOND_ACKNOWLEDGED, AppealEvent.WITHDRAW): AppealState.CLOSED,
}


def next_referral_state(state: ReferralState, event: ReferralEvent) -> ReferralState:
    """REF-01 to REF-05. Raises: Refused when the referral is not in a state that allows it."""
    try:
        return REFERRAL[state, event]
    except KeyError:
        raise _not_now("a referral", state, event, [e for s, e in REFERRAL if s == state]) from None


def next_appeal_state(state: AppealState, event: AppealEvent) -> AppealState:
    """APL-02, APL-03. Raises: Refused when the appeal is not in a state that allows it."""
    try:
        return APPEAL[state, event]
    except KeyError:
        raise _not_now("an appeal", state, event, [e for s, e in APPEAL if s == state]) from None


class NoticeState(StrEnum):
    """Where a notice stands. MOD-05: what was sent has not yet been delivered."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "not delivered"
    BY_HAND = "by hand"
    TOLD_BY_HAND = "told by hand"
    NOT_TOLD = "not told"
    WITHDRAWN = "withdrawn"


class NoticeEvent(StrEnum):
    """What happens to a notice."""

    SEND = "send"
    ACCEPT = "be accepted"
    CONFIRM = "be confirmed as delivered"
    BOUNCE = "bounce"
    WAIT = "wait for another try"
    HAND_OVER = "hand over to a person"
    FINISH_BY_HAND = "finish by hand"
    TELL_NOBODY = "tell nobody"
    TRY_ANOTHER_WAY = "try another way"
    WITHDRAW = "withdraw"


NOTICE: Mapping[tuple[NoticeState, NoticeEvent], NoticeState] = {
    (NoticeState.QUEUED, NoticeEvent.SEND): NoticeState.SENDING,
    (NoticeState.QUEUED, NoticeEvent.HAND_OVER): NoticeState.BY_HAND,
    (NoticeState.QUEUED, NoticeEvent.TELL_NOBODY): NoticeState.NOT_TOLD,
    (NoticeState.QUEUED, NoticeEvent.WITHDRAW): NoticeState.WITHDRAWN,
    (NoticeState.SENDING, NoticeEvent.SEND): NoticeState.SENDING,
    (NoticeState.SENDING, NoticeEvent.WAIT): NoticeState.QUEUED,
    (NoticeState.SENDING, NoticeEvent.ACCEPT): NoticeState.SENT,
    (NoticeState.SENDING, NoticeEvent.BOUNCE): NoticeState.FAILED,
    (NoticeState.SENDING, NoticeEvent.HAND_OVER): NoticeState.BY_HAND,
    (NoticeState.SENT, NoticeEvent.CONFIRM): NoticeState.DELIVERED,
    (NoticeState.SENT, NoticeEvent.BOUNCE): NoticeState.FAILED,
    (NoticeState.FAILED, NoticeEvent.FINISH_BY_HAND): NoticeState.TOLD_BY_HAND,
    (NoticeState.FAILED, NoticeEvent.TRY_ANOTHER_WAY): NoticeState.QUEUED,
    (NoticeState.FAILED, NoticeEvent.WITHDRAW): NoticeState.WITHDRAWN,
    (NoticeState.BY_HAND, NoticeEvent.FINISH_BY_HAND): NoticeState.TOLD_BY_HAND,
    (NoticeState.BY_HAND, NoticeEvent.TRY_ANOTHER_WAY): NoticeState.QUEUED,
    (NoticeState.BY_HAND, NoticeEvent.WITHDRAW): NoticeState.WITHDRAWN,
    (NoticeState.NOT_TOLD, NoticeEvent.TRY_ANOTHER_WAY): NoticeState.QUEUED,
}
NOTICE_FINAL = frozenset({NoticeState.DELIVERED, NoticeState.TOLD_BY_HAND, NoticeState.WITHDRAWN})


def next_notice_state(state: NoticeState, event: NoticeEvent) -> NoticeState:
    """MOD-05. Raises: Refused when the notice is not in a state that allows it."""
    try:
        return NOTICE[state, event]
    except KeyError:
        raise _not_now("a notice", state, event, [e for s, e in NOTICE if s == state]) from None

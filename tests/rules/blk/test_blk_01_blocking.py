"""BLK-01: a repeat offender is blocked after one officer's decision and another's approval, in time, or not at all."""

from dataclasses import replace

import pytest
from tests.rules.blocking import APPROVER, DECIDER, DRAFT, EXTREME, FIRST, SEVERE, approved, objected, stands, then
from tests.rules.histories import hidden, proposed, saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, wall

from evenhand.core.block_events import answer
from evenhand.core.block_standing import Block, BlockEntry, approval_deadline
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import BlockEvent, BlockState
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Approver, BlockApproval

DECIDED, AT_ONCE = Block(DRAFT, ()), Block(EXTREME, ())
CO_ORDINATED = saying("BLK-01", BlockApproval(True, Approver.CO_ORDINATOR, 1))
ALONE = saying("BLK-01", BlockApproval(False, Approver.ANY_SECOND_PERSON, 1))


def answered(
    block: Block = DECIDED,
    *,
    yes: bool = True,
    reason: str = "",
    by: int = APPROVER,
    roles: tuple[str, ...] = (),
    target: int | None = None,
    at: str = "2024-06-04 12:00",
    edition: Edition = STOCKPORT,
) -> BlockEntry:
    return answer(
        block, edition, OFFICE, approved=yes, reason=reason, by=by, roles=roles, target=target, at=wall(at)
    )  # fmt: skip


def test_a_complete_block_of_a_repeat_offender_may_be_decided() -> None:
    assert objected() == ()
    assert objected(replace(DRAFT, rests_on=("c1",)), sanction=SEVERE) == ()


def test_nobody_is_blocked_whose_record_does_not_point_to_it() -> None:
    one_strike = replace(DRAFT, rests_on=("c1",))
    already_warned = proposed(hidden(1, "2024-06-01"), warned=["2024-06-02"])
    for sanction, words in ((FIRST, "a warning: a warning comes"), (already_warned, "nothing: the person was warned")):
        (objection,) = objected(one_strike, sanction=sanction)
        assert objection.rule == "BLK-01"
        assert f"the record points to {words}" in objection.wrong


def test_the_target_of_the_abuse_does_not_decide() -> None:
    (objection,) = objected(target=DECIDER)
    assert (objection.rule, objection.wrong) == ("MOD-08", "this comment is aimed at you")
    assert objected(target=APPROVER) == ()


def test_a_block_waits_for_its_approval_and_an_extreme_one_does_not() -> None:
    waiting, extreme = stands(DECIDED, "2024-06-03 12:00"), stands(AT_ONCE, "2024-06-03 12:00")
    assert (waiting.state, waiting.is_blocked) == (BlockState.AWAITING_APPROVAL, False)
    assert waiting.because == ("decided, and waiting for a second person (BLK-01)",)
    assert (extreme.state, extreme.is_blocked) == (BlockState.IN_FORCE_UNAPPROVED, True)
    assert extreme.because == ("decided at once: he posts a threat every few minutes (BLK-01)",)


def test_what_makes_it_extreme_is_said_in_words() -> None:
    assert stands(Block(replace(DRAFT, extreme=" "), ()), "2024-06-03 12:00").state is BlockState.AWAITING_APPROVAL
    padded = Block(replace(DRAFT, extreme=" a threat "), ())
    assert stands(padded, "2024-06-03 12:00").because == ("decided at once: a threat (BLK-01)",)


@pytest.mark.parametrize("block", [DECIDED, AT_ONCE])
def test_once_approved_it_is_in_force(block: Block) -> None:
    now = stands(then(block, answered(block)), "2024-06-05")
    assert (now.state, now.is_blocked, now.was_approved) == (BlockState.IN_FORCE, True, True)
    assert now.because[1] == "approve on 4 June 2024 by officer 2"


@pytest.mark.parametrize(
    ("decided", "deadline"),
    [
        ("2024-06-03 10:00", "2024-06-04 17:00"),
        ("2024-06-03 22:00", "2024-06-04 17:00"),
        ("2024-06-07 16:00", "2024-06-10 17:00"),
        ("2024-06-08 12:00", "2024-06-10 17:00"),
        ("2024-12-24 12:00", "2024-12-27 17:00"),
    ],
)
def test_the_approval_may_follow_within_one_working_day(decided: str, deadline: str) -> None:
    draft = replace(DRAFT, decided_at=wall(decided))
    assert approval_deadline(draft, STOCKPORT, OFFICE) == wall(deadline)


def test_a_body_may_give_two_days() -> None:
    two = saying("BLK-01", WEALDHAM.rules["BLK-01"].values)
    assert approval_deadline(DRAFT, two, OFFICE) == wall("2024-06-05 17:00")


@pytest.mark.parametrize("block", [DECIDED, AT_ONCE])
def test_without_approval_it_lapses_right_after_the_deadline(block: Block) -> None:
    on_time, late = stands(block, "2024-06-04 17:00"), stands(block, "2024-06-04 17:00:01")
    assert on_time.state is not BlockState.LAPSED
    assert (late.state, late.is_blocked, late.was_approved) == (BlockState.LAPSED, False, False)
    assert late.because[-1] == "nobody approved it by 17:00 on 4 June 2024 (BLK-01)"


def test_an_approval_on_the_dot_is_in_time_and_a_second_later_refused() -> None:
    on_the_dot = then(AT_ONCE, answered(AT_ONCE, at="2024-06-04 17:00"))
    assert stands(on_the_dot, "2024-06-05").state is BlockState.IN_FORCE
    with refused("", "to approve a block that is lapsed", "Its state allows nothing more"):
        answered(AT_ONCE, at="2024-06-04 17:00:01")


def test_an_approval_that_came_too_late_changes_nothing_and_is_said() -> None:
    late = then(AT_ONCE, BlockEntry(BlockEvent.APPROVE, APPROVER, wall("2024-06-05 09:00"), "", None))
    now = stands(late, "2024-06-06")
    assert (now.state, now.is_blocked) == (BlockState.LAPSED, False)
    assert now.because[1:] == (
        "nobody approved it by 17:00 on 4 June 2024 (BLK-01)",
        "approve on 5 June 2024 by officer 2: no effect, it is lapsed",
    )


@pytest.mark.parametrize("block", [DECIDED, AT_ONCE])
def test_a_refusal_ends_it_and_says_why(block: Block) -> None:
    no = answered(block, yes=False, reason=" Two of the three are criticism. ")
    now = stands(then(block, no), "2024-06-05")
    assert (now.state, now.is_blocked) == (BlockState.REFUSED, False)
    assert now.because[1] == "refuse on 4 June 2024 by officer 2: Two of the three are criticism."
    with refused("BLK-01", "refuse a block", "says no reason"):
        answered(block, yes=False, reason=" ")


def test_the_second_person_is_not_the_first_nor_the_target() -> None:
    with refused("MOD-08", "approve a block", "You made this decision"):
        answered(by=DECIDER)
    with refused("MOD-08", "refuse a block", "aimed at you"):
        answered(yes=False, reason="no", target=APPROVER)


def test_where_an_edition_says_so_only_the_co_ordinator_approves() -> None:
    assert WEALDHAM.value("BLK-01", BlockApproval).approver is Approver.CO_ORDINATOR
    with refused("BLK-01", "only a co-ordinator may".capitalize(), "ask a co-ordinator"):
        answered(edition=CO_ORDINATED, roles=("senior officer",))
    assert answered(edition=CO_ORDINATED, roles=("officer", "co-ordinator")).event is BlockEvent.APPROVE
    assert answered(roles=()).event is BlockEvent.APPROVE


def test_a_body_may_ask_for_no_second_person() -> None:
    now = stands(DECIDED, "2024-06-05", ALONE)
    assert (now.state, now.is_blocked, now.was_approved) == (BlockState.IN_FORCE, True, True)
    assert now.because == ("decided; this body asks for no second person (BLK-01)",)


def test_it_is_approved_once() -> None:
    with refused("", "to approve a block that is in force", "extend; restore"):
        answered(approved())


def test_nothing_is_approved_or_seen_before_it_was_decided() -> None:
    with refused("BLK-01", "decided later, at 10:00 on 3 June 2024"):
        answered(at="2024-06-03 09:59:59")
    assert answered(at="2024-06-03 10:00").at == wall("2024-06-03 10:00")
    with refused("BLK-01", "decided later"):
        stands(DECIDED, "2024-06-03 09:59")


def test_of_what_came_later_nothing_is_known_yet() -> None:
    block = then(DECIDED, answered(at="2024-06-04 12:00"))
    assert stands(block, "2024-06-04 11:59").state is BlockState.AWAITING_APPROVAL
    assert stands(block, "2024-06-04 12:00").state is BlockState.IN_FORCE


def test_no_time_to_approve_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        BlockApproval(True, Approver.ANY_SECOND_PERSON, 0)


def test_an_instant_without_a_zone_is_refused() -> None:
    with refused("BLK-01", "no time zone"):
        answer(
            DECIDED, STOCKPORT, OFFICE, approved=True, reason="", by=APPROVER, roles=(), target=None,
            at=wall("2024-06-04 12:00").replace(tzinfo=None),
        )  # fmt: skip

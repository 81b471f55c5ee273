"""BLK-04: an overdue review escalates; so many working days late, the block lapses by itself."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.blocking import REVIEWER, approved, stands, then
from tests.rules.histories import saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, wall

from evenhand.core.block_events import extend, restore
from evenhand.core.block_standing import BlockEntry, Review
from evenhand.core.lifecycle import BlockEvent, BlockState
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import BlockLapse

BLOCK = approved()


def test_twenty_working_days_after_the_review_date_are_the_last() -> None:
    """From 3 December 2024 over Christmas, Boxing Day and New Year's Day."""
    assert STOCKPORT.value("BLK-04", BlockLapse).working_days_late == 20
    last, lapsed = stands(BLOCK, "2025-01-03 23:59"), stands(BLOCK, "2025-01-04 00:00")
    assert (last.state, last.is_blocked, last.review) == (BlockState.IN_FORCE, True, Review.OVERDUE)
    assert (lapsed.state, lapsed.is_blocked, lapsed.review) == (BlockState.LAPSED, False, Review.NOT_DUE)
    assert last.last_day == date(2025, 1, 3)
    assert lapsed.because[-1] == "its review was due on 3 December 2024 and not made by 3 January 2025 (BLK-04)"


def test_an_overdue_review_says_so_every_day() -> None:
    for day in ("2024-12-04", "2024-12-20", "2025-01-03"):
        assert "its review is overdue: 3 December 2024; it lapses after 3 January 2025 (BLK-04)" in (
            stands(BLOCK, day).because
        )


def test_a_body_may_say_ten() -> None:
    ten = saying("BLK-04", WEALDHAM.rules["BLK-04"].values)
    assert stands(BLOCK, "2024-12-17", ten).is_blocked
    assert not stands(BLOCK, "2024-12-18", ten).is_blocked


def test_once_lapsed_it_can_neither_be_extended_nor_restored() -> None:
    at = wall("2025-01-06 10:00")
    with refused("", "to extend a block that is lapsed"):
        extend(
            BLOCK, STOCKPORT, OFFICE, reason="new attacks", review_on=date(2025, 3, 3), by=REVIEWER, target=None, at=at
        )
    with refused("", "to restore a block that is lapsed"):
        restore(BLOCK, STOCKPORT, OFFICE, reason="it is over", by=REVIEWER, at=at)


def test_an_extension_recorded_too_late_does_not_revive_it() -> None:
    late = BlockEntry(BlockEvent.EXTEND, REVIEWER, wall("2025-01-06 10:00"), "new", date(2025, 6, 3))
    now = stands(then(BLOCK, late), "2025-02-03")
    assert (now.state, now.is_blocked, now.review_on) == (BlockState.LAPSED, False, date(2024, 12, 3))
    assert (
        now.because[-1] == "extend on 6 January 2025 by officer 3, review on 3 June 2025: new: no effect, it is lapsed"
    )


def test_a_block_extended_in_time_lapses_by_its_new_date() -> None:
    in_time = BlockEntry(BlockEvent.EXTEND, REVIEWER, wall("2025-01-03 10:00"), "new", date(2025, 6, 3))
    block = then(BLOCK, in_time)
    assert stands(block, "2025-06-03").review is Review.DUE
    assert stands(block, "2025-07-01").is_blocked
    assert not stands(block, "2025-07-02").is_blocked


def test_it_lapses_under_the_first_state_only_once() -> None:
    assert stands(replace(BLOCK, history=()), "2025-06-03").because == (
        "decided, and waiting for a second person (BLK-01)",
        "nobody approved it by 17:00 on 4 June 2024 (BLK-01)",
    )


def test_a_lapse_after_no_days_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        BlockLapse(0)
    assert BlockLapse(1).working_days_late == 1

"""Of any history of a block: its order is nothing, nobody is blocked without approval, and every block has an end."""

from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.blocking import DRAFT, EXTREME, REVIEWER, approved
from tests.rules.working_time import OFFICE, STOCKPORT, wall

from evenhand.core.block_standing import Block, BlockEntry, Review, approval_deadline, standing
from evenhand.core.blocks import BlockDraft, block_review_day
from evenhand.core.hours import works_on
from evenhand.core.lifecycle import BLOCK, BLOCK_FINAL, BlockEvent, BlockState, next_block_state

START = wall("2024-06-03 10:00")
TIMES = st.integers(0, 700 * 24).map(lambda hours: START + timedelta(hours=hours))
EVENTS = st.sampled_from([event for event in BlockEvent if event is not BlockEvent.LAPSE])
ENTRIES = st.builds(
    BlockEntry,
    event=EVENTS,
    by=st.just(REVIEWER),
    at=TIMES,
    reason=st.just("because"),
    review_on=st.none() | st.integers(1, 700).map(lambda days: date(2024, 6, 3) + timedelta(days=days)),
)
HISTORIES = st.lists(ENTRIES, max_size=5, unique_by=lambda entry: (entry.at, entry.event))
DRAFTS = st.sampled_from([DRAFT, EXTREME])


@given(DRAFTS, HISTORIES, TIMES, st.randoms())
def test_the_order_of_history_does_not_matter(
    draft: BlockDraft, history: list[BlockEntry], at: datetime, random: Random
) -> None:
    shuffled = random.sample(history, len(history))
    one, other = Block(draft, tuple(history)), Block(draft, tuple(shuffled))
    assert standing(one, STOCKPORT, OFFICE, at) == standing(other, STOCKPORT, OFFICE, at)


@given(DRAFTS, HISTORIES, TIMES)
def test_nobody_is_blocked_long_without_an_approval(draft: BlockDraft, history: list[BlockEntry], at: datetime) -> None:
    deadline = approval_deadline(draft, STOCKPORT, OFFICE)
    unapproved = tuple(entry for entry in history if entry.event is not BlockEvent.APPROVE)
    now = standing(Block(draft, unapproved), STOCKPORT, OFFICE, at)
    assert not now.is_blocked or (draft is EXTREME and at <= deadline)


@given(DRAFTS, HISTORIES, TIMES, TIMES)
def test_a_final_state_is_never_left(
    draft: BlockDraft, history: list[BlockEntry], one: datetime, other: datetime
) -> None:
    earlier, later = sorted((one, other))
    block = Block(draft, tuple(history))
    before = standing(block, STOCKPORT, OFFICE, earlier)
    if before.state in BLOCK_FINAL:
        assert standing(block, STOCKPORT, OFFICE, later).state is before.state
        assert not before.is_blocked


@given(TIMES, st.sampled_from([BlockEvent.RESTORE, BlockEvent.REVERSE]), HISTORIES, TIMES)
def test_lifting_a_block_never_makes_things_worse(
    lifted: datetime, event: BlockEvent, history: list[BlockEntry], at: datetime
) -> None:
    block = Block(approved().draft, (*approved().history, *history))
    more = Block(block.draft, (*block.history, BlockEntry(event, REVIEWER, lifted, "lifted", None)))
    if not standing(block, STOCKPORT, OFFICE, at).is_blocked:
        assert not standing(more, STOCKPORT, OFFICE, at).is_blocked


@given(HISTORIES, TIMES)
def test_who_is_blocked_can_be_reviewed_today(history: list[BlockEntry], at: datetime) -> None:
    now = standing(Block(DRAFT, (*approved().history, *history)), STOCKPORT, OFFICE, at)
    today = at.astimezone(OFFICE.zone).date()
    if now.is_blocked:
        assert today <= now.last_day
    assert (now.review is Review.OVERDUE) == (now.state is BlockState.IN_FORCE and today > now.review_on)


@given(st.integers(0, 900).map(lambda days: date(2024, 1, 1) + timedelta(days=days)))
def test_a_first_review_is_on_a_working_day_and_never_late(starts_on: date) -> None:
    review = block_review_day(STOCKPORT, OFFICE, starts_on)
    assert works_on(OFFICE, review)
    assert starts_on < review <= starts_on + timedelta(days=184)


def test_the_table_leads_out_of_every_state_that_is_not_final_and_out_of_no_other() -> None:
    leaving = {state for state, _ in BLOCK}
    assert leaving == set(BlockState) - BLOCK_FINAL
    for (state, event), following in BLOCK.items():
        assert next_block_state(state, event) is following

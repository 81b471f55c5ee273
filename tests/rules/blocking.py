"""A block with nothing missing, for the tests that take one thing away or add one."""

from dataclasses import replace
from datetime import date

from tests.rules.histories import hidden, proposed
from tests.rules.working_time import OFFICE, STOCKPORT, wall

from evenhand.core.block_events import answer
from evenhand.core.block_standing import Block, BlockEntry, Standing, standing
from evenhand.core.blocks import BlockDraft, block_objections
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar
from evenhand.core.ladder import Sanction
from evenhand.core.moderation import Objection
from evenhand.core.values import Questions

DECIDER, APPROVER, REVIEWER = 1, 2, 3
REPEATED = proposed(*(hidden(n, f"2024-0{n + 2}-01") for n in (1, 2, 3)), warned=["2024-03-02"], on="2024-06-03")
SEVERE = proposed(hidden(1, "2024-06-01", "CON-03"))
FIRST = proposed(hidden(1, "2024-06-01"))
ANSWERS = dict.fromkeys(STOCKPORT.value("BLK-06", Questions).ask, "No sign of it.")
DRAFT = BlockDraft(
    person="p1",
    reason="Three personal attacks on other residents in three months.",
    rests_on=("c1", "c2", "c3"),
    evidence=("capture 1", "capture 2", "capture 3"),
    channels=("facebook", "instagram"),
    starts_on=date(2024, 6, 3),
    review_on=date(2024, 12, 3),
    ends_on=None,
    notice="You are blocked from our channels until we look at it again on 3 December 2024.",
    notified_on=None,
    appeal_route="the complaints procedure",
    answers=ANSWERS,
    acknowledged=frozenset(),
    extreme="",
    decided_by=DECIDER,
    decided_at=wall("2024-06-03 10:00"),
)
EXTREME = replace(DRAFT, extreme="he posts a threat every few minutes")


def objected(
    draft: BlockDraft = DRAFT,
    *,
    edition: Edition = STOCKPORT,
    calendar: Calendar = OFFICE,
    sanction: Sanction = REPEATED,
    cannot_unblock: tuple[str, ...] = (),
    target: int | None = None,
) -> tuple[Objection, ...]:
    return block_objections(draft, edition, calendar, sanction, cannot_unblock=cannot_unblock, target=target)


def approved(draft: BlockDraft = DRAFT, at: str = "2024-06-03 11:00", edition: Edition = STOCKPORT) -> Block:
    """The block, approved an hour after it was decided."""
    entry = answer(
        Block(draft, ()), edition, OFFICE,
        approved=True, reason="", by=APPROVER, roles=("co-ordinator",), target=None, at=wall(at),
    )  # fmt: skip
    return Block(draft, (entry,))


def then(block: Block, *entries: BlockEntry) -> Block:
    return replace(block, history=(*block.history, *entries))


def stands(block: Block, at: str, edition: Edition = STOCKPORT) -> Standing:
    return standing(block, edition, OFFICE, wall(at if " " in at else f"{at} 12:00"))

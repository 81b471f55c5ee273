"""BLK-01, BLK-03, BLK-04, BLK-05: where a block stands at an instant, worked out from what happened to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evenhand.core.blocks import BlockDraft
from evenhand.core.dates import day_of, months_after, said, utc
from evenhand.core.edition import Edition
from evenhand.core.hours import DAY, Calendar, closing_time, working_days_after
from evenhand.core.lifecycle import BLOCK, BLOCK_FINAL, BlockEvent, BlockState
from evenhand.core.refusals import Refused
from evenhand.core.values import BlockApproval, BlockExtension, BlockLapse

UNAPPROVED = frozenset({BlockState.AWAITING_APPROVAL, BlockState.IN_FORCE_UNAPPROVED})


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """One thing that a person did to a block. `review_on`: of an extension, the new date."""

    event: BlockEvent
    by: int
    at: datetime
    reason: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Block:
    """A decided block with its history, in any order."""

    draft: BlockDraft
    history: tuple[BlockEntry, ...]


class Review(StrEnum):
    """Whether a block is to be looked at again. Overdue escalates."""

    NOT_DUE = "not due"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a block stands.

    `was_approved`: whether it ever had all the approval it needs; `last_day`: the last on which it can be reviewed,
    or of an interim block its last.
    """

    state: BlockState
    is_blocked: bool
    was_approved: bool
    review: Review
    review_on: date
    last_day: date
    because: tuple[str, ...]


def approval_deadline(draft: BlockDraft, edition: Edition, calendar: Calendar) -> datetime:
    """BLK-01: until when a second person may approve, that instant included, in UTC."""
    days = edition.value("BLK-01", BlockApproval).within_working_days
    decided_on = day_of(draft.decided_at, calendar.zone, "BLK-01")
    return closing_time(calendar, working_days_after(calendar, decided_on, days))


def standing(block: Block, edition: Edition, calendar: Calendar, at: datetime) -> Standing:
    """BLK-01, BLK-03, BLK-04, BLK-05: whether a person is blocked at `at`, and every reason for it.

    What comes after a final state, or fits no state, changes nothing and is said. Raises: Refused beyond the
    calendar, for an instant without a zone, and for one before the block was decided.
    """
    now = utc(at, "BLK-01")
    if now < utc(block.draft.decided_at, "BLK-01"):
        raise _not_yet(block.draft, calendar)
    state, because = _beginning(block.draft, edition)
    was_approved, review_on, lines = state is BlockState.IN_FORCE, block.draft.review_on, [because]
    for entry in _until(block, now):
        state, lapsed = _by_time(block.draft, edition, calendar, state, review_on, utc(entry.at, "BLK-01"))
        following = BLOCK.get((state, entry.event), state)
        fits = (state, entry.event) in BLOCK
        lines += [*lapsed, _line(entry, calendar) if fits else f"{_line(entry, calendar)}: no effect, it is {state}"]
        state, review_on = following, (fits and entry.review_on) or review_on
        was_approved = was_approved or state is BlockState.IN_FORCE
    state, lapsed = _by_time(block.draft, edition, calendar, state, review_on, now)
    return _standing(block.draft, edition, calendar, state, was_approved, review_on, now, (*lines, *lapsed))


def spent(blocks: Iterable[Block], edition: Edition, calendar: Calendar, at: datetime) -> frozenset[str]:
    """STR-03: comments whose strikes have brought a block by `at`: one that was approved, and not reversed since.

    Blocks decided later than `at` are passed over. Raises: Refused, as `standing`.
    """
    gone: set[str] = set()
    for block in blocks:
        if utc(block.draft.decided_at, "STR-03") <= utc(at, "STR-03"):
            now = standing(block, edition, calendar, at)
            if now.was_approved and now.state is not BlockState.REVERSED:
                gone.update(block.draft.rests_on)
    return frozenset(gone)


def _until(block: Block, now: datetime) -> Iterator[BlockEntry]:
    """What happened up to and including `now`, in order; of two things at once the milder first."""
    order = list(BlockEvent)
    for entry in sorted(block.history, key=lambda each: (utc(each.at, "BLK-01"), order.index(each.event), each.reason)):
        if utc(entry.at, "BLK-01") <= now:
            yield entry


def _beginning(draft: BlockDraft, edition: Edition) -> tuple[BlockState, str]:
    if not edition.value("BLK-01", BlockApproval).second_person:
        return BlockState.IN_FORCE, "decided; this body asks for no second person (BLK-01)"
    if draft.extreme.strip():
        return BlockState.IN_FORCE_UNAPPROVED, f"decided at once: {draft.extreme.strip()} (BLK-01)"
    return BlockState.AWAITING_APPROVAL, "decided, and waiting for a second person (BLK-01)"


def _by_time(
    draft: BlockDraft, edition: Edition, calendar: Calendar, state: BlockState, review_on: date, at: datetime
) -> tuple[BlockState, list[str]]:
    """BLK-01, BLK-04: what time alone has made of it by `at`."""
    if state in BLOCK_FINAL:
        return state, []
    if draft.ends_on is not None and day_of(at, calendar.zone, "BLK-03") >= draft.ends_on:
        return BlockState.LAPSED, [f"the interim block ended by {said(draft.ends_on)} (BLK-03)"]
    limit = _limit(draft, edition)
    if limit is not None and day_of(at, calendar.zone, "BLK-05") > limit:
        return BlockState.LAPSED, [f"no block lasts beyond {said(limit)} (BLK-05)"]
    if state in UNAPPROVED:
        deadline = approval_deadline(draft, edition, calendar)
        late = f"nobody approved it by {deadline.astimezone(calendar.zone):%H:%M on %-d %B %Y} (BLK-01)"
        return (BlockState.LAPSED, [late]) if at > deadline else (state, [])
    last = _last_review(edition, calendar, review_on)
    if day_of(at, calendar.zone, "BLK-04") <= last:
        return state, []
    return BlockState.LAPSED, [f"its review was due on {said(review_on)} and not made by {said(last)} (BLK-04)"]


def _limit(draft: BlockDraft, edition: Edition) -> date | None:
    """BLK-05: the last day that a block may have with all its extensions; None where the body sets no limit."""
    months = edition.value("BLK-05", BlockExtension).in_all_months
    return months_after(draft.starts_on, months) if months else None


def _last_review(edition: Edition, calendar: Calendar, review_on: date) -> date:
    return working_days_after(calendar, review_on, edition.value("BLK-04", BlockLapse).working_days_late)


def _standing(
    draft: BlockDraft,
    edition: Edition,
    calendar: Calendar,
    state: BlockState,
    was_approved: bool,
    review_on: date,
    now: datetime,
    lines: tuple[str, ...],
) -> Standing:
    today = day_of(now, calendar.zone, "BLK-03")
    last_day = _last_review(edition, calendar, review_on)
    if draft.ends_on is not None:
        last_day = min(last_day, draft.ends_on - DAY)
    last_day = min(last_day, _limit(draft, edition) or last_day)
    begun = today >= draft.starts_on
    review = Review.NOT_DUE
    if state is BlockState.IN_FORCE and today >= review_on:
        review = Review.DUE if today == review_on else Review.OVERDUE
    if state is BlockState.IN_FORCE and not begun:
        lines = (*lines, f"it begins on {said(draft.starts_on)} (BLK-02)")
    if review is not Review.NOT_DUE:
        lines = (*lines, f"its review is {review}: {said(review_on)}; it lapses after {said(last_day)} (BLK-04)")
    is_blocked = begun and state in (BlockState.IN_FORCE, BlockState.IN_FORCE_UNAPPROVED)
    return Standing(state, is_blocked, was_approved, review, review_on, last_day, lines)


def _not_yet(draft: BlockDraft, calendar: Calendar) -> Refused:
    return Refused(
        tried="to see where a block stands, or to change it",
        forbids=f"it was decided later, at {draft.decided_at.astimezone(calendar.zone):%H:%M on %-d %B %Y}",
        do="check both times",
        rule="BLK-01",
    )


def _line(entry: BlockEntry, calendar: Calendar) -> str:
    until = f", review on {said(entry.review_on)}" if entry.review_on else ""
    why = f": {entry.reason}" if entry.reason else ""
    return f"{entry.event} on {said(day_of(entry.at, calendar.zone, 'BLK-01'))} by officer {entry.by}{until}{why}"

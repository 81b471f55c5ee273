"""BLK-01, BLK-03, BLK-05, APL-04: what people may do to a block, and what forbids it."""

from collections.abc import Collection
from datetime import date, datetime

from evenhand.core.block_standing import Block, BlockEntry, Standing, standing
from evenhand.core.dates import day_of, months_after, said
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar, works_on
from evenhand.core.lifecycle import BlockEvent, next_block_state
from evenhand.core.moderation import may_approve, may_decide
from evenhand.core.refusals import Refused
from evenhand.core.strikes import Record
from evenhand.core.values import Approver, BlockApproval, BlockExtension


def answer(
    block: Block,
    edition: Edition,
    calendar: Calendar,
    *,
    approved: bool,
    reason: str,
    by: int,
    roles: Collection[str],
    target: int | None,
    at: datetime,
) -> BlockEntry:
    """BLK-01, MOD-08: the second person's answer, in time and by somebody who may give it.

    `roles`: those of the second person, as editions name them. Raises: Refused.
    """
    tried = "to approve a block" if approved else "to refuse a block"
    event = BlockEvent.APPROVE if approved else BlockEvent.REFUSE
    objection = may_approve(by, block.draft.decided_by, target)
    if objection:
        raise Refused(tried=tried, forbids=objection.wrong, do=objection.do, rule=objection.rule)
    asked = edition.value("BLK-01", BlockApproval).approver
    if asked is Approver.CO_ORDINATOR and asked.value not in roles:
        raise Refused(tried=tried, forbids=f"only a {asked} may", do=f"ask a {asked}", rule="BLK-01")
    if not approved:
        _reasoned(tried, reason, "BLK-01")
    _allowed(block, edition, calendar, event, at)
    return BlockEntry(event, by, at, reason.strip(), None)


def restore(block: Block, edition: Edition, calendar: Calendar, *, reason: str, by: int, at: datetime) -> BlockEntry:
    """BLK-05: access given back after a look at the record; it may come before the review is due. Raises: Refused."""
    _reasoned("to restore access", reason, "BLK-05")
    _allowed(block, edition, calendar, BlockEvent.RESTORE, at)
    return BlockEntry(BlockEvent.RESTORE, by, at, reason.strip(), None)


def reverse(block: Block, edition: Edition, calendar: Calendar, *, reason: str, by: int, at: datetime) -> BlockEntry:
    """APL-04, MOD-08: a block overturned on appeal, by somebody who did not decide it. Raises: Refused."""
    _reasoned("to reverse a block", reason, "APL-04")
    if by == block.draft.decided_by:
        raise Refused(
            tried="to reverse a block", forbids="you decided it", do="leave the appeal to a colleague", rule="MOD-08"
        )
    _allowed(block, edition, calendar, BlockEvent.REVERSE, at)
    return BlockEntry(BlockEvent.REVERSE, by, at, reason.strip(), None)


def extend(
    block: Block,
    edition: Edition,
    calendar: Calendar,
    *,
    reason: str,
    review_on: date,
    by: int,
    target: int | None,
    at: datetime,
) -> BlockEntry:
    """BLK-05, MOD-08: a block that goes on, for reasons not given before, until a new date within the longest.

    `target`: the officer whom the breaches are aimed at. Raises: Refused.
    """
    objection = may_decide(by, target)
    if objection:
        raise Refused(tried="to extend a block", forbids=objection.wrong, do=objection.do, rule=objection.rule)
    _reasoned("to extend a block", reason, "BLK-05")
    if _bare(reason) in {_bare(block.draft.reason), *(_bare(entry.reason) for entry in block.history)}:
        raise _no_extension("these reasons were given before", "say what is new, or restore access")
    if block.draft.ends_on is not None:
        raise _no_extension("an interim block ends by itself", "decide a block of its own")
    now = _allowed(block, edition, calendar, BlockEvent.EXTEND, at)
    _about_date(block, edition, calendar, now, day_of(at, calendar.zone, "BLK-05"), review_on)
    return BlockEntry(BlockEvent.EXTEND, by, at, reason.strip(), review_on)


def review_page(block: Block, now: Standing, since: Record) -> tuple[str, ...]:
    """BLK-03: the record on one page, for the person who reviews. `since`: strikes since the block began."""
    conduct = [f"{said(s.written_on)}: {', '.join(s.grounds)}" for s in since.counted] or ["nothing since"]
    return (
        f"Blocked from {said(block.draft.starts_on)} on {', '.join(block.draft.channels)}",
        f"Because: {block.draft.reason}",
        *(f"Asked: {question} {reply}" for question, reply in block.draft.answers.items()),
        *now.because,
        *(f"Conduct since: {line}" for line in conduct),
        f"Review by {said(now.review_on)}; without one the block lapses after {said(now.last_day)}",
    )


def _allowed(block: Block, edition: Edition, calendar: Calendar, event: BlockEvent, at: datetime) -> Standing:
    """Where the block stands at `at`. Raises: Refused when its state does not allow the event."""
    now = standing(block, edition, calendar, at)
    next_block_state(now.state, event)
    return now


def _about_date(
    block: Block, edition: Edition, calendar: Calendar, now: Standing, today: date, review_on: date
) -> None:
    values = edition.value("BLK-05", BlockExtension)
    last = months_after(today, values.longest_months)
    if values.in_all_months:
        last = min(last, months_after(block.draft.starts_on, values.in_all_months))
    if last <= max(today, now.review_on):
        raise _no_extension(f"it cannot go on beyond {said(last)}", "restore access by then")
    if review_on <= max(today, now.review_on):
        raise _no_extension("the new date is not after the old one, or not after today", f"choose one by {said(last)}")
    if review_on > last:
        raise _no_extension(f"the new date is later than {said(last)}", "choose one by that day")
    if not works_on(calendar, review_on):
        raise _no_extension(f"{said(review_on)} is not a working day", "choose the working day before")


def _reasoned(tried: str, reason: str, rule: str) -> None:
    if not reason.strip():
        raise Refused(tried=tried, forbids="it says no reason", do="write why, in your own words", rule=rule)


def _no_extension(forbids: str, do: str) -> Refused:
    return Refused(tried="to extend a block", forbids=forbids, do=do, rule="BLK-05")


def _bare(reason: str) -> str:
    return " ".join(reason.casefold().split())

"""BLK-01, BLK-03, BLK-04: what follows of where blocks stand now: ends, notices, tasks, and calls to platforms.

The same whether an officer has just decided or a night has passed: calling it again does nothing.
"""

from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.block_standing import UNAPPROVED, Review, Standing, approval_deadline
from evenhand.core.dates import day_of, said
from evenhand.core.hours import working_days_after
from evenhand.core.lifecycle import BLOCK_FINAL, BlockState
from evenhand.decisions.queries import edition_pinned
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people.enforcing import enforce, one_at_a_time
from evenhand.people.models import Block, BlockEnd
from evenhand.people.standings import blocks_of, calendar_at, draft_of, standing
from evenhand.people.telling import remind, tell_of_block, tell_of_end
from evenhand.tasks import operations as tasks

PROGRAM = "program: look after people"
REMIND_WORKING_DAYS = 10  # before a review; ours
TASKS = ("approval", "review", "overdue review", "doubt")


def follow(*, body: Body, by: str, at: datetime) -> None:
    """Bring everything about a body's blocks to where it should be at an instant."""
    with audit.one_transaction():
        one_at_a_time(body)
        for row in blocks_of(body).filter(end=None).order_by("pk"):
            now = standing(row, at)
            if now.state in BLOCK_FINAL:
                _end(row, now, by=PROGRAM if now.state is BlockState.LAPSED else by, at=at)
            else:
                _keep_up(row, now, by=by, at=at)
        enforce(body=body, by=by, at=at)


def _end(row: Block, now: Standing, *, by: str, at: datetime) -> None:
    BlockEnd.objects.create(block=row, state=now.state.value, at=at, because=list(now.because))
    for about in TASKS:
        tasks.withdraw(about=f"{about} of block {row.pk}", why=f"the block is {now.state}", by=by, at=at)
    audit.record(
        body=row.body.slug, at=at, by=by, action="people.end_block", subject=f"block {row.pk}", state=now.state.value,
        because=now.because[-1],
    )  # fmt: skip
    tell_of_end(row, reason=_said_to_them(row, now), by=by, at=at)


def _said_to_them(row: Block, now: Standing) -> str:
    """What the person reads of why a block ended: an officer's own words only where they were written for them."""
    last = row.steps.order_by("-pk").first()
    if now.state is BlockState.REVERSED and last:
        return "The block was overturned."
    return ""


def _keep_up(row: Block, now: Standing, *, by: str, at: datetime) -> None:
    edition = edition_pinned(row.edition_id)
    calendar = calendar_at(edition, at)
    if now.state in UNAPPROVED:
        _ask_for_approval(row, approval_deadline(draft_of(row), edition, calendar).astimezone(calendar.zone), by, at)
    else:
        tasks.withdraw(about=f"approval of block {row.pk}", why="it was approved", by=by, at=at)
    tell_of_block(row, now, by=by, at=at)
    today = day_of(at, calendar.zone, "BLK-03")
    if now.state is BlockState.IN_FORCE and working_days_after(calendar, today, REMIND_WORKING_DAYS) >= now.review_on:
        _ask_for_review(row, now, by, at)
        remind(row, now, reviewer_of(row), overdue=False, by=by, at=at)
    if now.review is Review.OVERDUE:
        _escalate(row, now, by, at)


def reviewer_of(row: Block) -> Officer:
    """BLK-03: who is named to review it next."""
    named = [step.reviewer for step in row.steps.all() if step.reviewer]
    return named[-1] if named else row.reviewer


def _ask_for_approval(row: Block, deadline: datetime, by: str, at: datetime) -> None:
    until = f"{deadline:%H:%M on %-d %B %Y}"
    tasks.open_task(
        body=row.body, about=f"approval of block {row.pk}", title=f"Approve or refuse the block of {row.author}",
        why=f"{row.decided_by.name} decided it. Without a second person by {until} it lapses (BLK-01).",
        steps=["Open the block and read its reasons and its evidence", "Approve it, or refuse it with a reason"],
        url="", by=by, at=at,
    )  # fmt: skip


def _ask_for_review(row: Block, now: Standing, by: str, at: datetime) -> None:
    tasks.open_task(
        body=row.body, about=f"review of block {row.pk}", title=f"Review the block of {row.author}",
        why=f"{reviewer_of(row).name} is to review it by {said(now.review_on)} (BLK-03).",
        steps=["Open the review and read the record", "Restore access, or extend the block with new reasons"],
        url="", by=by, at=at,
    )  # fmt: skip


def _escalate(row: Block, now: Standing, by: str, at: datetime) -> None:
    """BLK-04: to the senior officers, once, and a task that stays."""
    tasks.open_task(
        body=row.body, about=f"overdue review of block {row.pk}", title=f"Overdue: review the block of {row.author}",
        why=f"For a senior officer. Due on {said(now.review_on)}; it lapses after {said(now.last_day)} (BLK-04).",
        steps=["Open the review, or see that somebody does", "Restore access, or extend the block with new reasons"],
        url="", by=by, at=at,
    )  # fmt: skip
    seniors = Officer.objects.filter(roles__body=row.body, roles__role=Role.SENIOR.value, is_active=True)
    for senior in seniors.distinct().order_by("pk"):
        remind(row, now, senior, overdue=True, by=by, at=at)

"""Blocks and entries as the rules see them, and where they stand at an instant. Each under the edition it cites."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from evenhand.calendars import calendar_of
from evenhand.core import block_standing, managed, managed_entry
from evenhand.core.block_standing import BlockEntry, Standing
from evenhand.core.blocks import BlockDraft
from evenhand.core.dates import day_of
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar
from evenhand.core.lifecycle import BlockEvent
from evenhand.core.values import Questions
from evenhand.decisions.queries import edition_pinned
from evenhand.officers.models import Body
from evenhand.people.models import Block, ManagedEntry
from evenhand.people.models_of_list import EntryEvent
from evenhand.people.persons import key

YEARS_BACK, YEARS_ON = 3, 6  # a block that is extended again and again still finds its last day


def calendar_at(edition: Edition, at: datetime) -> Calendar:
    """An edition's working days around an instant."""
    return calendar_of(edition, at.year - YEARS_BACK, at.year + YEARS_ON, ())


def blocks_of(body: Body) -> QuerySet[Block]:
    """Every block of a body with all that its standing rests on, newest first."""
    return (
        Block.objects.filter(body=body)
        .select_related("author__body", "decided_by", "reviewer", "end", "body")
        .prefetch_related("channels__channel", "strikes", "evidence", "steps__by", "steps__reviewer")
        .order_by("-pk")
    )


def draft_of(row: Block) -> BlockDraft:
    """What was decided."""
    return BlockDraft(
        person=key(row.author_id), reason=row.reason,
        rests_on=tuple(str(each.comment_id) for each in row.strikes.all()),
        evidence=tuple(f"capture {each.capture_id}" for each in row.evidence.all()),
        channels=tuple(each.channel.title for each in row.channels.all()),
        starts_on=row.starts_on, review_on=row.review_on, ends_on=row.ends_on, notice=row.notice,
        notified_on=row.notified_on, appeal_route=row.appeal_route, answers=_in_order(row),
        acknowledged=frozenset(row.acknowledged), extreme=row.extreme,
        decided_by=row.decided_by_id, decided_at=row.decided_at,
    )  # fmt: skip


def _in_order(row: Block) -> dict[str, str]:
    """BLK-06: the answers in the order of the edition's questions, which the database does not keep."""
    asked = edition_pinned(row.edition_id).value("BLK-06", Questions).ask
    return {question: row.answers[question] for question in asked if question in row.answers}


def block_of(row: Block) -> block_standing.Block:
    """With its history."""
    steps = tuple(
        BlockEntry(BlockEvent(step.event), step.by_id, step.at, step.reason, step.review_on) for step in row.steps.all()
    )
    return block_standing.Block(draft_of(row), steps)


def standing(row: Block, at: datetime) -> Standing:
    """BLK-01 to BLK-05: where a block stands, under the edition that it was decided under."""
    edition = edition_pinned(row.edition_id)
    return block_standing.standing(block_of(row), edition, calendar_at(edition, at), at)


def spent(rows: Iterable[Block], edition: Edition, at: datetime) -> frozenset[str]:
    """STR-03: comments whose strikes have brought a block."""
    gone: frozenset[str] = frozenset()
    for row in rows:
        under = edition_pinned(row.edition_id)
        gone |= block_standing.spent([block_of(row)], under, calendar_at(edition, at), at)
    return gone


OVER = (EntryEvent.REMOVE, EntryEvent.REFUSE, EntryEvent.REVERSE)


def entries_of(body: Body) -> QuerySet[ManagedEntry]:
    """Every entry of a body's list, of earlier times too, newest first. `listing.look` says who may see them."""
    found = ManagedEntry.objects.filter(body=body).select_related("author__body", "proposed_by")
    return found.prefetch_related("steps__by", "rests_on").order_by("-pk")


def entry_of(row: ManagedEntry, calendar: Calendar) -> managed_entry.Entry:
    """An entry as the rules see it; one that was refused or overturned is off the list from that day."""
    steps = {step.event: step for step in row.steps.all()}
    kept = [step.review_on for step in row.steps.all() if step.review_on]
    over = next((steps[event] for event in OVER if event in steps), None)
    approved = steps.get(EntryEvent.APPROVE)
    return managed_entry.Entry(
        author=key(row.author_id), reason=row.reason, proposed_by=row.proposed_by_id,
        approved_by=approved.by_id if approved else None, notice=row.notice, why_no_notice=row.why_no_notice,
        starts_on=row.starts_on, review_on=max(kept, default=row.review_on),
        removed_on=day_of(over.at, calendar.zone, "MCL-02") if over else None,
    )  # fmt: skip


def entry_standing(row: ManagedEntry, at: datetime) -> managed.EntryStanding:
    """MCL-01, MCL-02: whether an entry blocks."""
    calendar = calendar_at(edition_pinned(row.edition_id), at)
    return managed.entry_standing(entry_of(row, calendar), calendar, at)


def review_on(row: ManagedEntry) -> date:
    """When an entry is to be looked at next."""
    return max((step.review_on for step in row.steps.all() if step.review_on), default=row.review_on)

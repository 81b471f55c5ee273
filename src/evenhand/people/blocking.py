"""BLK-01 to BLK-06: a block decided, approved or refused, extended, lifted. Each step is a row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.audit import operations as audit
from evenhand.core import block_events
from evenhand.core.block_standing import BlockEntry
from evenhand.core.blocks import BlockDraft, block_objections
from evenhand.core.lifecycle import BLOCK_FINAL
from evenhand.core.moderation import Objection
from evenhand.core.refusals import Refused
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_pinned
from evenhand.evidence import operations as evidence
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import may, roles
from evenhand.people.following import follow
from evenhand.people.history import History, history
from evenhand.people.models import Block, BlockChannel, BlockEvidence, BlockStep, BlockStrike
from evenhand.people.persons import key
from evenhand.people.standings import block_of, blocks_of, calendar_at, standing
from evenhand.people.telling import tell_of_extension
from evenhand.people.unblocking import cannot_unblock
from evenhand.people.warning import withdraw_proposals
from evenhand.tasks import operations as tasks


class BlockRefused(Refused):
    """A block that may not be decided as it stands, with every objection."""

    def __init__(self, found: Sequence[Objection]) -> None:
        self.objections = tuple(found)
        first = found[0]
        super().__init__(tried="to decide a block", forbids=first.wrong, do=first.do, rule=first.rule)


@dataclass(frozen=True, slots=True)
class Asked:
    """A block as an officer fills it in. `rests_on`: comments; `ends_on`: of an interim block alone."""

    author: Author
    reason: str
    rests_on: tuple[int, ...]
    channels: tuple[Channel, ...]
    starts_on: date
    review_on: date
    reviewer: Officer
    notice: str
    appeal_route: str
    answers: Mapping[str, str]
    ends_on: date | None = None
    notified_on: date | None = None
    acknowledged: frozenset[str] = frozenset()
    extreme: str = ""


def decide(*, body: Body, asked: Asked, aimed_at: Collection[int] = (), by: Officer, at: datetime) -> Block:
    """BLK-01, BLK-02, BLK-06: a block, which waits for a second person unless it is extreme or the body asks for none.

    `aimed_at`: officers whom the comments are aimed at. Raises: BlockRefused with every objection; Refused.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        _check_of_body(asked, body)
        known = history(asked.author, at)
        _check_no_other(known, at)
        _check_reviewer(asked.reviewer, body)
        captures = _captures(asked, known, by, at)
        _object(asked, known, captures, aimed_at, by, at)
        decisions.pin(edition=known.edition, body=body, by=by.email, at=at)
        row = _recorded(body, asked, known, captures, aimed_at, by, at)
        withdraw_proposals(known.person, why=f"block {row.pk} was decided", by=by.email, at=at)
        follow(body=body, by=by.email, at=at)
    return blocks_of(body).get(pk=row.pk)


def answer(*, block_id: int, body: Body, approved: bool, reason: str, by: Officer, at: datetime) -> Block:
    """BLK-01, MOD-08: the second person approves, or refuses with a reason. Raises: Refused."""
    require(by, body, Permission.APPROVE_BLOCKS)
    with audit.one_transaction():
        row = locked(block_id, body)
        edition = edition_pinned(row.edition_id)
        entry = block_events.answer(
            block_of(row), edition, calendar_at(edition, at), approved=approved, reason=reason, by=by.pk,
            roles=[role.value for role in roles(by, body)], target=target_for(row, by), at=at,
        )  # fmt: skip
        step(row, entry, by)
        follow(body=body, by=by.email, at=at)
    return blocks_of(body).get(pk=block_id)


def restore(*, block_id: int, body: Body, reason: str, by: Officer, at: datetime) -> Block:
    """BLK-05: access given back. Raises: Refused."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        row = locked(block_id, body)
        _not_target(row, by, "to restore access")
        edition = edition_pinned(row.edition_id)
        entry = block_events.restore(block_of(row), edition, calendar_at(edition, at), reason=reason, by=by.pk, at=at)
        step(row, entry, by)
        follow(body=body, by=by.email, at=at)
    return blocks_of(body).get(pk=block_id)


def extend(
    *, block_id: int, body: Body, reason: str, review_on: date, reviewer: Officer, by: Officer, at: datetime
) -> Block:
    """BLK-05: a block that goes on, for new reasons until a new date; the person is told. Raises: Refused."""
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        row = locked(block_id, body)
        _check_reviewer(reviewer, body)
        edition = edition_pinned(row.edition_id)
        entry = block_events.extend(
            block_of(row), edition, calendar_at(edition, at), reason=reason, review_on=review_on, by=by.pk,
            target=target_for(row, by), at=at,
        )  # fmt: skip
        step(row, entry, by, reviewer=reviewer)
        tell_of_extension(row, reason=reason, review_on=review_on, by=by.email, at=at)
        for about in ("review", "overdue review"):
            tasks.withdraw(about=f"{about} of block {row.pk}", why="it was reviewed", by=by.email, at=at)
        follow(body=body, by=by.email, at=at)
    return blocks_of(body).get(pk=block_id)


def reverse(*, block_id: int, body: Body, reason: str, about: str, by: Officer, at: datetime) -> Block:
    """APL-04: a block overturned by somebody who did not decide it. `about`: "appeal 7". Raises: Refused."""
    with audit.one_transaction():
        row = locked(block_id, body)
        edition = edition_pinned(row.edition_id)
        entry = block_events.reverse(block_of(row), edition, calendar_at(edition, at), reason=reason, by=by.pk, at=at)
        step(row, entry, by, about=about)
        follow(body=body, by=by.email, at=at)
    return blocks_of(body).get(pk=block_id)


def locked(block_id: int, body: Body) -> Block:
    """For a step. Raises: Block.DoesNotExist, for another body's too."""
    Block.objects.select_for_update(of=("self",)).get(pk=block_id, body=body)
    return blocks_of(body).get(pk=block_id)


def step(row: Block, entry: BlockEntry, by: Officer, *, reviewer: Officer | None = None, about: str = "") -> None:
    """Keep what a person did, and say so in the audit log."""
    BlockStep.objects.create(
        block=row, event=entry.event.value, by=by, at=entry.at, reason=entry.reason, review_on=entry.review_on,
        reviewer=reviewer, about=about,
    )  # fmt: skip
    audit.record(
        body=row.body.slug, at=entry.at, by=by.email, action=f"people.{entry.event.name.lower()}_block",
        subject=f"block {row.pk}", reason=entry.reason, about=about,
        review_on=entry.review_on.isoformat() if entry.review_on else None,
    )  # fmt: skip


def target_for(row: Block, officer: Officer) -> int | None:
    """MOD-08: the officer themselves where a breach is aimed at them."""
    return officer.pk if officer.pk in row.aimed_at else None


def _not_target(row: Block, by: Officer, tried: str) -> None:
    if by.pk in row.aimed_at:
        raise Refused(
            tried=tried, forbids="one of these comments is aimed at you", do="leave it to a colleague", rule="MOD-08"
        )


def _check_of_body(asked: Asked, body: Body) -> None:
    if {asked.author.body_id, *(channel.body_id for channel in asked.channels)} != {body.pk}:
        raise Refused(
            tried="to decide a block", forbids=f"an account or a channel is not of {body.name}",
            do="choose among those of this body",
        )  # fmt: skip


def _check_no_other(known: History, at: datetime) -> None:
    for row in blocks_of(known.person.authors[0].body).filter(author__in=known.person.ids, end=None):
        if (now := standing(row, at)).state not in BLOCK_FINAL:
            raise Refused(
                tried="to decide a block", forbids=f"block {row.pk} of this person is {now.state}",
                do=f"approve, refuse or review block {row.pk} first", rule="BLK-01",
            )  # fmt: skip


def _check_reviewer(reviewer: Officer, body: Body) -> None:
    """BLK-03: by someone, named."""
    if not may(reviewer, body, Permission.DECIDE):
        raise Refused(
            tried="to name who reviews a block", forbids=f"{reviewer.name} may not decide for {body.name}",
            do="name an officer who may", rule="BLK-03",
        )  # fmt: skip


def _captures(asked: Asked, known: History, by: Officer, at: datetime) -> tuple[Capture, ...]:
    """EVD-01, BLK-02: the captures of the comments that it rests on; what was never captured is captured now."""
    strikes = {int(strike.comment): strike for strike in known.sanction.strikes}
    captures = []
    for comment in asked.rests_on:
        found = Capture.objects.filter(comment=comment, comment__channel__body=known.person.authors[0].body).last()
        if found is None and comment in strikes:
            decision = Decision.objects.select_related("revision__comment").get(pk=strikes[comment].decisions[-1])
            found = evidence.capture(revision=decision.revision, by=by.email, at=at)
        captures += [found] if found else []
    return tuple(captures)


def _object(
    asked: Asked, known: History, captures: Sequence[Capture], aimed_at: Collection[int], by: Officer, at: datetime
) -> None:
    draft = BlockDraft(
        person=key(asked.author.pk), reason=asked.reason, rests_on=tuple(str(each) for each in asked.rests_on),
        evidence=tuple(f"capture {each.pk}" for each in captures), channels=tuple(c.title for c in asked.channels),
        starts_on=asked.starts_on, review_on=asked.review_on, ends_on=asked.ends_on, notice=asked.notice,
        notified_on=asked.notified_on, appeal_route=asked.appeal_route, answers=asked.answers,
        acknowledged=asked.acknowledged, extreme=asked.extreme, decided_by=by.pk, decided_at=at,
    )  # fmt: skip
    found = block_objections(
        draft, known.edition, calendar_at(known.edition, at), known.sanction,
        cannot_unblock=[channel.title for channel in cannot_unblock(asked.channels)],
        target=by.pk if by.pk in aimed_at else None,
    )  # fmt: skip
    if found:
        raise BlockRefused(found)


def _recorded(
    body: Body, asked: Asked, known: History, captures: Sequence[Capture], aimed_at: Collection[int], by: Officer,
    at: datetime,
) -> Block:  # fmt: skip
    row = Block.objects.create(
        body=body, author=asked.author, reason=asked.reason.strip(), starts_on=asked.starts_on,
        review_on=asked.review_on, ends_on=asked.ends_on, notice=asked.notice.strip(), notified_on=asked.notified_on,
        appeal_route=asked.appeal_route.strip(), answers=dict(asked.answers), acknowledged=sorted(asked.acknowledged),
        extreme=asked.extreme.strip(), reviewer=asked.reviewer, edition_id=known.edition.sha256,
        rule=known.sanction.rule, because=known.sanction.because, working=list(known.sanction.working),
        aimed_at=sorted(aimed_at), decided_by=by, decided_at=at,
    )  # fmt: skip
    BlockChannel.objects.bulk_create(BlockChannel(block=row, channel=channel) for channel in asked.channels)
    BlockStrike.objects.bulk_create(BlockStrike(block=row, comment_id=comment) for comment in asked.rests_on)
    BlockEvidence.objects.bulk_create(BlockEvidence(block=row, capture=capture) for capture in captures)
    audit.record(
        body=body.slug, at=at, by=by.email, action="people.decide_block", subject=f"block {row.pk}",
        author=asked.author.pk, accounts=sorted(known.person.ids), rests_on=sorted(asked.rests_on),
        captures=[capture.pk for capture in captures], channels=[channel.name for channel in asked.channels],
        starts_on=row.starts_on.isoformat(), review_on=row.review_on.isoformat(), extreme=row.extreme,
        edition=row.edition_id, because=row.because,
    )  # fmt: skip
    return row

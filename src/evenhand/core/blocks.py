"""BLK-01, BLK-02, BLK-03, BLK-06: what a block must carry before anybody is blocked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.core.dates import day_of, months_after, said
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar, working_days_after
from evenhand.core.ladder import Sanction
from evenhand.core.moderation import Objection, may_decide
from evenhand.core.reviews import review_day, review_objections
from evenhand.core.values import BlockNotice, BlockReview, Questions


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A block as an officer decides it. Days are those of the body's zone.

    `rests_on`: the comments whose strikes bring it; `evidence`: captures; `notified_on`: when the notice goes out;
    `ends_on`: of an interim block, the first day without it; `extreme`: why approval may follow, empty where it
    comes first; `acknowledged`: channels of which the officer knows that the platform cannot undo a block.
    """

    person: str
    reason: str
    rests_on: tuple[str, ...]
    evidence: tuple[str, ...]
    channels: tuple[str, ...]
    starts_on: date
    review_on: date
    ends_on: date | None
    notice: str
    notified_on: date | None
    appeal_route: str
    answers: Mapping[str, str]
    acknowledged: frozenset[str]
    extreme: str
    decided_by: int
    decided_at: datetime


def block_objections(
    draft: BlockDraft,
    edition: Edition,
    calendar: Calendar,
    sanction: Sanction,
    *,
    cannot_unblock: Collection[str],
    target: int | None,
) -> tuple[Objection, ...]:
    """BLK-01, BLK-02, BLK-03, BLK-06: everything that forbids a block, all at once; nothing when it may be decided.

    `sanction`: what the person's record points to; `cannot_unblock`: channels whose platform cannot take a block
    back; `target`: the officer whom the breaches are aimed at. Raises: Refused beyond the calendar.
    """
    own = may_decide(draft.decided_by, target)
    return (
        *((own,) if own else ()),
        *_about_record(draft, sanction),
        *_about_parts(draft, edition),
        *_about_days(draft, edition, calendar),
        *_about_interim(draft, edition),
        *_about_notice(draft, edition, calendar),
        *_about_questions(draft, edition),
        *_about_platforms(draft, cannot_unblock),
    )


def block_review_day(edition: Edition, calendar: Calendar, starts_on: date) -> date:
    """BLK-03: the latest day on which a block may be reviewed first, a working day.

    Raises: Refused beyond the calendar.
    """
    return review_day(calendar, starts_on, edition.value("BLK-03", BlockReview).after_months, "BLK-03")


def _about_record(draft: BlockDraft, sanction: Sanction) -> Iterator[Objection]:
    strikes = {strike.comment for strike in sanction.strikes}
    for comment in draft.rests_on:
        if comment not in strikes:
            wrong = f"it rests on comment {comment}, which is no strike"
            yield Objection("rests_on", "BLK-02", wrong, "take it out")
    if not sanction.is_block:
        wrong = f"the record points to {sanction.step}: {sanction.because}"
        yield Objection("", "BLK-01", wrong, "take that step, or none")


def _about_parts(draft: BlockDraft, edition: Edition) -> Iterator[Objection]:
    """BLK-02: none of them optional; the approver comes with the approval."""
    words = {"person": draft.person, "reason": draft.reason, "appeal_route": draft.appeal_route}
    if edition.value("BLK-02", BlockNotice).compulsory:
        words["notice"] = draft.notice
    lists = {"rests_on": draft.rests_on, "evidence": draft.evidence, "channels": draft.channels}
    missing = [field for field, given in words.items() if not given.strip()]
    missing += [field for field, given in lists.items() if not given or not all(each.strip() for each in given)]
    for field in missing:
        name = "strikes to rest on" if field == "rests_on" else field.replace("_", " ")
        yield Objection(field, "BLK-02", f"it has no {name}", f"give the {name}")


def _about_days(draft: BlockDraft, edition: Edition, calendar: Calendar) -> Iterator[Objection]:
    decided_on = day_of(draft.decided_at, calendar.zone, "BLK-02")
    if draft.starts_on < decided_on:
        wrong = f"it starts before it was decided on {said(decided_on)}"
        yield Objection("starts_on", "BLK-02", wrong, "start it on that day or later")
    months = edition.value("BLK-03", BlockReview).after_months
    yield from review_objections(calendar, draft.starts_on, draft.review_on, months, "BLK-03")


def _about_interim(draft: BlockDraft, edition: Edition) -> Iterator[Objection]:
    longest = edition.value("BLK-03", BlockReview).interim_longest_months
    if draft.ends_on is None:
        return
    last = months_after(draft.starts_on, longest)
    if not longest:
        yield Objection("ends_on", "BLK-03", "this body makes no interim blocks", "take the end out")
    elif draft.ends_on <= draft.starts_on:
        yield Objection("ends_on", "BLK-03", "it ends before it begins", f"end it by {said(last)}")
    elif draft.ends_on > last:
        yield Objection("ends_on", "BLK-03", f"it is longer than {longest} months", f"end it by {said(last)}")


def _about_notice(draft: BlockDraft, edition: Edition, calendar: Calendar) -> Iterator[Objection]:
    days = edition.value("BLK-02", BlockNotice).prior_working_days
    if not days or draft.extreme.strip():
        return
    if draft.notified_on is None:
        wrong = f"the person must have {days} working days' notice"
        yield Objection("notified_on", "BLK-02", wrong, "say on which day the notice goes out")
        return
    earliest = working_days_after(calendar, draft.notified_on, days)
    if draft.starts_on < earliest:
        wrong = f"it starts less than {days} working days after the notice"
        yield Objection("starts_on", "BLK-02", wrong, f"start it on {said(earliest)} or later")


def _about_questions(draft: BlockDraft, edition: Edition) -> Iterator[Objection]:
    for question in edition.value("BLK-06", Questions).ask:
        if not draft.answers.get(question, "").strip():
            yield Objection("answers", "BLK-06", f"“{question}” is not answered", "answer it in words")


def _about_platforms(draft: BlockDraft, cannot_unblock: Collection[str]) -> Iterator[Objection]:
    for channel in draft.channels:
        if channel in cannot_unblock and channel not in draft.acknowledged:
            wrong = f"{channel} cannot take a block back"
            yield Objection("acknowledged", "MOD-04", wrong, "say that you know it, or leave the channel out")

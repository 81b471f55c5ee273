"""STR-01 to STR-05, MOD-06: what counts against a person on a day, and what the ladder points to. Nothing is stored."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from evenhand.core import strikes
from evenhand.core.breaches import PastDecision, Second
from evenhand.core.dates import day_of
from evenhand.core.edition import Edition
from evenhand.core.ladder import Sanction, sanction
from evenhand.core.lifecycle import NoticeState
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_on, edition_pinned, in_earnest
from evenhand.intake.models import Author
from evenhand.notices.models import Notice, Way
from evenhand.people.models import WarningGiven
from evenhand.people.persons import Person, key, person_of
from evenhand.people.standings import blocks_of, calendar_at, spent


@dataclass(frozen=True, slots=True)
class History:
    """A person, what counts against them, and what follows from it. Nobody has decided."""

    person: Person
    edition: Edition
    record: strikes.Record
    sanction: Sanction


def history(author: Author, at: datetime) -> History:
    """The person behind an account, at an instant, under the edition in force."""
    body, person = author.body, person_of(author)
    edition = edition_in_force(author, at)
    zone = calendar_at(edition, at).zone
    theirs = blocks_of(body).filter(author__in=person.ids)
    record = strikes.record(
        edition, past_decisions(person.ids, at), authors=person.accounts, spent=spent(theirs, edition, at),
        on=day_of(at, zone, "STR-01"), zone=zone,
    )  # fmt: skip
    return History(person, edition, record, sanction(edition, record, told_at(person.ids, at), zone))


def edition_in_force(author: Author, at: datetime) -> Edition:
    """Of the body, on the day that it is where the body is."""
    latest = edition_on(author.body, at.date())
    return edition_on(author.body, day_of(at, calendar_at(latest, at).zone, "STR-01"))


def past_decisions(authors: Collection[int], at: datetime) -> list[PastDecision]:
    """Every decision about comments of these accounts by an instant, as it stood then; none of shadow mode (STR-01)."""
    rows = (
        in_earnest(Decision.objects.filter(comment__author__in=authors, at__lte=at))
        .select_related("comment", "revision", "second", "reversal")
        .defer("revision__payload", "facts")
        .order_by("pk")
    )
    return [_past(row, at) for row in rows]


def _past(row: Decision, at: datetime) -> PastDecision:
    reversal = getattr(row, "reversal", None)
    assert row.comment.author_id is not None, "decisions were looked for by author"
    return PastDecision(
        id=str(row.pk), comment=str(row.comment_id), author=key(row.comment.author_id), outcome=Outcome(row.outcome),
        ground=row.ground, route=row.route, written_at=row.revision.edited_at or row.comment.created_at,
        under=edition_pinned(row.edition_id), second=_second(row, at),
        is_reversed=reversal is not None and reversal.at <= at,
    )  # fmt: skip


def _second(row: Decision, at: datetime) -> Second:
    if not row.needs_second:
        return Second.NOT_NEEDED
    opinion = getattr(row, "second", None)
    if opinion is None or opinion.at > at:
        return Second.AWAITED
    return Second.APPROVED if opinion.approved else Second.REFUSED


def warnings_of(authors: Collection[int]) -> list[WarningGiven]:
    """The warnings that these accounts were given, oldest first."""
    found = WarningGiven.objects.filter(author__in=authors).select_related(
        "author", "by", "notice", "decision__reversal"
    )
    return list(found.order_by("given_at", "pk"))


def told_at(authors: Collection[int], at: datetime) -> Iterator[datetime]:
    """MOD-06: when each warning reached the person. One whose decision was undone counts no more, nor one unsaid."""
    for warning in warnings_of(authors):
        reversal = getattr(warning.decision, "reversal", None)
        reached = reached_at(warning.notice)
        if reached and reached <= at and (reversal is None or reversal.at > at):
            yield reached


def reached_at(notice: Notice) -> datetime | None:
    """MOD-06: when a notice arrived: a way or a person said so, or the platform put it among their messages.

    E-mail that was sent has not yet been delivered.
    """
    arrived = notice.state in (NoticeState.DELIVERED, NoticeState.TOLD_BY_HAND)
    arrived |= notice.state == NoticeState.SENT and notice.way == Way.PLATFORM
    return notice.changed_at if arrived else None

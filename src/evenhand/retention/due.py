"""REC-02, EVD-03: every record with the day it was last needed and what holds it, one source at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, localdate, make_aware

from evenhand.core.edition import Edition
from evenhand.core.kept_as import KEPT_AS
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.core.retention import Hold, Record, hold, months
from evenhand.core.values import RecordClass
from evenhand.officers.models import Body
from evenhand.retention import rows, rows_of_people
from evenhand.retention.concerned import about, authors_of, fetched, of_authors
from evenhand.retention.models import LegalHold, Purged

_ROWS: Mapping[str, Callable[[Body], QuerySet[Any]]] = {
    "pack": rows.packs,
    "report": rows_of_people.reports,
    "appeal": rows_of_people.appeals,
    "block": rows_of_people.blocks,
    "entry": rows_of_people.entries,
    "link": rows_of_people.links,
    "warning": rows_of_people.warnings,
    "referral": rows_of_people.referrals,
    "closing": rows_of_people.closings,
    "sensitive post": rows_of_people.sensitive_posts,
    "timetable": rows_of_people.timetables,
    "task": rows_of_people.tasks,
    "capture": rows.captures,
    "decision": rows.decisions,
    "case": rows.cases,
    "comment": rows.comments,
    "reject": rows_of_people.rejects,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A record where it lies. `comments`: what it is about; `authors`: every account in it."""

    source: str
    pk: int
    comments: tuple[int, ...]
    authors: frozenset[int]
    upto: int
    record: Record


def items(
    body: Body,
    source: str,
    *,
    after: int = 0,
    count: int | None = None,
    last_before: datetime | None = None,
    authors: frozenset[int] | None = None,
    only: list[int] | None = None,
) -> list[Item]:
    """Records of one source that have not been purged, in order of id.

    `last_before`: only those last needed before it, and evidence of what nothing was done about; `authors`: theirs.
    """
    found = _not_purged(_ROWS[source](body), source).filter(pk__gt=after)
    if last_before is not None:
        old = Q(last__lt=last_before)
        found = found.filter(old | Q(acted=False) if source == "capture" else old)
    if authors is not None:
        found = found.filter(of_authors(body, source, authors)).distinct()
    if only is not None:
        found = found.filter(pk__in=only)
    return _with_holds(body, _items(source, list(fetched(source, found.order_by("pk"))[:count])))


def last_need_before(edition: Edition, source: str, on: date) -> datetime:
    """Nothing that was needed after this is over on that day. A few days generous: the rule itself decides."""
    back = min(months(edition, kind) for kind in kinds(source))
    year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    day = date(max(year, 1), month + 1, 1) + timedelta(days=on.day + 3)
    return make_aware(datetime.combine(day, time()), get_current_timezone())


def kinds(source: str) -> tuple[RecordClass, ...]:
    """The classes that records of a source are kept as."""
    named = ("referral", "concern") if source == "referral" else (source,)
    return tuple(KEPT_AS[each].kind for each in named)


def _kind(source: str, row: Any) -> RecordClass:
    is_concern = source == "referral" and row.rule == RESTRICTED_CASE
    return KEPT_AS["concern" if is_concern else source].kind


def _not_purged(found: QuerySet[Any], source: str) -> QuerySet[Any]:
    gone = Purged.objects.filter(source=source, record=OuterRef("pk"), upto__gte=OuterRef("upto"))
    return found.filter(~Exists(gone))


def _items(source: str, found: list[Any]) -> list[Item]:
    told = about(source, found)
    authors = authors_of(told)
    return [_item(source, row, told[row.pk].comments, authors[row.pk]) for row in found]


def _item(source: str, row: Any, comments: tuple[int, ...], authors: frozenset[int]) -> Item:
    needed = None if row.busy else localdate(row.last)
    return Item(
        source, row.pk, comments, authors, row.upto,
        Record(f"{source} {row.pk}", _kind(source, row), needed, row.acted),
    )  # fmt: skip


def _with_holds(body: Body, found: list[Item]) -> list[Item]:
    holds = list(LegalHold.objects.filter(body=body).select_related("by", "lifted"))
    return [_held(item, holds) for item in found] if holds else found


def _held(item: Item, holds: list[LegalHold]) -> Item:
    on_it = [row for row in holds if row.comment_id in item.comments or row.author_id in item.authors]
    return replace(item, record=replace(item.record, holds=tuple(map(as_hold, on_it)))) if on_it else item


def as_hold(row: LegalHold) -> Hold:
    """A hold as the rule takes it."""
    lifted = getattr(row, "lifted", None)
    return hold(row.reason, by=row.by.name, since=row.since, until=lifted.until if lifted else None)

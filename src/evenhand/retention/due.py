"""REC-02, EVD-03: every record with the day it was last needed, derived from the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.timezone import get_current_timezone, localdate, make_aware

from evenhand.actions.models import Action
from evenhand.appeals.models import Appeal
from evenhand.cases.models import Case
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import FINAL, ActionState, AppealEvent, CaseState
from evenhand.core.retention import Hold, Record, hold, months
from evenhand.core.values import RecordClass
from evenhand.decisions.models import Decision, Reversal
from evenhand.evidence.models import Capture
from evenhand.intake.models import Comment
from evenhand.officers.models import Body
from evenhand.packs.models import HandOver, Pack
from evenhand.people.models import BlockEvidence, BlockStrike, EntryDecision
from evenhand.referrals.models import ENDED, Referral
from evenhand.retention.models import LegalHold, Purged
from evenhand.staff.models import Report

_ACTED = [ActionState.DONE.value, ActionState.DONE_BY_HAND.value]
_KIND = {
    "pack": RecordClass.EVIDENCE,
    "capture": RecordClass.EVIDENCE,
    "decision": RecordClass.DECISIONS,
    "case": RecordClass.CASES,
    "comment": RecordClass.COMMENTS_LEFT_UP,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A record where it lies. `comments`: what it is about."""

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
    rows = _not_purged(_ROWS[source](body), source).filter(pk__gt=after)
    if last_before is not None:
        rows = rows.filter(Q(last__lt=last_before) | Q(acted=False) if source == "capture" else Q(last__lt=last_before))
    if authors is not None:
        rows = rows.filter(**{f"{_COMMENT[source]}author__in": authors}).distinct()
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = list(rows.order_by("pk")[:count])
    return _with_holds(body, [_item(source, row) for row in found])


def last_need_before(edition: Edition, source: str, on: date) -> datetime:
    """Nothing that was needed after this is over on that day. A few days generous: the rule itself decides."""
    back = months(edition, _KIND[source])
    year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    day = date(max(year, 1), month + 1, 1) + timedelta(days=on.day + 3)
    return make_aware(datetime.combine(day, time()), get_current_timezone())


def _comments(body: Body) -> QuerySet[Any]:
    found = Comment.objects.filter(channel__body=body, case=None)
    return found.annotate(
        last=Coalesce(Max("revisions__received_at"), F("received_at")), busy=_no(), acted=_no(), upto=F("revision")
    )


def _cases(body: Body) -> QuerySet[Any]:
    return Case.objects.filter(body=body).annotate(
        last=Greatest(F("changed_at"), _latest(Action, "changed_at", "comment_id")),
        busy=Exists(_live("comment_id")) | ~Q(state=CaseState.CLOSED.value) | _rested_on("comment_id"),
        acted=_no(), upto=F("comment__revision"),
    )  # fmt: skip


def _decisions(body: Body) -> QuerySet[Any]:
    return Decision.objects.filter(comment__channel__body=body).annotate(
        last=Greatest(F("at"), F("second__at"), F("reversal__at"), _latest(Action, "changed_at", "comment_id")),
        busy=Exists(_live("comment_id")) | Exists(_undecided("comment_id")) | _rested_on("comment_id"),
        acted=_no(), upto=Value(0, IntegerField()),
    )  # fmt: skip


def _captures(body: Body) -> QuerySet[Any]:
    used = Action.objects.filter(capture=OuterRef("pk"), state__in=_ACTED)
    packs = Pack.captures.through.objects.filter(capture=OuterRef("pk"))
    drafts = packs.filter(pack__sealed_at=None)
    # Captures of authors and of posts rest on blocks and on comments turned off, and stay while those rooms need them.
    return Capture.objects.filter(comment__channel__body=body).annotate(
        last=Greatest(
            F("captured_at"), _latest(Decision, "at", "comment_id"), _latest(Action, "changed_at", "comment_id"),
            Subquery(_max(Reversal.objects.filter(decision__comment=OuterRef("comment_id")), "at")),
            Subquery(_max(packs, "pack__sealed_at")),
            Subquery(_max(HandOver.objects.filter(pack__captures=OuterRef("pk")), "recorded_at")),
        ),
        busy=Exists(_live("comment_id")) | Exists(_undecided("comment_id")) | Exists(drafts) | _rested_on("comment_id"),
        acted=Exists(used) | Exists(packs.exclude(pack__sealed_at=None)),
        upto=Value(0, IntegerField()),
    )  # fmt: skip


def _packs(body: Body) -> QuerySet[Any]:
    undecided = Case.objects.filter(packs=OuterRef("pk")).exclude(state=CaseState.CLOSED.value)
    live = Action.objects.filter(comment__case__packs=OuterRef("pk")).exclude(state__in=[s.value for s in FINAL])
    return Pack.objects.filter(body=body, sealed_at__isnull=False).annotate(
        last=Greatest(F("sealed_at"), Max("hand_overs__recorded_at")), busy=Exists(undecided) | Exists(live),
        acted=Value(True),
        upto=Value(0, IntegerField()),
    )  # fmt: skip


_ROWS: Mapping[str, Callable[[Body], QuerySet[Any]]] = {
    "comment": _comments,
    "case": _cases,
    "decision": _decisions,
    "capture": _captures,
    "pack": _packs,
}
_COMMENT = {"comment": "", "case": "comment__", "decision": "comment__", "capture": "comment__"} | {
    "pack": "captures__comment__"
}


def _no() -> Value:
    return Value(False)


def _max(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().values(one=Value(1)).annotate(most=Max(field)).values("most")
    return found


def _latest(model: Any, field: str, comment: str) -> Subquery:
    return Subquery(_max(model.objects.filter(comment=OuterRef(comment)), field))


def _live(comment: str) -> QuerySet[Action]:
    """Actions that a program or a person has still to do."""
    return Action.objects.filter(comment=OuterRef(comment)).exclude(state__in=[state.value for state in FINAL])


def _undecided(comment: str) -> QuerySet[Case]:
    return Case.objects.filter(comment=OuterRef(comment)).exclude(state=CaseState.CLOSED.value)


def _rested_on(comment: str) -> Q:
    """What is not over rests on it: a referral, an appeal, a block by its strikes or evidence, a report."""
    appealed = EntryDecision.objects.filter(decision__comment=OuterRef(comment), entry__in=_appealed_entries())
    return (
        Q(Exists(Referral.objects.filter(case__comment=OuterRef(comment)).exclude(state__in=ENDED)))
        | Q(Exists(appealed))
        | Exists(BlockStrike.objects.filter(comment=OuterRef(comment), block__end=None))
        | Exists(BlockEvidence.objects.filter(capture__comment=OuterRef(comment), block__end=None))
        | Exists(_open_appeals().filter(decision__comment=OuterRef(comment)))
        | Exists(Report.objects.filter(case__comment=OuterRef(comment), conclusion=None))
    )


def _open_appeals() -> QuerySet[Appeal]:
    """One is over when it is reversed, withdrawn or run out, or has stood twice."""
    over = [AppealEvent.REVERSED.value, AppealEvent.WITHDRAW.value, AppealEvent.RUN_OUT.value]
    stood = Count("steps", filter=Q(steps__event=AppealEvent.STANDS.value))
    return Appeal.objects.exclude(steps__event__in=over).annotate(stood=stood).filter(stood__lt=2)


def _appealed_entries() -> QuerySet[Appeal, Any]:
    return _open_appeals().filter(entry__isnull=False).values("entry")


def _not_purged(rows: QuerySet[Any], source: str) -> QuerySet[Any]:
    gone = Purged.objects.filter(source=source, record=OuterRef("pk"), upto__gte=OuterRef("upto"))
    return rows.filter(~Exists(gone))


def _item(source: str, row: Any) -> Item:
    comments = _comments_of(source, row)
    authors = Comment.objects.filter(pk__in=comments, author__isnull=False).values_list("author_id", flat=True)
    record = Record(f"{source} {row.pk}", _KIND[source], None if row.busy else localdate(row.last), row.acted)
    return Item(source, row.pk, comments, frozenset(authors), row.upto, record)


def _comments_of(source: str, row: Any) -> tuple[int, ...]:
    if source == "pack":
        return tuple(sorted(set(row.captures.values_list("comment_id", flat=True))))
    return (row.pk if source == "comment" else row.comment_id,)


def _with_holds(body: Body, found: list[Item]) -> list[Item]:
    holds = list(LegalHold.objects.filter(body=body).select_related("by", "lifted"))
    return [_held(item, holds) for item in found] if holds else found


def _held(item: Item, holds: list[LegalHold]) -> Item:
    on_it = [row for row in holds if row.comment_id in item.comments or row.author_id in item.authors]
    if not on_it:
        return item
    record = item.record
    kept = Record(record.id, record.kind, record.needed_on, record.actioned, tuple(map(as_hold, on_it)))
    return Item(item.source, item.pk, item.comments, item.authors, item.upto, kept)


def as_hold(row: LegalHold) -> Hold:
    """A hold as the rule takes it."""
    lifted = getattr(row, "lifted", None)
    return hold(row.reason, by=row.by.name, since=row.since, until=lifted.until if lifted else None)

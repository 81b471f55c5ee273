"""How far a channel was read. A page and its cursor commit together, so a crash loses nothing and doubles nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from evenhand.audit import operations as audit
from evenhand.connections.models import Connection, Reading, Revisit, Tried, Unreadable
from evenhand.core import reading_pace
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel, Comment
from evenhand.platforms import contract
from evenhand.platforms.contract import Incoming, Manifest, Polled, Ref

PROGRAM = "program: read channels"
CALLS_A_PAGE = 4  # "a few requests at most", the contract says of one poll
UNREADABLE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading of a channel goes on. `history_before`: what was written earlier is kept and opens no case."""

    connection_id: int
    channel: Channel
    cursor: str
    history_before: datetime | None


def due(at: datetime) -> list[int]:
    """Connections whose turn to be read has come."""
    ready = Connection.objects.filter(
        approved_at__isnull=False, cut_at=None, awaits_grant=False, reading__next_at__lte=at
    )
    return list(ready.order_by("reading__next_at").values_list("pk", flat=True))


def place(connection_id: int) -> Place | None:
    """None where nobody reads it any more."""
    found = Connection.objects.select_related("channel__body", "reading").filter(pk=connection_id).first()
    if found is None or found.approved_at is None:
        return None
    before = None if found.acts_on_history else found.approved_at
    return Place(found.pk, found.channel, found.reading.cursor, before)


def place_is_due(connection_id: int, at: datetime) -> bool:
    """Whether the next page may be read at once."""
    return Reading.objects.filter(connection_id=connection_id, next_at__lte=at).exists()


def split(polled: Sequence[Incoming], before: datetime | None) -> tuple[list[Incoming], list[Incoming]]:
    """What is history, and what is read for cases; words that were changed since are as new as the change."""
    history = [one for one in polled if before is not None and (one.edited_at or one.created_at) < before]
    known = {one.id for one in history}
    return history, [one for one in polled if one.id not in known]


def page_taken(*, place: Place, polled: Polled, manifest: Manifest, waits: bool, at: datetime) -> bool:
    """Move the cursor on; inside the transaction that took the comments in, before them.

    False where another worker was faster or reading has ended: then nothing of this page may be taken. `waits`: an
    action waits for this account, and reading stands back.
    """
    found = Reading.objects.select_for_update().filter(connection_id=place.connection_id, cursor=place.cursor).first()
    still = Connection.objects.filter(pk=place.connection_id, approved_at__isnull=False).exists()
    if found is None or not still:
        return False
    found.cursor, found.last_success_at = polled.cursor, at
    found.failures, found.failure, found.refused = 0, "", False
    found.rounds += not polled.more
    found.next_at = at + _pause(manifest, more=polled.more and polled.cursor != place.cursor, waits=waits)
    found.save()
    tried(place.connection_id, "read", ok=True, words="", at=at)
    for odd in polled.unreadable:
        Unreadable.objects.get_or_create(
            connection_id=place.connection_id, native_id=odd.id, why=odd.why,
            defaults={"payload": odd.payload[:100_000], "at": at},
        )  # fmt: skip
    return True


def _pause(manifest: Manifest, *, more: bool, waits: bool) -> timedelta:
    wanted = timedelta(0) if more else reading_pace.EVERY
    return max(fastest(manifest), wanted, reading_pace.BEHIND_ACTIONS if waits else timedelta(0))


def fastest(manifest: Manifest) -> timedelta:
    """What must lie between two pages for the platform's budgets to last."""
    return _gap(manifest, CALLS_A_PAGE)


def _gap(manifest: Manifest, calls: int) -> timedelta:
    """What so many calls take of the tightest budget, less the part that is kept for actions."""
    paces = [reading_pace.gap(b.units, b.seconds, b.kept_for_actions, calls) for b in manifest.budgets if b.reads]
    return max(paces, default=timedelta(0))


def failed(*, connection_id: int, what: str, busy: contract.TryAgain, at: datetime) -> None:
    """A read that did not succeed: it is tried again later and later, and never sooner than the platform asked."""
    with audit.one_transaction():
        found = Reading.objects.select_for_update().get(connection_id=connection_id)
        found.failures, found.failure = found.failures + 1, str(busy)[:500]
        found.refused = isinstance(busy, contract.AccessRefused)
        found.next_at = at + reading_pace.after_failure(found.failures, busy.after_seconds)
        found.save()
        tried(connection_id, what, ok=False, words=str(busy)[:500], at=at)


def tried(connection_id: int, what: str, *, ok: bool, words: str, at: datetime) -> None:
    """One more of the same, or the first of another end."""
    last = Tried.objects.filter(connection_id=connection_id, what=what).order_by("-last_at", "-pk").first()
    if last is not None and (last.ok, last.words) == (ok, words):
        Tried.objects.filter(pk=last.pk).update(last_at=at, times=F("times") + 1)
        return
    Tried.objects.create(connection_id=connection_id, what=what, ok=ok, words=words, first_at=at, last_at=at)


def plan_looks(*, channel: Channel, ids: Sequence[str], at: datetime) -> None:
    """Comments that came in are looked at again by and by; `ids`: the platform's."""
    first = reading_pace.look_again_after(0, is_open=True)
    assert first is not None, "the first look is always planned"
    rows = Comment.objects.filter(channel=channel, native_id__in=ids, revisit=None)
    Revisit.objects.bulk_create([Revisit(comment=row, due_at=at + first) for row in rows], ignore_conflicts=True)


def to_look_at(connection_id: int, manifest: Manifest, at: datetime) -> list[Comment]:
    """Comments of a channel whose turn has come, the longest waiting first: as many as the budget allows a round.

    None of them while the channel was told to wait, or a round was begun a moment ago.
    """
    with audit.one_transaction():
        row = Reading.objects.select_for_update().get(connection_id=connection_id)
        if row.look_at and row.look_at > at:
            return []
        found = Comment.objects.filter(channel__connection=connection_id, revisit__due_at__lte=at)
        count = reading_pace.looks(_gap(manifest, 1))
        chosen = list(
            found.select_related("channel__body", "post", "revisit").order_by("revisit__due_at", "pk")[:count]
        )
        taken = _gap(manifest, len(chosen))
        row.look_at, row.next_at = at + 2 * taken, max(row.next_at, at) + taken if taken else row.next_at
        row.save(update_fields=["look_at", "next_at"])
    return chosen


def look_failed(*, comment: Comment, busy: contract.TryAgain, at: datetime) -> None:
    """A look at one comment that came to nothing: its next one comes later and later, and the others go on."""
    with audit.one_transaction():
        row = Revisit.objects.select_for_update().get(comment=comment)
        row.failures, row.failure = row.failures + 1, str(busy)[:500]
        row.failing_since = row.failing_since or at
        row.due_at = at + reading_pace.look_after_failure(row.failures, busy.after_seconds)
        row.save()


def hold_back(*, connection_id: int, seconds: float, at: datetime) -> None:
    """The platform asked us to wait: nothing is read or looked at before."""
    until = at + timedelta(seconds=seconds)
    Reading.objects.filter(connection_id=connection_id).update(
        look_at=Greatest(Coalesce(F("look_at"), until), until), next_at=Greatest(F("next_at"), until)
    )


def due_looks(at: datetime) -> list[int]:
    """Connections with comments whose turn to be looked at again has come."""
    ready = Q(approved_at__isnull=False, cut_at=None, channel__comment__revisit__due_at__lte=at)
    ready &= Q(reading__look_at=None) | Q(reading__look_at__lte=at)
    return list(Connection.objects.filter(ready).distinct().values_list("pk", flat=True))


def ref(comment: Comment) -> Ref:
    """Where a platform finds it."""
    return Ref(comment.native_id, comment.post.native_id if comment.post else "", comment.parent_native_id)


def looked(*, comment: Comment, seen: contract.Fetched, is_open: bool, at: datetime) -> None:
    """What a look found. Only where the platform says that it is gone is it deleted; what we hold of it stays."""
    with audit.one_transaction():
        row = Revisit.objects.select_for_update().get(comment=comment)
        row.times += 1
        row.failures, row.failing_since, row.failure = 0, None, ""
        if isinstance(seen, contract.Gone):
            _gone(comment, row, seen, at)
        else:
            wait = reading_pace.look_again_after(row.times, is_open=is_open)
            row.due_at = at + wait if wait else None
            state = seen.state if isinstance(seen, Incoming) else comment.state
            if state != comment.state:
                _state(comment, state, "the platform shows it so", at)
        row.save()


def _gone(comment: Comment, row: Revisit, seen: contract.Gone, at: datetime) -> None:
    row.due_at, row.gone_at = None, at
    if comment.state != "deleted":
        _state(comment, "deleted", seen.words, at)


def _state(comment: Comment, state: str, words: str, at: datetime) -> None:
    intake.set_state(comment_id=comment.pk, state=state)
    audit.record(
        body=comment.channel.body.slug, at=at, by=PROGRAM, action="connections.seen", subject=f"comment {comment.pk}",
        before=comment.state, after=state, answer=words[:500],
    )  # fmt: skip


def forget_unreadable(*, at: datetime) -> int:
    """REC-02: what could not be read is kept so long that somebody can look, and no longer. How many rows."""
    count, _ = Unreadable.objects.filter(at__lt=at - timedelta(days=UNREADABLE_DAYS)).delete()
    return count

"""What is still to be read because a platform named it: claimed for a while, done, tried again, or given to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from evenhand.connections import reading
from evenhand.connections.models import Reading, Unreadable, Wanted
from evenhand.platforms.contract import Manifest, Ref

CHUNK = 20  # comments that one job reads one by one
FLOOD = 50  # waiting: by the page they come faster, and the poll is asked, too
CLAIMED_FOR = timedelta(minutes=2)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    """A comment that is ours to read. `times`: how often it had been pushed by then."""

    pk: int
    ref: Ref
    times: int


def claim(connection_id: int, at: datetime) -> list[Claimed]:
    """Some that nobody else reads, those that failed last."""
    with transaction.atomic():
        free = Wanted.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=at), connection_id=connection_id)
        free = free.exclude(native_id="").order_by("tries", "pk").select_for_update(skip_locked=True)
        rows = list(free[:CHUNK])
        Wanted.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=at + CLAIMED_FOR)
    return [
        Claimed(row.pk, Ref(row.native_id, row.post_native_id, row.parent_native_id), row.times) for row in rows
    ]  # fmt: skip


def done(claimed: Sequence[Claimed]) -> None:
    """They were read; one that was pushed again meanwhile is read again."""
    for one in claimed:
        Wanted.objects.filter(pk=one.pk, times=one.times).delete()


def release(claimed: Sequence[Claimed]) -> None:
    """They were not read: somebody else may."""
    Wanted.objects.filter(pk__in=[one.pk for one in claimed]).update(claimed_until=None)


def failed(one: Claimed, *, connection_id: int, why: str, at: datetime) -> None:
    """One that could not be read. After some tries it is shown to people, and nobody tries any more."""
    with transaction.atomic():
        row = Wanted.objects.select_for_update().filter(pk=one.pk).first()
        if row is None:
            return
        row.tries, row.claimed_until = row.tries + 1, None
        row.save(update_fields=["tries", "claimed_until"])
        if row.tries >= TRIES:
            row.delete()
            Unreadable.objects.get_or_create(
                connection_id=connection_id, native_id=one.ref.id, why=f"it was pushed, and not found: {why}"[:500],
                defaults={"payload": b"", "at": at},
            )  # fmt: skip


def brought(*, connection_id: int, ids: Sequence[str], asked_at: datetime) -> None:
    """A poll has read these. Whatever was pushed before it asked is done. `asked_at`: by the database's clock."""
    Wanted.objects.filter(connection_id=connection_id, native_id__in=ids, pushed_at__lt=asked_at).delete()


def is_waiting(connection_id: int) -> bool:
    """Whether a comment is there for another job."""
    return Wanted.objects.filter(connection_id=connection_id, claimed_until=None).exclude(native_id="").exists()


def poll_asked_for(connection_id: int, manifest: Manifest, at: datetime) -> timedelta | None:
    """When to poll because of pushes, from now; None for not. Called in the transaction that queues the poll.

    Never sooner than the platform's budget allows, nor than it asked for after a failure.
    """
    new = Wanted.objects.filter(connection_id=connection_id, native_id="")
    if not new.exists() and Wanted.objects.filter(connection_id=connection_id).count() <= FLOOD:
        return None
    row = Reading.objects.select_for_update().get(connection_id=connection_id)
    new.delete()
    if not row.failures:
        last = row.last_success_at or at
        row.next_at = min(row.next_at, max(at, last + reading.fastest(manifest)))
        row.save(update_fields=["next_at"])
    return max(row.next_at - at, timedelta(0))


def due(at: datetime) -> list[int]:
    """Connections with something to be read that no job may know of: a worker died, or the platform was busy."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=at)
    ready = Q(connection__approved_at__isnull=False, connection__cut_at=None)
    rested = Q(connection__reading__failures=0) | Q(connection__reading__next_at__lte=at)
    rows = Wanted.objects.filter(free, ready, rested).values("connection_id").annotate(number=Count("pk"))
    return [row["connection_id"] for row in rows.order_by(F("connection_id").asc())]

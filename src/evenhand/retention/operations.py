"""Purging what is over, in batches that may be broken off and taken up. Holds are put on in `holding`."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice

from django.db import connection
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.core.edition import Edition
from evenhand.core.refusals import Refused
from evenhand.core.retention import Fate, Record, certificate, kept
from evenhand.core.values import RecordClass
from evenhand.decisions.operations import pin
from evenhand.decisions.queries import edition_on
from evenhand.evidence import storage
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.retention import scrub
from evenhand.retention.due import Item, items, last_need_before
from evenhand.retention.holding import lift_hold, put_hold, standing
from evenhand.retention.models import SOURCES, Batch, Purge, Purged
from evenhand.retention.person import erased

__all__ = [
    "BusyError", "ask", "begin", "carry_through", "confirmation", "due", "lift_hold", "put_hold", "standing",
]  # fmt: skip
RULE = "REC-02"
BATCH = 200
_LOCK = 0x45565043  # a number of our own, so that other locks of the database are not met


class BusyError(Refused):
    """Another process is at the same purge."""


def confirmation(body: Body) -> str:
    """What a person types to show that they mean it."""
    return f"purge {body.slug}"


def begin(*, body: Body, typed: str, by: Officer, at: datetime) -> Purge:
    """A purge of what is over today, or the one that was broken off. Nothing is gone yet. Raises: Refused."""
    require(by, body, Permission.PURGE)
    check_typed(body, typed)
    with audit.one_transaction():
        unfinished = Purge.objects.filter(body=body, ended_at=None).select_related("body").first()
        return unfinished or start(body, "retention", "", [], by, at)


def ask(*, body: Body, typed: str, by: Officer, at: datetime) -> Purge:
    """Begin a purge, or take up the one that was broken off: a worker carries it through. Raises: Refused."""
    with audit.one_transaction():
        run = begin(body=body, typed=typed, by=by, at=at)
        app.configure_task("purge", allow_unknown=True).defer(purge_id=run.pk)
    return run


def start(body: Body, why: str, request: str, authors: list[int], by: Officer, at: datetime) -> Purge:
    """The row of a purge, inside a transaction of the caller's. `why`: "retention", or "erasure" of these accounts."""
    on = localdate(at)
    edition = edition_on(body, on)
    pin(edition=edition, body=body, at=at)
    run = Purge.objects.create(
        body=body, edition_id=edition.sha256, why=why, request=request, authors=authors, by=by, on=on, begun_at=at
    )
    audit.record(
        body=body.slug, at=at, by=by.email, action="retention.begin", subject=f"purge {run.number}", why=why,
        edition=edition.sha256,
    )  # fmt: skip
    return run


def check_typed(body: Body, typed: str) -> None:
    """Raises: Refused, unless the confirmation was typed."""
    if " ".join(typed.split()) != confirmation(body):
        raise Refused(
            tried="to purge records for good", forbids="what was typed is not the confirmation",
            do=f"type “{confirmation(body)}”", rule=RULE,
        )  # fmt: skip


def carry_through(
    *, purge: Purge, now: Callable[[], datetime], progress: Callable[[int], None] = lambda done: None
) -> Purge:
    """Take batch after batch until nothing is left, then certify. Safe to call again after any crash.

    `progress` is given how many records went in each batch. Raises: BusyError when another process is at it.
    """
    with _alone(purge):
        purge.refresh_from_db()
        if purge.ended_at is None:
            edition = edition_on(purge.body, purge.on)
            for broken_off in purge.batches.exclude(files=[]):
                _take_files(broken_off)
            while batch := _one_batch(purge, edition, now()):
                _take_files(batch)
                progress(batch.purged.count())
            _certify(purge, edition, now())
    return purge


@contextmanager
def _alone(purge: Purge) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, purge.pk])
        if not cursor.fetchone()[0]:
            raise BusyError(
                tried="to go on with a purge",
                forbids="another process is at it",
                do="wait until it has ended",
                rule=RULE,
            )
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, purge.pk])


def _one_batch(purge: Purge, edition: Edition, at: datetime) -> Batch | None:
    """The next records whose time is over, gone in one transaction; None when there are none."""
    for source in SOURCES:
        chosen = list(islice(due(purge.body, edition, source, purge.on, tuple(purge.authors)), BATCH))
        if chosen and (batch := _purge(purge, edition, source, chosen, at)):
            return batch
    return None


def due(body: Body, edition: Edition, source: str, on: date, authors: tuple[int, ...] = ()) -> Iterator[Item]:
    """Records of one source that go on a day, in order; with `authors`, what is erased of theirs."""
    if authors:
        yield from erased(items(body, source, authors=frozenset(authors)), body, on, authors)
        return
    after, before = 0, last_need_before(edition, source, on)
    while page := items(body, source, after=after, count=BATCH, last_before=before):
        yield from (item for item in page if _over(edition, item, on))
        after = page[-1].pk


def _over(edition: Edition, item: Item, on: date) -> bool:
    needed = item.record.needed_on
    return (needed is None or needed <= on) and kept(edition, item.record, on).fate is Fate.PURGE


def _purge(purge: Purge, edition: Edition, source: str, chosen: list[Item], at: datetime) -> Batch | None:
    with audit.one_transaction():
        list(Case.objects.select_for_update().filter(comment__in=_comments(chosen)).order_by("pk").values_list("pk"))
        still = items(purge.body, source, only=[item.pk for item in chosen])
        wanted = _going(purge, edition, still)
        if not wanted:
            return None
        batch = Batch.objects.create(purge=purge, at=at, files=scrub.files_of(wanted))
        Purged.objects.bulk_create(_row(batch, item) for item in wanted)
        with connection.cursor() as cursor:
            cursor.execute("select set_config('evenhand.purge_batch', %s, true)", [str(batch.pk)])
            scrub.scrub(wanted, f"Removed on {at:%-d %B %Y} under certificate {purge.number}.")
            cursor.execute("select set_config('evenhand.purge_batch', '', true)")
        audit.record(
            body=purge.body.slug, at=at, by=purge.by.email, action="retention.purge", subject=f"purge {purge.number}",
            batch=batch.pk, source=source, records=len(wanted),
        )  # fmt: skip
    return batch


def _going(purge: Purge, edition: Edition, found: list[Item]) -> list[Item]:
    if purge.authors:
        return erased(found, purge.body, purge.on, purge.authors)
    return [item for item in found if _over(edition, item, purge.on)]


def _row(batch: Batch, item: Item) -> Purged:
    record = item.record
    return Purged(
        batch=batch, source=item.source, record=item.pk, comment_id=item.comments[0] if item.comments else None,
        upto=item.upto, kind=record.kind.value, needed_on=record.needed_on, actioned=record.actioned,
    )  # fmt: skip


def _comments(chosen: list[Item]) -> set[int]:
    return {pk for item in chosen for pk in item.comments}


def _take_files(batch: Batch) -> None:
    """After the batch has committed: bytes that nothing else has go off the disk; a crash in between is made good."""
    needed = scrub.still_used(batch.files)
    for sha256 in batch.files:
        if sha256 not in needed:
            storage.remove(sha256, purged=scrub.purged_captures(sha256))
    batch.files = []
    batch.save(update_fields=["files"])


def _certify(purge: Purge, edition: Edition, at: datetime) -> None:
    """EVD-03: what is left of what went: counts, days and a seal, and an entry in the log."""
    rows = list(Purged.objects.filter(batch__purge=purge))
    records = [Record(f"{r.source} {r.record}", RecordClass(r.kind), r.needed_on, r.actioned) for r in rows]
    with audit.one_transaction():
        if records and purge.why == "retention":
            made = certificate(edition, records, by=purge.by.name, on=purge.on)
            purge.counts = {kind.value: number for kind, number in made.counts}
            purge.sha256 = made.sha256
        else:
            purge.counts = {
                kind.value: number for kind in RecordClass if (number := sum(record.kind is kind for record in records))
            }
            purge.sha256 = hashlib.sha256("\n".join(sorted({record.id for record in records})).encode()).hexdigest()
        days = sorted(record.needed_on for record in records if record.needed_on)
        purge.earliest_needed_on, purge.latest_needed_on = (days[0], days[-1]) if days else (None, None)
        purge.ended_at = at
        purge.save()
        audit.record(
            body=purge.body.slug, at=at, by=purge.by.email, action="retention.certify",
            subject=f"purge {purge.number}", counts=purge.counts, sha256=purge.sha256, why=purge.why,
        )  # fmt: skip

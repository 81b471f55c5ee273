"""The only way to write, anywhere: one transaction, with its audit entries chained at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from evenhand.audit.models import Entry, Head
from evenhand.core.chain import FIRST, link_hash, words


@dataclass(frozen=True)
class _Draft:
    body: str
    at: datetime
    by: str
    action: str
    subject: str
    detail: dict[str, object]


@dataclass
class _Open:
    drafts: list[_Draft] = field(default_factory=list)


_open: ContextVar[_Open | None] = ContextVar("evenhand_audit_open", default=None)


class NotInATransaction(RuntimeError):
    """A defect: something was to be recorded outside `one_transaction`."""


@contextmanager
def one_transaction() -> Iterator[None]:
    """Everything inside commits together or not at all.

    The entries are chained last, in the outermost one, so that the chain's lock is held only while they are written.
    One inside another that fails takes its own entries with it, also where the outer one goes on.
    """
    outer = _open.get()
    if outer is not None:
        with _forgotten_on_failure(outer.drafts), transaction.atomic():
            yield
        return
    gathered = _Open()
    token = _open.set(gathered)
    try:
        with transaction.atomic():
            yield
            _chain(gathered.drafts)
    finally:
        _open.reset(token)


@contextmanager
def _forgotten_on_failure(drafts: list[_Draft]) -> Iterator[None]:
    before = len(drafts)
    try:
        yield
    except BaseException:
        del drafts[before:]
        raise


def record(*, body: str, at: datetime, by: str, action: str, subject: str, **detail: object) -> None:
    """REC-01: note what is being done; it is written when the transaction that does it commits.

    Raises: NotInATransaction outside `one_transaction`.
    """
    gathered = _open.get()
    if gathered is None:
        raise NotInATransaction(f"{action} on {subject} was recorded outside audit.one_transaction()")
    gathered.drafts.append(_Draft(body, at, by, action, subject, detail))


def _chain(drafts: list[_Draft]) -> None:
    if not drafts:
        return
    number, previous = _lock_head()
    entries = []
    for draft in drafts:
        number += 1
        content = words(_as_written(draft))
        entry_hash = link_hash(number, previous, content)
        entries.append(
            Entry(
                number=number, body=draft.body, at=draft.at, by=draft.by, action=draft.action,
                subject=draft.subject, content=content, previous=previous, hash=entry_hash,
            )
        )  # fmt: skip
        previous = entry_hash
    Entry.objects.bulk_create(entries)
    Head.objects.update_or_create(id=1, defaults={"number": number, "hash": previous})


def _lock_head() -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('evenhand.audit'))")
    head = Head.objects.filter(id=1).first()
    return (head.number, bytes(head.hash)) if head else (0, FIRST)


def _as_written(draft: _Draft) -> dict[str, object]:
    return {
        "body": draft.body,
        "at": as_text(draft.at),
        "by": draft.by,
        "action": draft.action,
        "subject": draft.subject,
        "detail": draft.detail,
    }


def as_text(at: datetime) -> str:
    """An instant as the hashed words hold it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")

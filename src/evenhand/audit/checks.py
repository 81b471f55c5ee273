"""REC-01: that the log was verified is an entry of the log, and from where the next walk may begin."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet

from evenhand.audit.models import LOG, Entry
from evenhand.audit.operations import one_transaction, record
from evenhand.audit.outside import wrong_outside
from evenhand.audit.verification import MOST_BREAKS, Verified, verify
from evenhand.core.chain import BEGINNING

WHOLE, SINCE, BROKEN = "audit.verified", "audit.verified_since", "audit.found_broken"
MOST_TOLD = 20
WALKED_WHILE_ONE_WAITS = 100_000  # entries, about a second


@dataclass(frozen=True, slots=True)
class Check:
    """One verification as the log itself tells of it."""

    at: datetime
    by: str
    number: int  # of the head then
    hash: bytes
    since: int  # the entry from which on it walked; 0 for the whole log
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the log without walking over it."""

    whole: Check | None  # the last time all of it was found unbroken
    latest: Check | None  # the last time anything of it was found unbroken
    broken: Check | None  # the first time since `whole` that it was found broken


def check(*, by: str, at: datetime, since_last: bool = False) -> Verified:
    """Verify, and put on record what was found.

    A walk since the last one begins at the last entry found unbroken; one over the whole log also looks at what is
    kept outside. Raises: Refused where a setting names what cannot be read.
    """
    latest = standing().latest if since_last else None
    found = verify((latest.number, latest.hash) if latest and latest.number else BEGINNING)
    if not found.since:
        found = replace(found, breaks=(*found.breaks, *islice(wrong_outside(), MOST_BREAKS)))
    _record(found, by=by, at=at)
    return found


def check_now(*, by: str, at: datetime) -> Verified:
    """While somebody waits: the whole log where that takes about a second, else what came since the last check."""
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return check(by=by, at=at, since_last=last > WALKED_WHILE_ONE_WAITS)


def standing() -> Standing:
    """What the log says of its own verification."""
    whole, since = _last(WHOLE), _last(SINCE)
    latest = max((entry for entry in (whole, since) if entry), key=lambda entry: entry.number, default=None)
    broken = _of(BROKEN).filter(number__gt=whole.number if whole else 0).order_by("number").first()
    return Standing(_check(whole), _check(latest), _check(broken))


def _record(found: Verified, *, by: str, at: datetime) -> None:
    action = BROKEN if found.breaks else SINCE if found.since else WHOLE
    told = [broken.wrong for broken in found.breaks[:MOST_TOLD]]
    with one_transaction():
        record(
            body="", at=at, by=by, action=action, subject=LOG, entries=found.entries, since=found.since,
            number=found.number, head=found.head, wrong=told, breaks=len(found.breaks),
        )  # fmt: skip


def _of(action: str) -> QuerySet[Entry]:
    return Entry.objects.filter(subject=LOG, body="", action=action)


def _last(action: str) -> Entry | None:
    return _of(action).order_by("-number").first()


def _check(entry: Entry | None) -> Check | None:
    """What an entry tells; nothing where somebody made it unreadable, so that the next walk begins at the beginning."""
    if entry is None:
        return None
    try:
        said = json.loads(entry.content)["detail"]
        head = bytes.fromhex(said["head"])
        return Check(entry.at, entry.by, int(said["number"]), head, int(said["since"]), tuple(said["wrong"]))
    except (ValueError, KeyError, TypeError):
        return None

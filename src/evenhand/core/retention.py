"""REC-02, EVD-03: how long each record is kept, what holds it, and the certificate of what was purged."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.core.dates import months_after
from evenhand.core.edition import Edition
from evenhand.core.given import day_alone, in_order, in_words
from evenhand.core.refusals import Refused
from evenhand.core.values import KeepEvidence, RecordClass, Retention


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold, both days included. `until` is None while nobody has lifted it."""

    reason: str
    by: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `needed_on`: the day it was last needed, None while its case, block or appeal is open.

    `actioned`: something was done about the comment it belongs to; of evidence alone.
    """

    id: str
    kind: RecordClass
    needed_on: date | None
    actioned: bool
    holds: tuple[Hold, ...] = ()


class Fate(StrEnum):
    """What is to become of a record."""

    KEEP = "keep"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a record goes, under which rule, why, and the last day it is kept where that is known."""

    fate: Fate
    rule: str
    last_day: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is left of purged records: counts by class, days and a seal over their ids. It names nobody.

    `sha256`: of the ids in order, one a line, so that whoever has the list can show what it covered.
    """

    body: str
    edition: str
    by: str
    on: date
    counts: tuple[tuple[RecordClass, int], ...]
    earliest_needed_on: date
    latest_needed_on: date
    sha256: str


def hold(reason: str, *, by: str, since: date, until: date | None) -> Hold:
    """REC-02: Raises: Refused, without a reason or a name, or for days that go back."""
    in_words("REC-02", "to set a legal hold", reason=reason, name=by)
    day_alone("REC-02", "to set a legal hold", start=since, end=until)
    in_order("REC-02", "to set a legal hold", start=since, end=until)
    return Hold(reason.strip(), by.strip(), since, until)


def kept(edition: Edition, record: Record, on: date) -> Kept:
    """REC-02, EVD-03: whether a record is purged on a day. It is kept through its last day and goes on the next.

    Raises: Refused, for an instant, or a record last needed after that day.
    """
    tried = f"to look whether {record.id} may be purged"
    day_alone("REC-02", tried, last_need=record.needed_on, day=on)
    in_order("REC-02", tried, last_need=record.needed_on, day=on)
    rule = "EVD-03" if record.kind is RecordClass.EVIDENCE else "REC-02"
    for held in record.holds:
        if held.since <= on and (held.until is None or on <= held.until):
            return Kept(Fate.KEEP, rule, None, f"legal hold by {held.by}: {held.reason}")
    if record.needed_on is None:
        return Kept(Fate.KEEP, rule, None, "it is still needed: what it belongs to is open")
    if record.kind is RecordClass.EVIDENCE and not record.actioned:
        return Kept(Fate.PURGE, rule, record.needed_on, "nothing was done about the comment: evidence is not kept")
    last = months_after(record.needed_on, months(edition, record.kind))
    until = f"{record.kind.replace('_', ' ')} are kept until {last:%-d %B %Y}"
    return Kept(Fate.PURGE if on > last else Fate.KEEP, rule, last, until)


def months(edition: Edition, kind: RecordClass) -> int:
    """REC-02, EVD-03: for how many months a class is kept after it was last needed."""
    if kind is RecordClass.EVIDENCE:
        return edition.value("EVD-03", KeepEvidence).months
    return edition.value("REC-02", Retention).months[kind]


def certificate(edition: Edition, purged: Iterable[Record], *, by: str, on: date) -> Certificate:
    """EVD-03: what a purge leaves behind. Records may come in any order; one that comes twice counts once.

    Raises: Refused, when one of them is to be kept on that day, or there is none.
    """
    records = {record.id: record for record in purged}
    in_words("EVD-03", "to certify a purge", name=by, records=" ".join(records))
    for record in records.values():
        fate = kept(edition, record, on)
        if fate.fate is Fate.KEEP:
            raise Refused(
                tried=f"to certify that {record.id} was purged", forbids=fate.because, do="keep it", rule=fate.rule
            )
    days = sorted(record.needed_on for record in records.values() if record.needed_on)
    counts = Counter(record.kind for record in records.values())
    seal = hashlib.sha256("\n".join(sorted(records)).encode()).hexdigest()
    by_class = tuple((kind, counts[kind]) for kind in RecordClass if counts[kind])
    return Certificate(edition.body, edition.sha256, by, on, by_class, days[0], days[-1], seal)

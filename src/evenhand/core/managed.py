"""MCL-01, MCL-04: the managed contacts list: whom it blocks on a day, and what a new comment asks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evenhand.core.aliases import AliasLink, likely, person_of
from evenhand.core.dates import day_of, said
from evenhand.core.hours import Calendar
from evenhand.core.managed_entry import Entry


class Listed(StrEnum):
    """Where an entry stands. Overdue escalates; nobody falls off the list unnoticed."""

    NOT_YET = "not yet on the list"
    ON = "on the list"
    REVIEW_DUE = "on the list, review due"
    REVIEW_OVERDUE = "on the list, review overdue"
    OFF = "off the list"


@dataclass(frozen=True, slots=True)
class EntryStanding:
    """Whether an entry blocks on a day, and why."""

    state: Listed
    is_blocked: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockedAuthor:
    """MCL-01: an account that is blocked everywhere, the entry that blocks it, and the links that lead to it."""

    author: str
    entry: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactTask:
    """MCL-04: something for a person to look at. Nothing was done."""

    author: str
    what: str
    rule: str


def entry_standing(entry: Entry, calendar: Calendar, at: datetime) -> EntryStanding:
    """MCL-01, MCL-02: whether a person is on the list at `at`, in the body's zone. Raises: Refused without a zone."""
    today = day_of(at, calendar.zone, "MCL-02")
    if entry.removed_on is not None and today >= entry.removed_on:
        return EntryStanding(Listed.OFF, False, (f"taken off on {said(entry.removed_on)}",))
    if entry.approved_by is None:
        return EntryStanding(Listed.NOT_YET, False, ("nobody has approved it (MCL-02)",))
    if today < entry.starts_on:
        return EntryStanding(Listed.NOT_YET, False, (f"it begins on {said(entry.starts_on)}",))
    because = (f"{entry.reason} (approved by officer {entry.approved_by})", f"review by {said(entry.review_on)}")
    return EntryStanding(_listed(today, entry.review_on), True, because)


def blocked_authors(
    entries: Iterable[Entry], links: Collection[AliasLink], calendar: Calendar, at: datetime
) -> tuple[BlockedAuthor, ...]:
    """MCL-01: every account blocked by the list, each once for each entry, in order.

    An account is there because it is listed or by decided links, never by likeness. Raises: Refused.
    """
    blocked = set()
    for entry in entries:
        if entry_standing(entry, calendar, at).is_blocked:
            person = person_of(entry.author, links)
            blocked |= {BlockedAuthor(author, entry.author, person.because) for author in person.authors}
    return tuple(sorted(blocked, key=lambda each: (each.author, each.entry)))


def activity(
    author: str, entries: Iterable[Entry], links: Collection[AliasLink], calendar: Calendar, at: datetime
) -> tuple[ContactTask, ...]:
    """MCL-03, MCL-04: the tasks that a new comment of this account makes; none for anybody else.

    `entries` may be of several people; a likely alias of a listed person is a task of its own. Raises: Refused.
    """
    listed = {each.author for each in blocked_authors(entries, links, calendar, at)}
    if author in listed:
        return (ContactTask(author, "somebody on the list has commented", "MCL-04"),)
    return tuple(
        ContactTask(author, f"perhaps the same person as {other} on the list (link {link.id})", "MCL-03")
        for link in likely(author, links)
        for other in (link.one, link.other)
        if other in listed
    )


def _listed(today: date, review_on: date) -> Listed:
    if today < review_on:
        return Listed.ON
    return Listed.REVIEW_DUE if today == review_on else Listed.REVIEW_OVERDUE

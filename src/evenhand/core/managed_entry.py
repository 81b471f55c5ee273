"""MCL-02, MCL-04: what an entry on the managed contacts list must say, and who may see the list."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar
from evenhand.core.moderation import Objection, may_approve
from evenhand.core.reviews import review_objections
from evenhand.core.values import ManagedReview, StatutoryRoutes


@dataclass(frozen=True, slots=True)
class Entry:
    """A person on the list, by one of their accounts. `removed_on`: the first day on which they are not on it."""

    author: str
    reason: str
    proposed_by: int
    approved_by: int | None
    notice: str
    why_no_notice: str
    starts_on: date
    review_on: date
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class Look:
    """MCL-02: whether somebody may see the list, and why. Either answer is an audit entry."""

    is_allowed: bool
    because: str


def entry_objections(entry: Entry, edition: Edition, calendar: Calendar) -> tuple[Objection, ...]:
    """MCL-02, MCL-04, MOD-08: everything that forbids an entry, all at once. Raises: Refused beyond the calendar."""
    months = edition.value("MCL-02", ManagedReview).after_months
    return (
        *_about_people(entry),
        *_about_words(entry, edition),
        *review_objections(calendar, entry.starts_on, entry.review_on, months, "MCL-02"),
    )


def routes_paragraph(edition: Edition) -> str:
    """MCL-04: what a notice says about the ways of contact that stay open."""
    return f"These stay open to you: {'; '.join(edition.value('MCL-04', StatutoryRoutes).routes)}."


def may_see(roles: Collection[str], edition: Edition) -> Look:
    """MCL-02: whether somebody with these roles may see the list."""
    named = edition.value("MCL-02", ManagedReview).seen_by
    having = [role for role in named if role in roles]
    if having:
        return Look(True, f"{' and '.join(having)} may see the list (MCL-02)")
    return Look(False, f"only {' and '.join(named)} may see the list (MCL-02)")


def _about_people(entry: Entry) -> Iterator[Objection]:
    if entry.approved_by is None:
        yield Objection("approved_by", "MCL-02", "nobody has approved it", "ask a colleague to approve it")
    elif wrong := may_approve(entry.approved_by, entry.proposed_by, None):
        yield wrong


def _about_words(entry: Entry, edition: Edition) -> Iterator[Objection]:
    for field in ("author", "reason"):
        if not getattr(entry, field).strip():
            yield Objection(field, "MCL-02", f"it has no {field}", f"give the {field}")
    if not entry.notice.strip():
        if not entry.why_no_notice.strip():
            yield Objection("notice", "MCL-02", "there is no notice and no reason why", "write one, or say why not")
        return
    for route in edition.value("MCL-04", StatutoryRoutes).routes:
        if route not in entry.notice:
            wrong = f"the notice does not say that this stays open: {route}"
            yield Objection("notice", "MCL-04", wrong, "add the paragraph on ways of contact")

"""MCL-01, MCL-02, MCL-04: the managed contacts list: each look at it, and each entry's steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from evenhand.audit import operations as audit
from evenhand.core import managed_entry
from evenhand.core.dates import day_of
from evenhand.core.edition import Edition
from evenhand.core.managed import Listed
from evenhand.core.managed_entry import Look, entry_objections, may_see
from evenhand.core.moderation import Objection
from evenhand.core.notices import Event
from evenhand.core.refusals import Refused
from evenhand.core.reviews import review_day, review_objections
from evenhand.core.values import ManagedReview
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_on, edition_pinned
from evenhand.intake.models import Author, Channel, Comment
from evenhand.notices.models import Notice
from evenhand.notices.operations import To
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import roles
from evenhand.people.following import follow
from evenhand.people.list_tasks import LIST, task
from evenhand.people.models import EntryDecision, EntryStep, ManagedEntry
from evenhand.people.models_of_list import EntryEvent
from evenhand.people.persons import key, person_of
from evenhand.people.standings import calendar_at, entries_of, entry_of, entry_standing
from evenhand.people.telling import paragraphs, tell_author
from evenhand.tasks import operations as tasks


class EntryRefused(Refused):
    """An entry that may not stand as it is, with every objection."""

    def __init__(self, found: Sequence[Objection]) -> None:
        self.objections = tuple(found)
        first = found[0]
        super().__init__(tried=f"to put somebody on the {LIST}", forbids=first.wrong, do=first.do, rule=first.rule)


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """An entry as an officer fills it in."""

    author: Author
    reason: str
    notice: str
    why_no_notice: str
    starts_on: date
    review_on: date
    rests_on: tuple[int, ...] = ()  # decisions about the person that it came of


def look(*, body: Body, subject: str = LIST, by: Officer, at: datetime) -> None:
    """MCL-02, REC-01: somebody is about to see the list, or one entry. Either answer is kept.

    Raises: Refused, to whom the edition does not name.
    """
    allowed = _look(body, by, at)
    with audit.one_transaction():
        audit.record(
            body=body.slug, at=at, by=by.email, action="people.look", subject=subject, allowed=allowed.is_allowed,
            because=allowed.because,
        )  # fmt: skip
    if not allowed.is_allowed:
        raise Refused(
            tried=f"to see the {LIST}", forbids=allowed.because, do="ask one of them", rule="MCL-02"
        )  # fmt: skip


def propose(*, body: Body, asked: AskedEntry, by: Officer, at: datetime) -> ManagedEntry:
    """MCL-02: an entry for a second person to approve. Nobody is blocked yet. Raises: EntryRefused, Refused."""
    _may_write(body, Permission.DECIDE, by, at)
    edition = edition_at(body, at)
    with audit.one_transaction():
        _check_new(body, asked, at)
        calendar = calendar_at(edition, at)
        if asked.starts_on < day_of(at, calendar.zone, "MCL-02"):
            raise EntryRefused([Objection("starts_on", "MCL-02", "it starts before today", "start it today or later")])
        found = entry_objections(_asked(asked, by), edition, calendar)
        if wrong := [each for each in found if each.field != "approved_by"]:  # comes with the approval
            raise EntryRefused(wrong)
        decisions.pin(edition=edition, body=body, by=by.email, at=at)
        row = ManagedEntry.objects.create(
            body=body, author=asked.author, reason=asked.reason.strip(), notice=asked.notice.strip(),
            why_no_notice=asked.why_no_notice.strip(), starts_on=asked.starts_on, review_on=asked.review_on,
            edition_id=edition.sha256, proposed_by=by, proposed_at=at,
        )  # fmt: skip
        rests_on = sorted(set(asked.rests_on))
        EntryDecision.objects.bulk_create(EntryDecision(entry=row, decision_id=pk) for pk in rests_on)
        audit.record(
            body=body.slug, at=at, by=by.email, action="people.propose_entry", subject=f"entry {row.pk}",
            author=asked.author.pk, reason=row.reason, review_on=row.review_on.isoformat(), edition=edition.sha256,
            rests_on=rests_on,
        )  # fmt: skip
        title = f"Approve or refuse an entry on the {LIST}"
        task(row, "approval", title, "It blocks nobody before (MCL-02)", by.email, at)
    return entries_of(body).get(pk=row.pk)


def answer(*, entry_id: int, body: Body, approved: bool, reason: str, by: Officer, at: datetime) -> ManagedEntry:
    """MCL-02, MOD-08: the second person approves, and every account is blocked; or refuses. Raises: Refused."""
    _may_write(body, Permission.APPROVE_BLOCKS, by, at)
    with audit.one_transaction():
        row = _locked(entry_id, body)
        _check_open(row, "to answer an entry")
        edition = edition_pinned(row.edition_id)
        calendar = calendar_at(edition, at)
        as_approved = replace(entry_of(row, calendar), approved_by=by.pk)
        if found := entry_objections(as_approved, edition, calendar):
            raise EntryRefused(found)
        if not approved and not reason.strip():
            raise _refused("to refuse an entry", "it says no reason", "write why, in your own words")
        told = _tell(row, "You are blocked", Event.BLOCK, paragraphs(row.notice), by, at) if approved else None
        _step(row, EntryEvent.APPROVE if approved else EntryEvent.REFUSE, reason, by, at, notice=told)
    return entries_of(body).get(pk=entry_id)


def keep(*, entry_id: int, body: Body, reason: str, review_on: date, by: Officer, at: datetime) -> ManagedEntry:
    """MCL-02: an entry that was reviewed and stays, for stated reasons until a new date. Raises: Refused."""
    _may_write(body, Permission.DECIDE, by, at)
    with audit.one_transaction():
        row = _locked(entry_id, body)
        _check_on(row, "to keep an entry", reason, at)
        edition = edition_at(body, at)
        calendar = calendar_at(edition, at)
        today, months = day_of(at, calendar.zone, "MCL-02"), edition.value("MCL-02", ManagedReview).after_months
        if found := list(review_objections(calendar, today, review_on, months, "MCL-02")):
            raise EntryRefused(found)
        _step(row, EntryEvent.KEEP, reason, by, at, review_on=review_on)
    return entries_of(body).get(pk=entry_id)


def remove(*, entry_id: int, body: Body, reason: str, by: Officer, at: datetime) -> ManagedEntry:
    """MCL-01: off the list; what only this entry blocked is lifted, aliases too. Raises: Refused."""
    _may_write(body, Permission.DECIDE, by, at)
    with audit.one_transaction():
        row = _locked(entry_id, body)
        _check_on(row, "to take somebody off the list", reason, at)
        _step(row, EntryEvent.REMOVE, reason, by, at, notice=_tell_of_end(row, by, at))
    return entries_of(body).get(pk=entry_id)


def reverse(*, entry_id: int, body: Body, reason: str, about: str, by: Officer, at: datetime) -> ManagedEntry:
    """APL-04, MOD-08: an entry overturned by somebody without a part in it; what only it blocked is lifted.

    `about`: "appeal 7". Raises: Refused.
    """
    _may_see(body, by, at)
    with audit.one_transaction():
        row = _locked(entry_id, body)
        _check_on(row, "to overturn an entry", reason, at)
        if by.pk in had_a_part(row):
            raise Refused(
                tried="to overturn an entry", forbids="you proposed it, approved it or kept it",
                do="leave it to a colleague", rule="MOD-08",
            )  # fmt: skip
        _step(row, EntryEvent.REVERSE, reason, by, at, notice=_tell_of_end(row, by, at), about=about)
    return entries_of(body).get(pk=entry_id)


def had_a_part(row: ManagedEntry) -> frozenset[int]:
    """MOD-08: who proposed an entry, approved it, or kept it at a review."""
    return frozenset({row.proposed_by_id, *(step.by_id for step in row.steps.all())})


def _tell_of_end(row: ManagedEntry, by: Officer, at: datetime) -> Notice | None:
    """Only who was told that they are on it."""
    words = ("You can comment on our pages again.", f"We look forward to hearing from you. {row.body.name}")
    return _tell(row, "You can comment again", Event.UNBLOCK, words, by, at) if row.notice else None


def edition_at(body: Body, at: datetime) -> Edition:
    """The edition in force where the body is."""
    latest = edition_on(body, at.date())
    return edition_on(body, day_of(at, calendar_at(latest, at).zone, "MCL-02"))


def latest_review(body: Body, starts_on: date, at: datetime) -> date:
    """MCL-02: the latest day on which an entry may be reviewed. Raises: Refused beyond the calendar."""
    edition = edition_at(body, at)
    months = edition.value("MCL-02", ManagedReview).after_months
    return review_day(calendar_at(edition, at), starts_on, months, "MCL-02")


def _look(body: Body, by: Officer, at: datetime) -> Look:
    return may_see([role.value for role in roles(by, body)], edition_at(body, at))


def _may_write(body: Body, permission: Permission, by: Officer, at: datetime) -> None:
    """Who writes to the list must be one who may see it."""
    require(by, body, permission)
    _may_see(body, by, at)


def _may_see(body: Body, by: Officer, at: datetime) -> None:
    require(by, body, Permission.SEE_MANAGED_CONTACTS)
    if not (allowed := _look(body, by, at)).is_allowed:
        raise _refused(f"to change the {LIST}", allowed.because, "ask one of them")


def _asked(asked: AskedEntry, by: Officer) -> managed_entry.Entry:
    return managed_entry.Entry(
        author=key(asked.author.pk), reason=asked.reason, proposed_by=by.pk, approved_by=None, notice=asked.notice,
        why_no_notice=asked.why_no_notice, starts_on=asked.starts_on, review_on=asked.review_on, removed_on=None,
    )  # fmt: skip


def _check_new(body: Body, asked: AskedEntry, at: datetime) -> None:
    if asked.author.body_id != body.pk:
        raise _refused(f"to put somebody on the {LIST}", "the account is not known here", "choose one of this body")
    theirs = Decision.objects.filter(pk__in=asked.rests_on, comment__author__in=person_of(asked.author).ids)
    if theirs.count() != len(set(asked.rests_on)):
        raise _refused(f"to put somebody on the {LIST}", "a decision is not about this person", "choose among theirs")
    for row in entries_of(body).filter(author=asked.author):
        if entry_standing(row, at).state is not Listed.OFF:
            raise _refused(
                f"to put somebody on the {LIST}", f"entry {row.pk} is about this account already", "look at that one"
            )


def _check_open(row: ManagedEntry, tried: str) -> None:
    if row.steps.exists():
        raise _refused(tried, "it was answered already", "look at it again")


def _check_on(row: ManagedEntry, tried: str, reason: str, at: datetime) -> None:
    state = entry_standing(row, at).state
    approved = row.steps.filter(event=EntryEvent.APPROVE.value).exists()
    if state is Listed.OFF or not approved:
        raise _refused(tried, f"the entry is {state}", "look at it again")
    if not reason.strip():
        raise _refused(tried, "it says no reason", "write why, in your own words")


def _step(
    row: ManagedEntry, event: EntryEvent, reason: str, by: Officer, at: datetime, *, notice: Notice | None = None,
    review_on: date | None = None, about: str = "",
) -> None:  # fmt: skip
    EntryStep.objects.create(
        entry=row, event=event.value, by=by, at=at, reason=reason.strip(), notice=notice, review_on=review_on,
        about=about,
    )  # fmt: skip
    audit.record(
        body=row.body.slug, at=at, by=by.email, action=f"people.{event.value}_entry", subject=f"entry {row.pk}",
        author=row.author_id, reason=reason.strip(), about=about,
        review_on=review_on.isoformat() if review_on else None,
    )  # fmt: skip
    for kind in ("approval", "review", "doubt"):
        tasks.withdraw(about=f"{kind} of entry {row.pk}", why=f"{by.name}: {event.value}", by=by.email, at=at)
    follow(body=row.body, by=by.email, at=at)


def _tell(
    row: ManagedEntry, subject: str, event: Event, words: Sequence[str], by: Officer, at: datetime
) -> Notice | None:
    """MCL-02: the person, unless the entry says why not."""
    if not words:
        return None
    return tell_author(
        body=row.body, edition=edition_at(row.body, at), event=event, about=f"entry {row.pk}", subject=subject,
        words=words, to=To(author=row.author, channel=_newest_channel(row.author)), by=by.email, at=at,
    )  # fmt: skip


def _newest_channel(author: Author) -> Channel | None:
    """Where they wrote last: a private message can answer them there."""
    latest = Comment.objects.filter(author=author).select_related("channel").order_by("-created_at", "-pk").first()
    return latest.channel if latest else None


def _locked(entry_id: int, body: Body) -> ManagedEntry:
    ManagedEntry.objects.select_for_update(of=("self",)).get(pk=entry_id, body=body)
    return entries_of(body).get(pk=entry_id)


def _refused(tried: str, forbids: str, do: str) -> Refused:
    return Refused(tried=tried, forbids=forbids, do=do, rule="MCL-02")

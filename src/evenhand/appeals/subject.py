"""APL-01, APL-03: what an appeal is about, and who has had a part in it."""

from dataclasses import dataclass
from datetime import date, datetime

from evenhand.cases.models import Case
from evenhand.core.dates import day_of
from evenhand.core.lifecycle import BlockEvent
from evenhand.core.moderation import REMOVALS
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_on
from evenhand.intake.models import Author, Comment
from evenhand.officers.models import Body, Officer
from evenhand.people.listing import had_a_part
from evenhand.people.models import Block, EntryDecision, EntryStep, ManagedEntry
from evenhand.people.models_of_list import EntryEvent
from evenhand.people.reach import begun_through, ending_with
from evenhand.people.standings import blocks_of, calendar_at, entries_of, entry_standing, standing


@dataclass(frozen=True, slots=True)
class Subject:
    """A decision, a block, or an entry on the managed contacts list; one of them."""

    body: Body
    decision: Decision | None = None
    block: Block | None = None
    entry: ManagedEntry | None = None

    @property
    def row(self) -> Decision | Block | ManagedEntry:
        """Whichever it is."""
        found = self.decision or self.block or self.entry
        assert found is not None, "a subject is one of the three"
        return found

    @property
    def about(self) -> str:
        """As notices name it."""
        kind = "decision" if self.decision else "block" if self.block else "entry"
        return f"{kind} {self.row.pk}"

    @property
    def comment(self) -> Comment | None:
        """Of a decision."""
        return self.decision.comment if self.decision else None

    @property
    def author(self) -> Author | None:
        """About whom it is."""
        return self.decision.comment.author if self.decision else (self.block or self.entry).author  # type: ignore[union-attr]


def find(body: Body, about: str) -> Subject | None:
    """What "decision 12", "block 3", "entry 4" or "warning of decision 12" names, if one may appeal against it."""
    kind, _, number = about.rpartition(" ")
    if not number.isdecimal():
        return None
    if kind == "block":
        block = blocks_of(body).filter(pk=int(number)).first()
        return Subject(body, block=block) if block else None
    if kind == "entry":
        listed = entries_of(body).filter(pk=int(number), steps__event=EntryEvent.APPROVE.value).first()
        return Subject(body, entry=listed) if listed else None
    if kind not in ("decision", "warning of decision"):
        return None
    found = Decision.objects.filter(comment__channel__body=body, outcome__in=[each.value for each in REMOVALS])
    decision = found.select_related(*_SHOWN).filter(pk=int(number)).first()
    return Subject(body, decision=decision) if decision else None


_SHOWN = ("comment__channel__body", "comment__author", "comment__post", "revision", "edition", "by")


def decided_on(subject: Subject, at: datetime) -> date:
    """The day where the body is."""
    return day_of(_decided_at(subject), calendar_at(edition_on(subject.body, at.date()), at).zone, "APL-01")


def _decided_at(subject: Subject) -> datetime:
    if subject.entry:
        return EntryStep.objects.get(entry=subject.entry, event=EntryEvent.APPROVE.value).at
    return subject.block.decided_at if subject.block else subject.decision.at  # type: ignore[union-attr]


def in_force(subject: Subject, at: datetime) -> bool:
    """Whether it still blocks somebody or keeps a comment hidden."""
    if subject.entry:
        return entry_standing(subject.entry, at).is_blocked
    if subject.block:
        return standing(subject.block, at).is_blocked
    decision = subject.decision
    stands = Case.objects.filter(decision=decision).exists() and not is_reversed(subject)
    return bool(decision and stands and Outcome(decision.outcome) in REMOVALS)


def is_reversed(subject: Subject) -> bool:
    """Whether it was undone already, by an appeal or otherwise."""
    if subject.entry:
        return subject.entry.steps.filter(event=EntryEvent.REVERSE.value).exists()
    if subject.block:
        return subject.block.steps.filter(event=BlockEvent.REVERSE.value).exists()
    return hasattr(subject.decision, "reversal")


def deciders(subject: Subject, at: datetime) -> frozenset[int]:
    """APL-03: who decided or approved it, or a block or an entry that would end with it."""
    found: set[int] = set()
    if decision := subject.decision:
        second = getattr(decision, "second", None)
        found |= {decision.by_id, *([second.by_id] if second else [])}
    for block in _blocks(subject, at):
        steps = block.steps.filter(event__in=[BlockEvent.APPROVE.value, BlockEvent.EXTEND.value])
        found |= {block.decided_by_id, *steps.values_list("by_id", flat=True)}
    return frozenset(found).union(*(had_a_part(entry) for entry in _entries(subject, at)))


def aimed_at(subject: Subject, officer: Officer, at: datetime) -> int | None:
    """MOD-08: the officer themselves, where what they would answer about is aimed at them."""
    theirs = Case.objects.filter(target=officer)
    if subject.decision and theirs.filter(comment=subject.decision.comment_id).exists():
        return officer.pk
    named = EntryDecision.objects.filter(entry__in=_entries(subject, at))
    if theirs.filter(comment__in=named.values("decision__comment")).exists():
        return officer.pk
    return officer.pk if any(officer.pk in row.aimed_at for row in _blocks(subject, at)) else None


def _blocks(subject: Subject, at: datetime) -> list[Block]:
    if subject.decision:
        return begun_through(subject.decision, at)
    return [subject.block] if subject.block else []


def _entries(subject: Subject, at: datetime) -> list[ManagedEntry]:
    """The entry, or those that would end with a decision."""
    if subject.decision:
        return [row for row in ending_with(subject.decision, at) if isinstance(row, ManagedEntry)]
    return [subject.entry] if subject.entry else []

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
from evenhand.people.models import Block
from evenhand.people.queries import resting_on
from evenhand.people.standings import blocks_of, calendar_at, standing
from evenhand.people.telling import BEGUN


@dataclass(frozen=True, slots=True)
class Subject:
    """A decision or a block, never both."""

    body: Body
    decision: Decision | None = None
    block: Block | None = None

    @property
    def about(self) -> str:
        """As notices name it."""
        return f"decision {self.decision.pk}" if self.decision else f"block {self.block.pk if self.block else ''}"

    @property
    def comment(self) -> Comment | None:
        """Of a decision."""
        return self.decision.comment if self.decision else None

    @property
    def author(self) -> Author | None:
        """About whom it is."""
        return self.block.author if self.block else self.decision.comment.author if self.decision else None


def find(body: Body, about: str) -> Subject | None:
    """What "decision 12", "block 3" or "warning of decision 12" names, if one may appeal against it."""
    kind, _, number = about.rpartition(" ")
    if not number.isdecimal():
        return None
    if kind == "block":
        block = blocks_of(body).filter(pk=int(number)).first()
        return Subject(body, block=block) if block else None
    if kind not in ("decision", "warning of decision"):
        return None
    found = Decision.objects.filter(comment__channel__body=body, outcome__in=[each.value for each in REMOVALS])
    decision = found.select_related(*_SHOWN).filter(pk=int(number)).first()
    return Subject(body, decision=decision) if decision else None


_SHOWN = ("comment__channel__body", "comment__author", "comment__post", "revision", "edition", "by")


def decided_on(subject: Subject, at: datetime) -> date:
    """The day where the body is."""
    decided_at = subject.block.decided_at if subject.block else subject.decision.at  # type: ignore[union-attr]
    return day_of(decided_at, calendar_at(edition_on(subject.body, at.date()), at).zone, "APL-01")


def in_force(subject: Subject, at: datetime) -> bool:
    """Whether it still blocks somebody or keeps a comment hidden."""
    if subject.block:
        return standing(subject.block, at).is_blocked
    decision = subject.decision
    stands = Case.objects.filter(decision=decision).exists() and not is_reversed(subject)
    return bool(decision and stands and Outcome(decision.outcome) in REMOVALS)


def is_reversed(subject: Subject) -> bool:
    """Whether it was undone already, by an appeal or otherwise."""
    if subject.block:
        return subject.block.steps.filter(event=BlockEvent.REVERSE.value).exists()
    return hasattr(subject.decision, "reversal")


def blocks_through(decision: Decision, at: datetime) -> list[Block]:
    """Blocks that rest on the strike of a decision and stand now."""
    return [row for row in resting_on(decision.comment_id) if standing(row, at).state in BEGUN]


def deciders(subject: Subject, at: datetime) -> frozenset[int]:
    """APL-03: who decided or approved it, or a block that would be lifted with it."""
    decision, blocks = subject.decision, [subject.block] if subject.block else []
    found: set[int] = set()
    if decision:
        second = getattr(decision, "second", None)
        found |= {decision.by_id, *([second.by_id] if second else [])}
        blocks = list(blocks_through(decision, at))
    for row in blocks:
        steps = row.steps.filter(event__in=[BlockEvent.APPROVE.value, BlockEvent.EXTEND.value])
        found |= {row.decided_by_id, *steps.values_list("by_id", flat=True)}
    return frozenset(found)


def aimed_at(subject: Subject, officer: Officer, at: datetime) -> int | None:
    """MOD-08: the officer themselves, where what they would answer about is aimed at them."""
    decision, blocks = subject.decision, [subject.block] if subject.block else []
    if decision:
        if Case.objects.filter(comment=decision.comment_id, target=officer).exists():
            return officer.pk
        blocks = list(blocks_through(decision, at))
    return officer.pk if any(officer.pk in row.aimed_at for row in blocks) else None

"""Blocks, links and people for lists and pages. Always of one body."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from evenhand.core.block_standing import UNAPPROVED, Review, Standing
from evenhand.core.lifecycle import BLOCK_FINAL
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.people.models import AliasLink, Block
from evenhand.people.persons import as_core, has_changed, number, person_of, rows_of
from evenhand.people.standings import blocks_of, standing


class Show(StrEnum):
    """Which blocks a list is of."""

    LIVE = "in force or waiting"
    IN_FORCE = "in force"
    AWAITING = "awaiting approval"
    DUE = "review due"
    OVERDUE = "review overdue"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block and where it stands."""

    row: Block
    standing: Standing


def blocks(body: Body, show: Show, at: datetime) -> list[BlockLine]:
    """A body's blocks, newest first."""
    lines = (BlockLine(row, standing(row, at)) for row in blocks_of(body))
    return [line for line in lines if _is_shown(line.standing, show)]


def awaiting_approval(body: Body, at: datetime) -> int:
    """How many blocks wait for a second person."""
    return sum(standing(row, at).state in UNAPPROVED for row in blocks_of(body).filter(end=None))


def _is_shown(now: Standing, show: Show) -> bool:
    over = now.state in BLOCK_FINAL
    match show:
        case Show.LIVE:
            return not over
        case Show.IN_FORCE:
            return now.is_blocked
        case Show.AWAITING:
            return now.state in UNAPPROVED
        case Show.DUE:
            return now.review is not Review.NOT_DUE
        case Show.OVERDUE:
            return now.review is Review.OVERDUE
        case Show.OVER:
            return over


def links_about(authors: Iterable[int], body: Body) -> list[AliasLink]:
    """Every link of these accounts, whatever became of it, newest first."""
    ids = set(authors)
    return [row for row in rows_of(body) if {row.one_id, row.other_id} & ids]


def links_to_look_at(body: Body) -> list[AliasLink]:
    """Links that wait for a person: undecided, or decided about an account that was renamed since."""
    return [row for row in rows_of(body) if state_of(row) in (LinkState.LIKELY, LinkState.CHANGED)]


class LinkState(StrEnum):
    """Where a link stands."""

    LIKELY = "likely"
    HOLDS = "decided"
    CHANGED = "decided, renamed since"
    REFUSED = "refused"
    UNDONE = "undone"


def state_of(row: AliasLink) -> LinkState:
    """Where a link stands."""
    link = as_core(row)
    if link.holds:
        return LinkState.CHANGED if has_changed(row) else LinkState.HOLDS
    if link.is_undone:
        return LinkState.REFUSED if link.decided_by is None else LinkState.UNDONE
    return LinkState.LIKELY


@dataclass(frozen=True, slots=True)
class Joined:
    """MCL-03: what a link would bring together: the accounts on either side, and what they are without it."""

    one: tuple[Author, ...]
    other: tuple[Author, ...]

    @property
    def already_one(self) -> bool:
        """Whether other links join them, so that this one alone changes nothing."""
        return bool(set(self.one) & set(self.other))


def joined(row: AliasLink) -> Joined:
    """The person at either end of a link, as they are without it."""
    links = [as_core(each) for each in rows_of(row.body) if each.pk != row.pk]
    return Joined(person_of(row.one, links).authors, person_of(row.other, links).authors)


_NUMBERED = re.compile(r"\b(officer|account) (\d+)\b")


def named(lines: Iterable[str]) -> list[str]:
    """Lines of the core with people's names for their numbers."""
    given = list(lines)
    found = {match.groups() for line in given for match in _NUMBERED.finditer(line)}
    names = {f"officer {each.pk}": each.name for each in Officer.objects.filter(pk__in=_ids(found, "officer"))}
    names |= {f"account {each.pk}": str(each) for each in Author.objects.filter(pk__in=_ids(found, "account"))}
    return [_NUMBERED.sub(lambda match: names.get(match[0], match[0]), line) for line in given]


def _ids(found: Iterable[tuple[str, ...]], kind: str) -> list[int]:
    return [number(f"{kind} {each[1]}") for each in found if each[0] == kind]

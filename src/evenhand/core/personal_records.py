"""REC-02: everything about one person, aliases included: what they are given to see, and what is erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.values import RecordClass


@dataclass(frozen=True, slots=True)
class AliasLink:
    """One author account said to belong to a person. `decided_by`: the officer who decided so, None if nobody has."""

    author: str
    decided_by: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """A record that names somebody. `authors`: every account in it; `on_hold`: a legal hold.

    `in_use`: its case, referral, block or appeal is open, or its strike still counts. `weigh`: why a person must look
    before any of it is given out, empty where nothing speaks for that.
    """

    id: str
    kind: RecordClass
    authors: frozenset[str]
    on_hold: bool
    in_use: bool
    weigh: str = ""


class Share(StrEnum):
    """How an item goes into the answer to a subject access request."""

    WHOLE = "whole"
    OTHERS_COVERED = "with other people covered"
    A_PERSON_DECIDES = "a person decides"


class Erasure(StrEnum):
    """What becomes of an item when erasure is asked for."""

    ERASE = "erase"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Shared:
    """An item in an answer, how, and why so."""

    item: Item
    how: Share
    because: str


@dataclass(frozen=True, slots=True)
class Erased:
    """An item in an answer to a request for erasure; `law`: what keeps it, empty where it goes."""

    item: Item
    fate: Erasure
    law: str
    because: str


_CLAIMS = "UK GDPR, article 17(3)(e)"
_TASK = "UK GDPR, article 17(3)(b)"
_KEPT_BY_LAW = {
    RecordClass.AUDIT: "the record of who did what cannot be altered (REC-01)",
    RecordClass.SAFEGUARDING: "somebody's safety may depend on it",
    RecordClass.STAFF_REPORTS: "the council must log harm to its staff",
}
_WEIGHED = {
    RecordClass.SAFEGUARDING: "it may put somebody at risk, or name who spoke up",
    RecordClass.REFERRALS: "it may hinder an investigation, or name who spoke up",
    RecordClass.STAFF_REPORTS: "it is about a colleague as well",
}


def accounts(own: Iterable[str], links: Iterable[AliasLink]) -> frozenset[str]:
    """REC-02, MCL-03: the accounts of a person: their own, and those that somebody has decided are theirs."""
    return frozenset(own) | {link.author for link in links if link.decided_by is not None}


def access(person: frozenset[str], items: Iterable[Item]) -> tuple[Shared, ...]:
    """REC-02: what a person is given to see, by class and id. What could harm somebody is weighed by a person."""
    return tuple(_shared(person, item) for item in _about(person, items))


def erasure(person: frozenset[str], items: Iterable[Item]) -> tuple[Erased, ...]:
    """REC-02: what is erased and what the law keeps, by class and id."""
    return tuple(_erased(person, item) for item in _about(person, items))


def _about(person: frozenset[str], items: Iterable[Item]) -> list[Item]:
    once = {(item.kind, item.id): item for item in items if item.authors & person}
    return [once[key] for key in sorted(once)]


def _shared(person: frozenset[str], item: Item) -> Shared:
    if item.kind in _WEIGHED:
        return Shared(item, Share.A_PERSON_DECIDES, _WEIGHED[item.kind])
    if item.weigh:
        return Shared(item, Share.A_PERSON_DECIDES, item.weigh)
    if others := len(item.authors - person):
        accounts_of = "1 other account" if others == 1 else f"{others} other accounts"
        return Shared(item, Share.OTHERS_COVERED, f"it names {accounts_of}")
    return Shared(item, Share.WHOLE, "it is about this person alone")


def _erased(person: frozenset[str], item: Item) -> Erased:
    if item.on_hold:
        return Erased(item, Erasure.KEEP, _CLAIMS, "a legal hold is on it")
    if item.kind in _KEPT_BY_LAW:
        return Erased(item, Erasure.KEEP, _TASK, _KEPT_BY_LAW[item.kind])
    if item.in_use:
        return Erased(item, Erasure.KEEP, _TASK, "its case, referral, block or appeal is open, or its strike counts")
    if item.authors - person:
        return Erased(item, Erasure.ERASE, "", "what is about this person is erased; the others' part stays")
    return Erased(item, Erasure.ERASE, "", "nothing keeps it")

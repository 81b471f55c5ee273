"""MCL-03: which accounts are one person's: by decided links alone, worked out each time and never merged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from evenhand.core.dates import utc
from evenhand.core.refusals import Refused

RULE = "MCL-03"


class EvidenceKind(StrEnum):
    """What speaks for two accounts being one person's."""

    LIKENESS = "likeness"  # a name, a picture, a way of writing: never enough
    OWN_WORDS = "their own words"
    SAME_CONTACT = "the same telephone number or address"
    PLATFORM = "the platform's word"
    DOCUMENT = "a document"


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """One piece of evidence for a link: what it is and where it is kept."""

    kind: EvidenceKind
    words: str


@dataclass(frozen=True, slots=True)
class AliasLink:
    """That two accounts may be one person's. Nothing follows from it until `decided_by` is set and not `is_undone`."""

    id: str
    one: str
    other: str
    confidence: float  # from 0 to 1, both inclusive
    evidence: tuple[LinkEvidence, ...]
    decided_by: int | None
    decided_at: datetime | None
    is_undone: bool

    @property
    def holds(self) -> bool:
        """Whether it was decided and not undone."""
        return self.decided_by is not None and not self.is_undone


@dataclass(frozen=True, slots=True)
class Person:
    """Accounts that are one person's, in order, and the decided links that say so."""

    authors: tuple[str, ...]
    because: tuple[str, ...]


def propose_link(id_: str, one: str, other: str, confidence: float, evidence: Iterable[LinkEvidence]) -> AliasLink:
    """MCL-03: a likely alias, for a person to decide. Raises: Refused for one account twice, no evidence, or an odd
    confidence."""
    given = tuple(evidence)
    if not one.strip() or not other.strip() or one == other:
        raise _refused("to link two accounts", "they are one account, or one has no name", "name two accounts")
    if not given or not all(each.words.strip() for each in given):
        raise _refused("to link two accounts", "it has no evidence", "say what speaks for it and where that is kept")
    if not 0 <= confidence <= 1:
        raise _refused("to link two accounts", f"{confidence} is no confidence", "give a number from 0 to 1")
    return AliasLink(id_, one, other, confidence, given, None, None, False)


def decide_link(link: AliasLink, *, by: int, at: datetime) -> AliasLink:
    """MCL-03: the link, decided by a named officer. Raises: Refused on likeness alone, whatever its confidence."""
    if link.decided_by is not None:
        raise _refused("to decide a link", f"officer {link.decided_by} decided it", "look at it again")
    if all(each.kind is EvidenceKind.LIKENESS for each in link.evidence):
        raise _refused("to decide a link", "it rests on likeness alone", "add other evidence, or leave it a task")
    utc(at, RULE)
    return replace(link, decided_by=by, decided_at=at)


def undo_link(link: AliasLink) -> AliasLink:
    """MCL-03: the link, undone; both accounts have their own history again. Raises: Refused when it does not hold."""
    if not link.holds:
        raise _refused("to undo a link", "it was not decided, or is undone", "look at it again")
    return replace(link, is_undone=True)


def person_of(author: str, links: Iterable[AliasLink]) -> Person:
    """MCL-01, MCL-03: every account that decided links join to this one, itself first to be asked about.

    Links may form circles; an undone link joins nothing, another one beside it still does.
    """
    joining = [link for link in links if link.holds]
    found, grown = {author}, {author}
    while grown:
        grown = {end for link in joining for end in _ends(link) if found & set(_ends(link))} - found
        found |= grown
    used = sorted({_line(link) for link in joining if link.one in found})
    return Person(tuple(sorted(found)), tuple(used))


def likely(author: str, links: Iterable[AliasLink]) -> tuple[AliasLink, ...]:
    """MCL-03: undecided links of an account, most confident first: each is a task, and blocks nobody."""
    open_ones = [link for link in links if link.decided_by is None and not link.is_undone and author in _ends(link)]
    return tuple(sorted(open_ones, key=lambda link: (-link.confidence, link.id)))


NEW_FROM = 1.0
"""A likeness that has grown by so many log-odds since a person refused the link is new."""


def new_likeness(weighed: Iterable[Mapping[str, float] | None], now: Mapping[str, float]) -> frozenset[str]:
    """MCL-03: what has been found in common since people refused links between two accounts.

    Both say how many log-odds each likeness adds; `weighed`: one for each link that was refused or undone, None where
    nobody wrote down what spoke for it: then nothing is new, and no program proposes the pair again.
    """
    most: dict[str, float] = {}
    for before in weighed:
        if before is None:
            return frozenset()
        most |= {name: max(adds, most.get(name, 0.0)) for name, adds in before.items()}
    return frozenset(name for name, adds in now.items() if adds - most.get(name, 0.0) >= NEW_FROM)


def _ends(link: AliasLink) -> tuple[str, str]:
    return link.one, link.other


def _line(link: AliasLink) -> str:
    kinds = ", ".join(sorted({each.kind for each in link.evidence}))
    return f"link {link.id}: {link.one} and {link.other}, decided by officer {link.decided_by} on {kinds} (MCL-03)"


def _refused(tried: str, forbids: str, do: str) -> Refused:
    return Refused(tried=tried, forbids=forbids, do=do, rule=RULE)

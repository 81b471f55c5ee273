"""MCL-03: accounts that look like somebody's who is blocked or listed. Likeness is a task for a person, and no more.

The weights say which likeness is worth more of an officer's time. Nobody has measured how often they are right.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from rapidfuzz import fuzz

from evenhand.core.aliases import EvidenceKind
from evenhand.intake.models import Author, Revision

SHORTEST_NAME = 5  # characters; shorter names are like one another by chance
NEAR = 90.0  # of 100, as rapidfuzz compares names word by word, in any order
SHORTEST_WORDS = 40  # characters of a comment that is word for word the same; shorter ones many people write
ENOUGH = 0.5  # a likeness below this is nobody's task
SURE_AT_MOST = 0.9
RECENT = 200  # comments of an account that are compared

HANDLE, NAME, WORDS, LINK = 0.6, 0.4, 0.6, 0.3
_LINK = re.compile(r"https?://[^\s<>\"']{2,400}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two accounts, what they have in common, and how much that weighs, from 0 to 0.9."""

    one: Author
    other: Author
    confidence: float
    evidence: tuple[tuple[EvidenceKind, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What is compared of an account."""

    author: Author
    handle: str
    name: str
    words: dict[int, int]  # fingerprint -> comment
    links: dict[str, int]  # address -> comment


def account(author: Author) -> Account:
    """An account with its latest comments."""
    words: dict[int, int] = {}
    links: dict[str, int] = {}
    latest = Revision.objects.filter(comment__author=author, number=F("comment__revision")).order_by("-pk")[:RECENT]
    for comment, fingerprint, text in latest.values_list("comment_id", "comment__fingerprint", "text"):
        if len(text) >= SHORTEST_WORDS:
            words[fingerprint] = comment
        links |= dict.fromkeys((link.casefold().rstrip(".,;:!?)/") for link in _LINK.findall(text)), comment)
    return Account(author, author.handle.casefold().lstrip("@"), author.name.casefold().strip(), words, links)


def likenesses(account: Account, others: Iterable[Account]) -> Iterator[Likeness]:
    """Whom an account is like enough for somebody to look."""
    for other in others:
        if other.author.pk == account.author.pk:
            continue
        found = tuple(_common(account, other))
        confidence = _together([weight for weight, _ in found])
        if confidence >= ENOUGH:
            words = tuple((EvidenceKind.LIKENESS, said) for _, said in found)
            yield Likeness(other.author, account.author, confidence, words)


def _common(one: Account, other: Account) -> Iterator[tuple[float, str]]:
    if one.handle and one.handle == other.handle and one.author.platform != other.author.platform:
        yield HANDLE, f"the same handle on {one.author.platform} and {other.author.platform}: {one.author.handle}"
    if min(len(one.name), len(other.name)) >= SHORTEST_NAME and fuzz.token_sort_ratio(one.name, other.name) >= NEAR:
        yield NAME, f"near names: {one.author.name} and {other.author.name}"
    if same := one.words.keys() & other.words.keys():
        yield WORDS, f"the same words: {_places(same, one.words)} and {_places(same, other.words)}"
    if shared := one.links.keys() & other.links.keys():
        yield LINK, f"the same links: {', '.join(sorted(shared)[:3])}"


def _together(weights: Collection[float]) -> float:
    """Each likeness takes its share of the doubt that the others leave."""
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return round(min(1 - doubt, SURE_AT_MOST), 2)


def _places(fingerprints: Iterable[int], words: dict[int, int]) -> str:
    return ", ".join(f"comment {words[each]}" for each in sorted(fingerprints)[:3])

"""Who is named: officers and members on the body's roster, and private individuals by their full name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.signals.normalise import LONGEST, Normalised, normalise
from evenhand.signals.phrases import words
from evenhand.signals.spans import Spans

_MEMBER = r"cllrs?|councill?ors?|coun|mayor|deputy mayor|leader|alderman|lord mayor"
_TITLE = rf"{_MEMBER}|mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lady|lord|rev|officer|inspector|director"
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]{1,30}){0,3}")
_IS_TITLE = re.compile(_TITLE)
_CAPITALISED = r"[A-Z][a-z]{1,18}(?:-[A-Z][a-z]{1,18})?"
_FULL_NAME = re.compile(
    rf"(?<![\w@#/.'’-])(?:(?P<title>Mr|Mrs|Ms|Miss|Dr)\.? )?(?P<first>{_CAPITALISED})"
    rf" (?P<last>(?:Mc|Mac|O['’]|De |Van )?{_CAPITALISED})(?![\w’'-]|\.\w)"
)
_UNKNOWN = "?"  # stands for the first name of somebody whom the roster knows by title and surname
_FIRST_NAMES = frozenset(words("first_names.txt"))
_NOT_SURNAMES = frozenset(words("not_surnames.txt"))  # places, bodies, days: what else has a capital after a first name


@dataclass(frozen=True, slots=True)
class _Index:
    """A roster by last name."""

    roster: Roster
    by_surname: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # surname -> (name in words, role)
    first_names: frozenset[str]

    @classmethod
    def of(cls, roster: Roster) -> "_Index":
        by_surname: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
        for person in roster.people:
            for name in _names(person):
                by_surname[name[-1]] = (*by_surname.get(name[-1], ()), (name, person.role))
        firsts = frozenset(name[0] for names in by_surname.values() for name, _ in names if len(name) > 1)
        return cls(roster, by_surname, firsts)


def _names(person: NamedPerson) -> Iterator[tuple[str, ...]]:
    for name in (person.name, *person.also_known_as):
        written = _TOKEN.findall(normalise(name).plain)
        bare = tuple(word for word in written if not _IS_TITLE.fullmatch(word))
        if bare:
            yield bare if len(bare) > 1 or len(written) == 1 else (_UNKNOWN, *bare)


class NamedPeople:
    """People named in a comment."""

    name = "named_people"
    version = "named_people-1"
    facts: Mapping[str, str] = {
        "officers": "officers of the body's roster, each mention",
        "members": "elected members of the body's roster, each mention",
        "private_people": "people who are not on the roster, named by first and last name",
        "roster_known": "the body has given a roster",
    }

    def __init__(self) -> None:
        self._index = _Index.of(Roster())

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        index = self._index  # the last roster seen; several threads may read for several bodies
        if index.roster is not roster:
            index = self._index = _Index.of(roster)
        public = tuple(_on_roster(text, index))
        private = tuple(_private(comment.text[:LONGEST], public))
        findings = (*public, *private)
        counts = Counter(finding.fact for finding in findings)
        facts: dict[str, bool | int] = {fact: counts[fact] for fact in self.facts}
        return Reading(self.name, self.version, facts | {"roster_known": bool(roster.people)}, findings)


def _on_roster(text: Normalised, index: _Index) -> Iterator[Finding]:
    if not index.by_surname:
        return
    tokens = [(match[0].removesuffix("'s"), match.start(), match.end()) for match in _TOKEN.finditer(text.plain)]
    taken = -1
    for place, (word, _, _) in enumerate(tokens):
        before = [earlier for earlier, _, _ in tokens[max(0, place - 3) : place]]
        named = _person(word, before, index)
        if named and place > taken:
            length, role, likeness = named
            taken = place
            start, end = text.span(tokens[place - length + 1][1], tokens[place][1] + len(word))
            fact = "members" if role == "member" else "officers"
            yield Finding(fact, text.original[start:end], start, end, likeness, f"{role} on the roster")


def _person(word: str, before: list[str], index: _Index) -> tuple[int, str, float] | None:
    """How many words name the person, the role, and how alike the spelling is; None if nobody is named.

    A surname counts with a title before it, or with a first name of the same person.
    """
    titled = bool(before) and _IS_TITLE.fullmatch(before[-1]) is not None
    for surname, likeness in _surnames(word, before, titled, index):
        for name, role in index.by_surname[surname]:
            if len(name) > 1 and before and _alike(before[-1], name[0]):
                return 2, role, likeness
            if titled or len(name) == 1:
                return 2 if titled else 1, role, likeness
            if (
                len(before) > 1
                and _IS_TITLE.fullmatch(before[-2])
                and before[-1][0] == name[0][0]
                and len(before[-1]) == 1
            ):
                return 3, role, likeness
    return None


def _surnames(word: str, before: list[str], titled: bool, index: _Index) -> list[tuple[str, float]]:
    """The surnames it can stand for: as written, or nearly so after a title or a known first name."""
    if word in index.by_surname:
        return [(word, 1.0)]
    if len(word) < 4 or not (titled or (before and before[-1] in index.first_names)):
        return []
    near = process.extract(
        word,
        list(index.by_surname),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=0.75,
        limit=3,
    )
    return [(surname, round(score, 2)) for surname, score, _ in near]


def _alike(written: str, first: str) -> bool:
    """Whether a first name is meant: as it is, its beginning, or one slip in a longer name."""
    if written == first:
        return True
    if len(written) >= 3 and first.startswith(written):
        return True
    return len(first) >= 5 and DamerauLevenshtein.distance(written, first, score_cutoff=1) <= 1


def _private(written: str, public: tuple[Finding, ...]) -> Iterator[Finding]:
    known = Spans((finding.start, finding.end) for finding in public)
    for match in _FULL_NAME.finditer(written):
        first, last = match["first"].split("-")[0].lower(), match["last"].lower()
        if (first not in _FIRST_NAMES and not match["title"]) or last in _NOT_SURNAMES or first in _NOT_SURNAMES:
            continue
        if not known.touch(*match.span()):
            yield Finding("private_people", match[0], match.start(), match.end(), 0.7, "a full name, not on the roster")


SIGNAL = NamedPeople()

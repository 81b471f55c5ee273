"""REC-02: what is held about a person, counted for whoever answers them; and the erasures that were asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from evenhand.audit import operations as audit
from evenhand.core.personal_records import Erased, Erasure, Share, Shared
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.retention.models import ErasureAsked, LegalHold
from evenhand.retention.person import Account, accounts, records, to_erase, to_share

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Records of one source: how many, and how many of them would be erased today."""

    source: str
    count: int
    erased: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Records that an erasure leaves, by why; `law`: the article that keeps them."""

    because: str
    law: str
    count: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held about a person on a day. `to_weigh`: what a person must look at before any of it is told."""

    accounts: tuple[Account, ...]
    lines: tuple[Line, ...]
    kept: tuple[Kept, ...]
    to_weigh: tuple[Shared, ...]
    holds: tuple[LegalHold, ...]

    @property
    def total(self) -> int:
        """Of all records."""
        return sum(line.count for line in self.lines)


def find(body: Body, words: str) -> list[Author]:
    """Accounts by "platform:id", or by a part of their name or handle; the first few by name."""
    words = words.strip()
    if not words:
        return []
    platform, _, native_id = words.partition(":")
    named = Q(name__icontains=words) | Q(handle__icontains=words) | Q(native_id=words)
    found = Author.objects.filter(named | Q(platform=platform, native_id=native_id), body=body)
    return list(found.exclude(native_id__startswith="purged-").order_by("name", "pk")[:MOST_FOUND])


def look(*, author: Author, body: Body, on: date, by: Officer, at: datetime) -> Holdings:
    """What is held about the person whose account this is; the look is in the log. Raises: Refused."""
    theirs = accounts(body, [author])
    person = [each.author for each in theirs]
    found = records(body, person)
    shared, answers = to_share(body, person, found), to_erase(body, person, on)
    with audit.one_transaction():
        audit.record(
            body=body.slug, at=at, by=by.email, action="retention.look_person", subject=f"author {author.pk}",
            records=len(found),
        )  # fmt: skip
    return Holdings(
        accounts=tuple(theirs),
        lines=_lines(answers),
        kept=_kept(answers),
        to_weigh=tuple(each for each in shared if each.how is Share.A_PERSON_DECIDES),
        holds=tuple(_holds(body, person, {pk for item in found for pk in item.comments})),
    )


def _lines(answers: Sequence[Erased]) -> tuple[Line, ...]:
    every = Counter(_source(each) for each in answers)
    gone = Counter(_source(each) for each in answers if each.fate is Erasure.ERASE)
    return tuple(Line(source, every[source], gone[source]) for source in sorted(every))


def _source(answer: Erased) -> str:
    return answer.item.id.rpartition(" ")[0]


def _kept(answers: Sequence[Erased]) -> tuple[Kept, ...]:
    counted = Counter((each.because, each.law) for each in answers if each.fate is Erasure.KEEP)
    return tuple(Kept(because, law, number) for (because, law), number in sorted(counted.items()))


def _holds(body: Body, person: Sequence[Author], comments: set[int]) -> list[LegalHold]:
    about = Q(author__in=person) | Q(comment__in=comments)
    return list(LegalHold.objects.filter(about, body=body, lifted=None).select_related("by").order_by("pk"))


def erasures_of(body: Body, count: int = 50) -> list[ErasureAsked]:
    """Erasures that were asked for, newest first, with what became of each."""
    found = ErasureAsked.objects.filter(body=body).select_related("by", "answer__by", "answer__purge")
    return list(found.order_by("-pk")[:count])

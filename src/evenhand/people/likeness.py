"""MCL-03: accounts that look like somebody's who is blocked or listed. Likeness is a task for a person, and no more.

How much each likeness weighs was fitted on accounts that were made up: docs/reference/alias-likeness.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F

from evenhand.core.aliases import EvidenceKind, new_likeness
from evenhand.intake.models import Author, Comment, Revision
from evenhand.officers.models import Body
from evenhand.people.models import LikenessWorking
from evenhand.people.persons import as_core, rows_of
from evenhand.signals import accounts, accounts_model
from evenhand.signals.accounts import TITLES, Written
from evenhand.signals.accounts_model import Compared

RECENT = 200  # comments of an account that are compared
CAMPAIGN = 3  # accounts that wrote the same comment: from so many on it was passed round, and says nothing


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a body with what is compared of it."""

    author: Author
    seen: accounts.Account


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two accounts and their comparison."""

    one: Author
    other: Author
    compared: Compared

    @property
    def evidence(self) -> tuple[tuple[EvidenceKind, str], ...]:
        """For people, in the order of the working."""
        lines = (line.found for line in self.compared.lines)
        return tuple((EvidenceKind.LIKENESS, f"{TITLES[each.feature]}: {each.words}") for each in lines)


def missing() -> str:
    """Why accounts cannot be compared; nothing where they can."""
    try:
        accounts_model.shipped()
    except (OSError, ValueError, KeyError) as fault:
        return f"{type(fault).__name__}: {fault}"
    return ""


def account(author: Author, blocked_at: datetime | None = None) -> Account:
    """An account with its latest comments. `blocked_at`: since when it may not write here."""
    latest = Revision.objects.filter(comment__author=author, number=F("comment__revision")).order_by("-pk")[:RECENT]
    columns = ("comment_id", "text", "comment__created_at", "comment__post_id", "comment__post__text")
    rows = list(latest.values_list(*columns))
    written = tuple(Written(text, at, str(post or ""), f"comment {pk}") for pk, text, at, post, _ in rows)
    quoted = tuple({post_text for *_, post_text in rows if post_text})
    seen = accounts.Account(author.platform, author.handle, author.name, written, blocked_at, quoted)
    return Account(author, seen)


def likenesses(fresh: Account, others: Iterable[Account]) -> Iterator[Likeness]:
    """Whom an account is like enough for somebody to look."""
    for other in others:
        if other.author.pk != fresh.author.pk:
            compared = _compared(other, fresh)
            if compared is not None and compared.is_shown:
                yield Likeness(other.author, fresh.author, compared)


def _compared(one: Account, other: Account) -> Compared | None:
    """What many passed on word for word is left out, and the rest is compared."""
    found = accounts_model.compare(one.seen, other.seen)
    if found is None or not any(line.found.feature == "words" for line in found.lines):
        return found
    passed_on = _passed_on(one, other)
    if not passed_on:
        return found
    return accounts_model.compare(_without(one.seen, passed_on), _without(other.seen, passed_on))


def _passed_on(one: Account, other: Account) -> frozenset[str]:
    """The comments of either that at least three accounts of the body wrote word for word."""
    runs = one.seen.runs.keys() & other.seen.runs.keys()
    pks = {int(each.seen.runs[run].rpartition(" ")[2]) for run in runs for each in (one, other)}
    prints = dict(Comment.objects.filter(pk__in=pks).values_list("pk", "fingerprint"))
    same = Comment.objects.filter(channel__body=one.author.body_id, fingerprint__in=set(prints.values()))
    wrote = same.values("fingerprint").annotate(accounts=Count("author", distinct=True))
    many = set(wrote.filter(accounts__gte=CAMPAIGN).values_list("fingerprint", flat=True))
    return frozenset(f"comment {pk}" for pk, fingerprint in prints.items() if fingerprint in many)


def _without(seen: accounts.Account, comments: frozenset[str]) -> accounts.Account:
    return replace(seen, written=tuple(each for each in seen.written if each.of not in comments))


Weighed = Mapping[frozenset[int], list[Mapping[str, float] | None] | None]


def weighed(body: Body) -> Weighed:
    """Pairs that people know: None for one that waits or holds; else what spoke for each link that was refused."""
    found: dict[frozenset[int], list[Mapping[str, float] | None] | None] = {}
    for row in rows_of(body):
        pair = frozenset((row.one_id, row.other_id))
        before = found.get(pair, [])
        if not as_core(row).is_undone or before is None:
            found[pair] = None
        else:
            found[pair] = [*before, _adds(getattr(row, "working", None))]
    return found


def _adds(working: LikenessWorking | None) -> Mapping[str, float] | None:
    return {line["feature"]: line["adds"] for line in working.lines} if working else None


def is_new(like: Likeness, known: Weighed) -> bool:
    """MCL-03: whether nobody has weighed this pair, or something has been found in common since they did."""
    pair = frozenset((like.one.pk, like.other.pk))
    if pair not in known:
        return True
    before = known[pair]
    now = {line.found.feature: line.adds for line in like.compared.lines}
    return before is not None and bool(new_likeness(before, now))

"""MCL-03: which accounts are one person's, by decided links alone. Worked out each time, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from evenhand.core import aliases
from evenhand.core.aliases import EvidenceKind
from evenhand.intake.models import Author
from evenhand.officers.models import Body
from evenhand.people.models import AliasLink
from evenhand.people.models_of_links import LinkEvent


def key(author_id: int) -> str:
    """An account as the core names it."""
    return f"account {author_id}"


def number(account: str) -> int:
    """The id of an account that `key` named."""
    return int(account.rpartition(" ")[2])


def rows_of(body: Body) -> QuerySet[AliasLink]:
    """Every link of a body with its evidence and what became of it, newest first."""
    return (
        AliasLink.objects.filter(body=body)
        .select_related("one", "other", "working")
        .prefetch_related("evidence", "steps__by")
        .order_by("-pk")
    )


def as_core(row: AliasLink) -> aliases.AliasLink:
    """A link as the rules see it; one that was refused is undone before it ever held."""
    steps = {step.event: step for step in row.steps.all()}
    decided = steps.get(LinkEvent.DECIDE)
    evidence = tuple(aliases.LinkEvidence(EvidenceKind(each.kind), each.words) for each in row.evidence.all())
    return aliases.AliasLink(
        id=str(row.pk), one=key(row.one_id), other=key(row.other_id), confidence=row.confidence, evidence=evidence,
        decided_by=decided.by_id if decided else None, decided_at=decided.at if decided else None,
        is_undone=LinkEvent.UNDO in steps or LinkEvent.REFUSE in steps,
    )  # fmt: skip


def links_of(body: Body) -> list[aliases.AliasLink]:
    """Every link of a body as the rules see it."""
    return [as_core(row) for row in rows_of(body)]


@dataclass(frozen=True, slots=True)
class Person:
    """One or more accounts, and the decided links that join them."""

    authors: tuple[Author, ...]
    because: tuple[str, ...]

    @property
    def ids(self) -> frozenset[int]:
        """Of the accounts."""
        return frozenset(author.pk for author in self.authors)

    @property
    def accounts(self) -> frozenset[str]:
        """As the core names them."""
        return frozenset(key(author.pk) for author in self.authors)


def person_of(author: Author, links: Iterable[aliases.AliasLink] | None = None) -> Person:
    """Whose account this is. `links`: of its body, where they are at hand."""
    found = aliases.person_of(key(author.pk), links_of(author.body) if links is None else links)
    authors = Author.objects.filter(body=author.body_id, pk__in=[number(each) for each in found.authors])
    return Person(tuple(authors.order_by("pk")), found.because)


def together(body: Body) -> dict[int, frozenset[int]]:
    """Every account that a decided link joins to others -> all accounts of that person, itself included."""
    links = [link for link in links_of(body) if link.holds]
    joined = {account for link in links for account in (link.one, link.other)}
    return {number(account): frozenset(map(number, aliases.person_of(account, links).authors)) for account in joined}


def names_of(author: Author) -> list[str]:
    """How an account is called now; a link that was decided keeps what it saw."""
    return [author.handle, author.name]


def has_changed(row: AliasLink) -> bool:
    """MCL-03: whether an account of a decided link is called otherwise than when somebody last looked at it."""
    seen = [step for step in row.steps.all() if step.event in (LinkEvent.DECIDE, LinkEvent.CONFIRM)]
    if not seen or not as_core(row).holds:
        return False
    last = max(seen, key=lambda step: (step.at, step.pk))
    if not any(said for names in last.names for said in names):
        return False  # a purge took the names, which nobody can compare any more
    return bool(last.names != [names_of(row.one), names_of(row.other)])

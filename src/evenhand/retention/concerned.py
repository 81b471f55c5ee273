"""REC-02: whom and which comments a record is about, so that a hold, an export or an erasure finds it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from evenhand.actions.models import Action
from evenhand.intake.models import Author, Comment
from evenhand.notices.models import Notice
from evenhand.officers.models import Body
from evenhand.people.models import AliasLink, Block, ManagedEntry
from evenhand.referrals.models import Referral
from evenhand.retention.rows_of_people import tasks
from evenhand.tasks.models import Task


@dataclass(frozen=True, slots=True)
class About:
    """Ids of comments and of accounts; an account that wrote one of the comments need not be among them."""

    comments: tuple[int, ...] = ()
    authors: frozenset[int] = frozenset()


def about(source: str, rows: Sequence[Any]) -> dict[int, About]:
    """By the id of each row. Few queries, however many rows."""
    if source == "task":
        return _about_tasks(rows)
    if source in ("closing", "sensitive post", "timetable"):
        return {row.pk: About(held) for row, held in _with_held_comments(rows)}
    if source == "capture":
        of_posts = dict(_with_held_comments([row for row in rows if row.post_id]))
        return {row.pk: About(of_posts.get(row, _one(row.comment_id)), _some(row.author_id)) for row in rows}
    return {row.pk: _ABOUT[source](row) for row in rows}


def authors_of(found: Mapping[int, About]) -> dict[int, frozenset[int]]:
    """Every account in each record: those it names, and those that wrote its comments."""
    pks = {pk for each in found.values() for pk in each.comments}
    wrote = dict(Comment.objects.filter(pk__in=pks, author__isnull=False).values_list("pk", "author_id"))
    return {
        pk: each.authors | {author for comment in each.comments if (author := wrote.get(comment))}
        for pk, each in found.items()
    }


def of_authors(body: Body, source: str, authors: frozenset[int]) -> Q:
    """The rows of a source that name these accounts, or are about what they wrote."""
    if source == "task":
        return Q(pk__in=[pk for pk, each in _about_all_tasks(body).items() if each & authors])
    if source == "reject":
        return _rejects_naming(authors)
    paths = _PATHS.get(source, ())
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{path}__in": authors})
    return found


_PATHS: Mapping[str, tuple[str, ...]] = {
    "comment": ("author",),
    "case": ("comment__author",),
    "decision": ("comment__author",),
    "capture": ("comment__author", "author"),
    "pack": ("captures__comment__author",),
    "warning": ("author",),
    "block": ("author",),
    "entry": ("author",),
    "link": ("one", "other"),
    "appeal": ("decision__comment__author", "block__author", "entry__author"),
    "referral": ("case__comment__author",),
    "report": ("case__comment__author",),
}
"""Where each source names an account. Notes about posts name nobody."""


def _one(pk: int | None) -> tuple[int, ...]:
    return () if pk is None else (pk,)


def _some(*pks: int | None) -> frozenset[int]:
    return frozenset(pk for pk in pks if pk is not None)


def _appealed(row: Any) -> About:
    if row.decision_id:
        return About((row.decision.comment_id,))
    return About((), _some((row.block or row.entry).author_id))


_ABOUT: Mapping[str, Any] = {
    "comment": lambda row: About((row.pk,)),
    "case": lambda row: About((row.comment_id,)),
    "decision": lambda row: About((row.comment_id,)),
    "pack": lambda row: About(tuple(sorted({each.comment_id for each in row.captures.all() if each.comment_id}))),
    "warning": lambda row: About((row.decision.comment_id,), _some(row.author_id)),
    "block": lambda row: About(tuple(each.comment_id for each in row.strikes.all()), _some(row.author_id)),
    "entry": lambda row: About((), _some(row.author_id)),
    "link": lambda row: About((), _some(row.one_id, row.other_id)),
    "appeal": _appealed,
    "referral": lambda row: About((row.case.comment_id,)),
    "report": lambda row: About(_one(row.case.comment_id if row.case_id else None)),
    "reject": lambda row: About(),
}
_FETCHED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "pack": ((), ("captures",)),
    "warning": (("decision",), ()),
    "block": ((), ("strikes",)),
    "appeal": (("decision", "block", "entry"), ()),
    "referral": (("case",), ()),
    "report": (("case",), ()),
}


def fetched(source: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what `about` looks at."""
    joined, beside = _FETCHED.get(source, ((), ()))
    rows = rows.select_related(*joined) if joined else rows
    return rows.prefetch_related(*beside) if beside else rows


def _with_held_comments(rows: Sequence[Any]) -> list[tuple[Any, tuple[int, ...]]]:
    """What is about a post stays while a comment under that post is on hold."""
    held: dict[int, list[int]] = defaultdict(list)
    posts = {row.post_id for row in rows}
    under = Comment.objects.filter(Q(legalhold__isnull=False) | Q(author__legalhold__isnull=False), post__in=posts)
    for post, comment in under.order_by("pk").distinct().values_list("post_id", "pk"):
        held[post].append(comment)
    return [(row, tuple(held[row.post_id])) for row in rows]


def _rejects_naming(authors: frozenset[int]) -> Q:
    """Rows that have an account's id or handle as a word. What they say of it, a person must read."""
    found = Q(pk__in=[])
    for author in Author.objects.filter(pk__in=authors):
        for named in {author.native_id, author.handle.lstrip("@")} - {"", f"purged-{author.pk}"}:
            found |= Q(excerpt__regex=rf"(^|\W){re.escape(named)}(\W|$)")
    return found


def _about_all_tasks(body: Body) -> dict[int, frozenset[int]]:
    return authors_of(_about_tasks(tasks(body).only("pk", "about")))


def _about_tasks(rows: Iterable[Task]) -> dict[int, About]:
    """A task names what it belongs to: “notice 5”, “approval of block 3”, “warning of account 9”."""
    named = {row.pk: _last_two(row.about) for row in rows}
    wanted: dict[str, set[int]] = defaultdict(set)
    for noun, number in named.values():
        wanted[noun].add(number)
    known = {(noun, pk): each for noun in wanted for pk, each in _NOUNS.get(noun, _nobody)(wanted[noun])}
    return {pk: known.get(key, About()) for pk, key in named.items()}


def _last_two(what: str) -> tuple[str, int]:
    before, _, number = what.rpartition(" ")
    return (before.rpartition(" ")[2], int(number)) if number.isdigit() else ("", 0)


Named = Iterable[tuple[int, About]]


def _nobody(pks: set[int]) -> Named:
    return ()


def _accounts(pks: set[int]) -> Named:
    return ((pk, About((), _some(pk))) for pk in pks)


def _pointing(model: Any) -> Any:
    """Rows of a model that have a comment, an author, or neither."""

    def named(pks: set[int]) -> Named:
        rows = model.objects.filter(pk__in=pks).values_list("pk", "comment_id", "author_id")
        return ((pk, About(_one(comment), _some(author))) for pk, comment, author in rows)

    return named


def _by_author(model: Any) -> Any:
    def named(pks: set[int]) -> Named:
        rows = model.objects.filter(pk__in=pks).values_list("pk", "author_id")
        return ((pk, About((), _some(author))) for pk, author in rows)

    return named


def _links(pks: set[int]) -> Named:
    rows = AliasLink.objects.filter(pk__in=pks).values_list("pk", "one_id", "other_id")
    return ((pk, About((), _some(one, other))) for pk, one, other in rows)


def _referrals(pks: set[int]) -> Named:
    rows = Referral.objects.filter(pk__in=pks).values_list("pk", "case__comment_id")
    return ((pk, About(_one(comment))) for pk, comment in rows)


_NOUNS: Mapping[str, Any] = {
    "action": _pointing(Action),
    "notice": _pointing(Notice),
    "account": _accounts,
    "block": _by_author(Block),
    "entry": _by_author(ManagedEntry),
    "link": _links,
    "referral": _referrals,
    "alarm": _referrals,
}

"""CON-05: which earlier comments one resembles, and how fast its author writes. Of one body, and each query bounded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from evenhand.core.vocabulary import Repetition
from evenhand.intake import sql_of_likeness as sql
from evenhand.intake.models import Comment, Revision
from evenhand.intake.queries import current_revisions
from evenhand.officers.models import Body
from evenhand.signals.sketch import Sketch, sketch

Together = Mapping[int, frozenset[int]]  # account -> every account of the person, itself included


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier comment that is nearly the same, and how much of both they share, from 0.6 to 1."""

    comment_id: int
    author_id: int | None
    author: str
    post_id: int | None
    channel: str
    text: str
    created_at: datetime
    likeness: float


def repetitions(body: Body, sketches: Mapping[int, Sketch], together: Together) -> dict[int, Repetition]:
    """What is counted for each of these comments, whose keys have been kept. `together`: by decided links (MCL-03)."""
    rows = {row.pk: row for row in Comment.objects.filter(channel__body=body, pk__in=sketches)}
    accounts = {row.author_id: _accounts(row.author_id, together) for row in rows.values() if row.author_id}
    copies, pace = _copies(body, sketches, accounts), _pace(list(rows), accounts)
    return {pk: _counted(row, copies.get(pk, []), together, pace.get(pk, (0, 0, 0, 0))) for pk, row in rows.items()}


def copies_of(body: Body, comment_id: int, together: Together, count: int = 10) -> list[Copy]:
    """Earlier comments of a body that this one resembles, most alike first, then newest."""
    found = current_revisions(body).select_related("comment").defer("payload").filter(comment_id=comment_id).first()
    if found is None:
        return []
    author = found.comment.author_id
    accounts = {author: _accounts(author, together)} if author else {}
    copies = _copies(body, {comment_id: sketch(found.text)}, accounts).get(comment_id, [])
    return sorted(copies, key=lambda copy: (copy.likeness, copy.created_at), reverse=True)[:count]


def _counted(row: Comment, copies: Sequence[Copy], together: Together, pace: tuple[int, int, int, int]) -> Repetition:
    mine = _accounts(row.author_id, together) if row.author_id else frozenset()
    own = [copy for copy in copies if copy.author_id in mine]
    others = {min(_accounts(copy.author_id, together)) for copy in copies if copy.author_id} - {min(mine, default=0)}
    posts = {copy.post_id for copy in own} - {row.post_id, None}
    return Repetition(len(own), len(posts), len(others), *pace)


def _accounts(author: int, together: Together) -> frozenset[int]:
    return together.get(author, frozenset({author}))


def _copies(
    body: Body, sketches: Mapping[int, Sketch], accounts: Mapping[int, frozenset[int]]
) -> dict[int, list[Copy]]:
    """Those that share a key are compared in full: keys find some that are not alike, too."""
    pairs = _candidates(body, [pk for pk, each in sketches.items() if each.keys], accounts)
    rows = _rows(body, {other for _, other in pairs})
    known = {text: sketch(text) for text in {revision.text for revision in rows.values()}}
    copies: dict[int, list[Copy]] = defaultdict(list)
    for mine, other in sorted(pairs):
        if other in rows and sketches[mine].resembles(theirs := known[rows[other].text]):
            copies[mine].append(_copy(rows[other], sketches[mine].likeness(theirs)))
    return copies


def _candidates(body: Body, comments: list[int], accounts: Mapping[int, frozenset[int]]) -> set[tuple[int, int]]:
    if not comments:
        return set()
    given: dict[str, int | list[int]] = {"body": body.pk, "comments": comments, **_pairs(accounts)}
    with connection.cursor() as cursor:
        cursor.execute(sql.ALIKE, given)
        found = set(cursor.fetchall())
        cursor.execute(sql.ALIKE_OF_OWN, given)
        return found | set(cursor.fetchall())


def _pace(comments: list[int], accounts: Mapping[int, frozenset[int]]) -> dict[int, tuple[int, int, int, int]]:
    """Comments and posts in 10 minutes, comments and posts in a day."""
    with connection.cursor() as cursor:
        cursor.execute(sql.PACE, {"comments": comments, **_pairs(accounts)})
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in cursor.fetchall()}


def _pairs(accounts: Mapping[int, frozenset[int]]) -> dict[str, list[int]]:
    pairs = [(author, each) for author, every in sorted(accounts.items()) for each in sorted(every)]
    return {"authors": [author for author, _ in pairs], "accounts": [each for _, each in pairs]}


def _rows(body: Body, comments: set[int]) -> dict[int, Revision]:
    found = current_revisions(body).filter(comment_id__in=comments).defer("payload")
    return {row.comment_id: row for row in found.select_related("comment__author", "comment__channel")}


def _copy(revision: Revision, likeness: float) -> Copy:
    comment = revision.comment
    return Copy(
        comment.pk, comment.author_id, str(comment.author or "Unknown author"), comment.post_id,
        comment.channel.title, revision.text, comment.created_at, likeness,
    )  # fmt: skip

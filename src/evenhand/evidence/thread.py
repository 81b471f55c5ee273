"""A comment among those above and around it, as we hold them: what a capture says of its surroundings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, QuerySet

from evenhand.intake.models import Author, Comment, Post, Revision
from evenhand.intake.queries import is_own, thread

MOST_ABOVE = 20
AROUND = 60
EXCERPT = 2_000  # characters of a neighbour; the comment that is captured is there in full


@dataclass(frozen=True, slots=True)
class Said:
    """One wording in a thread. Instants are UTC, in ISO 8601."""

    id: str
    parent: str
    author: str
    author_id: str
    text: str
    characters: int  # of the whole text, where `text` is its beginning
    created_at: str
    received_at: str
    revision: int
    state: str
    own: bool  # the body wrote it
    captured: bool  # it is what is captured


@dataclass(frozen=True, slots=True)
class PostSaid:
    """The post that a thread stands under."""

    id: str
    url: str
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What is around: `above` from the first comment to the one answered, `around` by time, under its `heading`."""

    post: PostSaid | None
    above: tuple[Said, ...]
    captured: tuple[Said, ...]
    around: tuple[Said, ...]
    heading: str = "Around it, by time"
    more: int = 0  # comments that are not shown


def of_comment(revision: Revision) -> Thread:
    """A comment's thread; the comment itself in the wording of this revision."""
    comment = revision.comment
    above = _above(comment)
    shown = {comment.pk, *(each.comment_id for each in above)}
    near = [each for each in thread(comment.channel.body, comment.pk, AROUND) if each.comment_id not in shown]
    return Thread(
        post=_post(comment.post) if comment.post else None,
        above=tuple(_excerpts(above)),
        captured=(_said(revision, captured=True),),
        around=tuple(_excerpts(near)),
    )


def under_post(post: Post) -> Thread:
    """A post with every comment that we hold under it, each in full."""
    under = Revision.objects.filter(comment__post=post, number=F("comment__revision"))
    comments = tuple(_said(each, captured=True) for each in _ordered(under))
    return Thread(_post(post), (), (), comments, heading=f"The {len(comments):,} comments held under it, by time")


def captured_of(author: Author) -> Thread:
    """What an account wrote and was captured, in the wordings that were."""
    captured = Revision.objects.filter(comment__author=author, capture__isnull=False).distinct()
    comments = tuple(_said(each, captured=True) for each in _ordered(captured))
    return Thread(None, (), (), comments, heading=f"Its {len(comments):,} captured comments, by time")


def _ordered(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    related = revisions.select_related("comment__author", "comment__channel").defer("payload")
    return related.order_by("comment__created_at", "comment_id", "number")


def _above(comment: Comment) -> list[Revision]:
    """What it answers, and what that answers, from the top; a ring of answers is walked once."""
    found: list[Revision] = []
    seen, wanted = {comment.native_id}, comment.parent_native_id
    while wanted and wanted not in seen and len(found) < MOST_ABOVE:
        seen.add(wanted)
        parent = (
            Revision.objects.filter(comment__channel_id=comment.channel_id, comment__native_id=wanted)
            .filter(number=F("comment__revision"))
            .select_related("comment__author", "comment__channel")
            .defer("payload")
            .first()
        )
        if parent is None:
            break
        found.append(parent)
        wanted = parent.comment.parent_native_id
    return found[::-1]


def _excerpts(revisions: Sequence[Revision]) -> Iterable[Said]:
    return (_said(each, captured=False) for each in revisions)


def _said(revision: Revision, *, captured: bool) -> Said:
    comment, author = revision.comment, revision.comment.author
    return Said(
        id=comment.native_id, parent=comment.parent_native_id, author=str(author or ""),
        author_id=author.native_id if author else "", text=revision.text if captured else revision.text[:EXCERPT],
        characters=len(revision.text), created_at=instant(comment.created_at),
        received_at=instant(revision.received_at), revision=revision.number, state=comment.state,
        own=is_own(revision), captured=captured,
    )  # fmt: skip


def _post(post: Post) -> PostSaid:
    return PostSaid(post.native_id, post.url, post.text, instant(post.created_at) if post.created_at else "")


def instant(at: datetime) -> str:
    """As every part of a capture writes instants."""
    return at.astimezone(UTC).isoformat()

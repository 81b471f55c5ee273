"""Comments as they are kept, for the officers of one body."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from evenhand.core.own_accounts import OwnAccount, wrote
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Author, Comment
from evenhand.intake import sql
from evenhand.intake.models import Channel, ImportRun, Reject, Revision
from evenhand.intake.models import Comment as CommentRow
from evenhand.officers.models import Body


def channel(name: str, body: str = "") -> Channel:
    """A channel by its name, which is unique in a body. Raises: Refused, saying which there are."""
    found = Channel.objects.select_related("body").filter(name=name)
    if body:
        found = found.filter(body__slug=body)
    channels = list(found)
    if len(channels) == 1:
        return channels[0]
    every = channels or list(Channel.objects.select_related("body").order_by("body__slug", "name"))
    there_are = "; ".join(f"--channel {c.name} --body {c.body.slug}" for c in every)
    raise Refused(
        tried=f"to find channel {name}",
        forbids="several bodies have one of that name" if channels else "there is none of that name",
        do=f"use one of: {there_are or 'none yet'}",
    )


@dataclass(frozen=True, slots=True)
class ToRead:
    """A revision with everything the signals are given."""

    revision_id: int
    comment_id: int
    comment: Comment
    own: bool  # written by the body itself: never flagged
    channel: str  # its name
    written_at: datetime


def to_read(revision_ids: Sequence[int]) -> list[ToRead]:
    """The current revisions among these, in order; older ones are left out."""
    revisions = list(
        Revision.objects.filter(pk__in=revision_ids, number=F("comment__revision"))
        .select_related("comment__post", "comment__author", "comment__channel")
        .defer("payload")
        .order_by("pk")
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.REPEATS, [[revision.comment_id for revision in revisions]])
        repeats = dict(cursor.fetchall())
    return [
        ToRead(
            revision.pk, revision.comment_id, _as_read(revision, repeats.get(revision.comment_id, 0)), is_own(revision),
            revision.comment.channel.name, revision.comment.created_at,
        )
        for revision in revisions
    ]  # fmt: skip


def current_words(comment: CommentRow) -> str:
    """What a comment says now."""
    return comment.revisions.values_list("text", flat=True).get(number=comment.revision)


def is_own(revision: Revision) -> bool:
    """Whether the body wrote it, from the channel's own account or another official one on the same platform."""
    author, channel = revision.comment.author, revision.comment.channel
    if author is None:
        return False
    others = Channel.objects.filter(body=channel.body_id, platform=channel.platform).exclude(pk=channel.pk)
    return author.native_id == channel.account or wrote(
        author.native_id, author.handle, own_account(channel), [own_account(other) for other in others]
    )


def own_account(channel: Channel) -> OwnAccount:
    """A channel's account, by every name that is known."""
    return OwnAccount(frozenset({channel.account, *channel.names}), frozenset(channel.local_names))


def _as_read(revision: Revision, repeats: int) -> Comment:
    comment = revision.comment
    author = comment.author
    return Comment(
        text=revision.text,
        on=localdate(comment.created_at),
        post=comment.post.text if comment.post else "",
        author=Author(author.native_id, author.handle, author.name) if author else Author(),
        attachments=len(revision.attachments),
        repeats=repeats,
    )


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment in a list."""

    id: int
    text: str
    url: str
    author: str
    author_handle: str
    channel: str
    platform: str
    created_at: datetime
    state: str


def current_revisions(body: Body) -> QuerySet[Revision]:
    """The current wording of every comment of a body."""
    return Revision.objects.filter(comment__channel__body=body, number=F("comment__revision"))


def search(
    body: Body, words: str, *, channel: str = "", skip: int = 0, count: int = 50, without: Collection[int] = ()
) -> list[CommentLine]:
    """Comments of a body that hold all these words, or whose author's name does, newest first.

    `without`: comments that are not to be found.
    """
    found = current_revisions(body)
    if without:
        found = found.exclude(comment_id__in=without)
    for word in words.split():
        by_author = Q(comment__author__name__icontains=word) | Q(comment__author__handle__icontains=word)
        found = found.filter(Q(text__icontains=word) | by_author)
    if channel:
        found = found.filter(comment__channel__name=channel)
    rows = found.select_related("comment__author", "comment__channel", "comment__post").defer("payload")
    return [_line(revision) for revision in rows.order_by("-comment__created_at", "-comment_id")[skip : skip + count]]


def thread(body: Body, comment_id: int, count: int = 60) -> list[Revision]:
    """The comments under the same post around one, oldest first; only itself where the post is unknown."""
    this = current_revisions(body).select_related("comment__author", "comment__channel").get(comment_id=comment_id)
    if this.comment.post_id is None:
        return [this]
    siblings = current_revisions(body).filter(comment__post_id=this.comment.post_id)
    rows = siblings.select_related("comment__author", "comment__channel").defer("payload")
    earlier = rows.filter(comment__created_at__lte=this.comment.created_at).order_by(
        "-comment__created_at", "-comment_id"
    )
    later = rows.filter(comment__created_at__gt=this.comment.created_at).order_by("comment__created_at", "comment_id")
    return [*reversed(list(earlier[: count // 2])), *later[: count // 2]]


def channels_of(body: Body) -> list[Channel]:
    """A body's channels, by title."""
    return list(Channel.objects.filter(body=body).order_by("title"))


def imports_of(body: Body, count: int = 50) -> list[ImportRun]:
    """The last files that were imported, newest first."""
    runs = ImportRun.objects.filter(channel__body=body).select_related("channel")
    return list(runs.order_by("-started_at")[:count])


def rejects_of(run: ImportRun, *, after: int = 0, count: int = 100) -> list[Reject]:
    """Rows of a file that could not be taken, in order of line; `after` is the row id to go on from."""
    return list(Reject.objects.filter(run=run, pk__gt=after).order_by("pk")[:count])


def _line(revision: Revision) -> CommentLine:
    comment = revision.comment
    return CommentLine(
        id=comment.pk,
        text=revision.text,
        url=comment.url,
        author=str(comment.author or "Unknown author"),
        author_handle=comment.author.handle if comment.author else "",
        channel=comment.channel.title,
        platform=comment.channel.platform,
        created_at=comment.created_at,
        state=comment.shown_state,
    )

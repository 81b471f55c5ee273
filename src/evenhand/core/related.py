"""CMT-03: related comments on other posts, which may go while comments on a post are off, each by a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.core.comments_off import Closing
from evenhand.core.dates import utc
from evenhand.core.edition import Edition
from evenhand.core.refusals import Refused
from evenhand.core.values import RelatedComments


@dataclass(frozen=True, slots=True)
class RelatedComment:
    """A comment under another post that a signal found to be about the same topic. Nobody has decided."""

    comment: str
    post: str
    written_at: datetime
    because: str  # the words that make it related


@dataclass(frozen=True, slots=True)
class Preview:
    """The comments a person may decide about, one by one, up to but not including `until` (UTC)."""

    comments: tuple[RelatedComment, ...]
    until: datetime
    left_out: tuple[tuple[str, str], ...]  # (comment, why)


@dataclass(frozen=True, slots=True)
class RelatedRemoval:
    """That an officer decided to remove one related comment while comments on a post were off."""

    comment: str
    closed_post: str
    by: int
    at: datetime


def window_end(closing: Closing, edition: Edition) -> datetime:
    """CMT-03: when the time for related comments ends, exclusive, in UTC: with the closing, or before it."""
    hours = edition.value("CMT-03", RelatedComments).within_hours
    ends = [utc(closing.starts_at, "CMT-03") + timedelta(hours=hours), utc(closing.ends_at, "CMT-03")]
    if closing.on_again_at is not None:
        ends.append(utc(closing.on_again_at, "CMT-03"))
    return min(ends)


def preview(closing: Closing, found: Iterable[RelatedComment], edition: Edition) -> Preview:
    """CMT-03: what may be decided about because comments on a post are off, oldest first, and what may not.

    Raises: Refused for a time without a zone.
    """
    until = window_end(closing, edition)
    comments, left_out = [], []
    for each in sorted(found, key=lambda related: (utc(related.written_at, "CMT-03"), related.comment)):
        why_not = _why_not(closing, until, each)
        if why_not:
            left_out.append((each.comment, why_not))
        else:
            comments.append(each)
    return Preview(tuple(comments), until, tuple(left_out))


def decide_related(
    closing: Closing, related: RelatedComment, edition: Edition, *, by: int, at: datetime
) -> RelatedRemoval:
    """CMT-03: one officer's decision about one related comment. Raises: Refused when it may not go, or not now."""
    until = window_end(closing, edition)
    wrong = _why_not(closing, until, related)
    if not utc(closing.starts_at, "CMT-03") <= utc(at, "CMT-03") < until:
        wrong = f"related comments may go until {until:%-d %B %Y %H:%M} UTC, while comments are off"
    if wrong:
        raise Refused(
            tried="to remove a related comment",
            forbids=wrong,
            do="leave it up, or decide about it on its own ground",
            rule="CMT-03",
        )
    return RelatedRemoval(related.comment, closing.post, by, at)


def _why_not(closing: Closing, until: datetime, related: RelatedComment) -> str:
    """Empty when the comment may be decided about."""
    if related.post == closing.post:
        return "it is on the post itself"
    if not related.because.strip():
        return "nothing says why it is related"
    if not utc(closing.starts_at, "CMT-03") <= utc(related.written_at, "CMT-03") < until:
        return "it was not written in the time when comments were off"
    return ""

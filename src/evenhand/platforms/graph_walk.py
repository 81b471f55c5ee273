"""Reading what stands under an account's posts, where no list holds all comments of an account: round by round.

A round goes through the posts, newest first, and through the comments of each that may have new ones. Ordinary rounds
end with posts of two weeks ago; once a day one goes to the very first. Edits, and comments that were let through late,
come with the daily round, which reads the posts of the last week anew, or with a push.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from evenhand.platforms import fields
from evenhand.platforms.contract import AccessRefused, Incoming, NotReadable, Polled, TryAgain, Unreadable
from evenhand.platforms.graph_endings import GraphRefusal, for_now

STEPS = 5
"""How many pages of posts or comments one poll reads: each is one request, or two."""
OVERLAP = timedelta(minutes=15)
REACH = timedelta(days=14)
ACTIVE = timedelta(days=7)
WHOLE_EVERY = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(hours=24)
"""A round that stood still so long begins anew: Meta's cursors do not live for ever."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a list. `updated_at`: of the last comment under it, None where the platform does not say."""

    id: str
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of comments under one post. `after`: where the next begins, "" at the end."""

    incoming: tuple[Incoming, ...]
    unreadable: tuple[Unreadable, ...] = ()
    after: str = ""


class Source(Protocol):
    """A platform that can be walked. All raise TryAgain, AccessRefused, GraphRefusal."""

    streams: int  # how many lists of posts there are, such as published posts and those of advertisements

    def posts(self, stream: int, after: str) -> tuple[list[Post], str]:
        """A page of one list, newest first, and where the next begins."""
        ...

    def comments(self, post_id: str, since: datetime | None, after: str) -> Page:
        """A page of what stands under a post; what is older than `since` may be left out."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """How far a round has come. Times in seconds since 1970; `begun` is 0 between rounds, `moved_at`: of the last poll.

    `todo`: posts still to be read, each with 1 where all of it is read, 0 where what is new will do.
    """

    since: int = 0
    begun: int = 0
    whole_at: int = 0
    moved_at: int = 0
    stream: int = 0
    after: str = ""
    todo: tuple[tuple[str, int], ...] = field(default=())
    inner: str = ""

    @property
    def whole(self) -> bool:
        return self.whole_at == self.begun


def poll(source: Source, cursor: str, now: datetime) -> Polled:
    """A few pages of the round that a cursor stands in, or of the next. Raises: TryAgain, AccessRefused."""
    place = _resumed(cursor, now)
    incoming: list[Incoming] = []
    unreadable: list[Unreadable] = []
    more = True
    for step in range(STEPS):
        try:
            place, page = _step(source, place, now)
        except TryAgain as busy:
            if not step or isinstance(busy, AccessRefused):
                raise
            more = False  # what came is kept; the next poll begins where this one was stopped
            break
        incoming += page.incoming
        unreadable += page.unreadable
        if not place.begun:
            break
    place = replace(place, moved_at=int(now.timestamp()))
    return Polled(tuple(incoming), _written(place), more and place.begun > 0, tuple(unreadable))


def _step(source: Source, place: Place, now: datetime) -> tuple[Place, Page]:
    try:
        if place.todo:
            return _read_comments(source, place)
        if place.stream < source.streams:
            return _read_posts(source, place, now), Page(())
    except GraphRefusal as refused:
        raise for_now(refused) from None
    return Place(since=place.begun - int(OVERLAP.total_seconds()), whole_at=place.whole_at), Page(())


def _read_comments(source: Source, place: Place) -> tuple[Place, Page]:
    (post_id, anew), *rest = place.todo
    since = None if anew or place.since <= 0 else datetime.fromtimestamp(place.since, UTC)
    try:
        page = source.comments(post_id, since, place.inner)
    except GraphRefusal as refused:
        if refused.permission:
            raise
        # Either the post was taken down while the round was under way, or this one post alone cannot be read.
        page = Page((), () if refused.gone else (Unreadable(post_id, f"the comments of a post: {refused}", b"{}"),))
    if page.after and page.after != place.inner:
        return replace(place, inner=page.after), page
    return replace(place, todo=tuple(rest), inner=""), page


def _read_posts(source: Source, place: Place, now: datetime) -> Place:
    posts, after = source.posts(place.stream, place.after)
    todo = tuple(_worth_reading(posts, place, now))
    if after and after != place.after and (place.whole or _within(posts, now - REACH)):
        return replace(place, todo=todo, after=after)
    return replace(place, todo=todo, stream=place.stream + 1, after="")


def _worth_reading(posts: Iterable[Post], place: Place, now: datetime) -> Iterable[tuple[str, int]]:
    for post in posts:
        touched = post.updated_at is not None and post.updated_at.timestamp() >= place.since
        if place.whole and (post.updated_at is None or touched or _within([post], now - ACTIVE)):
            yield post.id, int(post.updated_at is None or _within([post], now - ACTIVE))
        elif touched or _within([post], now - (REACH if post.updated_at is None else ACTIVE)):
            yield post.id, 0


def _within(posts: Iterable[Post], since: datetime) -> bool:
    """Whether any was published or commented on since; one without a time may have been."""
    return any((post.updated_at or post.created_at or since) >= since for post in posts)


def _resumed(cursor: str, now: datetime) -> Place:
    place, seconds = _read(cursor), int(now.timestamp())
    if place.begun and seconds - place.moved_at < FORGOTTEN_AFTER.total_seconds():
        return place
    whole = seconds - place.whole_at >= WHOLE_EVERY.total_seconds()
    return Place(place.since, seconds, seconds if whole else place.whole_at)


def _read(cursor: str) -> Place:
    """Where a cursor stands; at the very beginning for one that was not written here."""
    try:
        found = json.loads(cursor or "{}")
        todo = tuple((str(id_), int(anew)) for id_, anew in found.pop("todo", ()))
        return Place(**found, todo=todo)
    except (ValueError, TypeError, AttributeError):
        return Place()


def _written(place: Place) -> str:
    return json.dumps({name: value for name, value in asdict(place).items() if value}, separators=(",", ":"))


def page(found: Iterable[object], translate: Callable[[Mapping[str, object]], Incoming], after: str) -> Page:
    """What a list of comments holds; what cannot be read loses none of the others."""
    incoming, unreadable = [], []
    for native in found:
        try:
            if not isinstance(native, Mapping):
                raise NotReadable("a comment is not a JSON object")
            incoming.append(translate(native))
        except NotReadable as odd:
            id_ = fields.at(native, "id")
            unreadable.append(Unreadable(id_ if isinstance(id_, str) else "", str(odd), fields.payload(native)))
    return Page(tuple(incoming), tuple(unreadable), after)


def readable(found: Iterable[object], post: Callable[[object], Post]) -> list[Post]:
    """The posts of a list. One that has no id is none."""
    posts = []
    for native in found:
        try:
            posts.append(post(native))
        except NotReadable:
            continue
    return posts

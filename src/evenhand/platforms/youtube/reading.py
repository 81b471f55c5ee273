"""What is new on one channel: threads newest first until known ground, what waits for review, and answers in full.

The answers that come with a thread are a part of them. The rest is read where a thread's number of answers changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta

from evenhand.platforms import fields
from evenhand.platforms.contract import (
    AccessRefused,
    Fetched,
    Incoming,
    NotReadable,
    Polled,
    Ref,
    Unreadable,
    Withheld,
)
from evenhand.platforms.youtube.client import Client, Page, Refusal
from evenhand.platforms.youtube.native import in_thread, translate, under
from evenhand.platforms.youtube.standing import located

PAGE = 100
OVERLAP = timedelta(minutes=10)
LOOKS_AGAIN = ((timedelta(hours=1), timedelta(days=7)), (timedelta(days=1), timedelta(days=60)))
"""How often, how far back: an answer in an old thread does not bring the thread up."""
MOST_REMEMBERED = 300  # threads whose number of answers is kept in the cursor
_LISTS = ("published", "heldForReview")
_STATES = {"published": "visible", "heldForReview": "hidden"}


@dataclass
class _Place:
    """How far a round has come. `waiting`: threads whose answers are to be read, each with its video."""

    newest: str = ""
    since: str = ""
    coming: str = ""  # the newest seen in this round
    begun: bool = False
    list_: int = 0  # the place in _LISTS
    page: str = ""
    waiting: list[tuple[str, str]] = field(default_factory=list)
    replies_page: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    looked: list[str] = field(default_factory=list)  # when it last looked back so far, one for each in LOOKS_AGAIN


class Reader:
    """Reads one channel in rounds, a page a call."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def poll(self, cursor: str) -> Polled:
        """One page of threads, or of one thread's answers. Raises: TryAgain, AccessRefused."""
        place = _Place(**json.loads(cursor)) if cursor else _Place()
        if not place.begun:
            self._begin(place)
        try:
            return self._answers(place) if place.waiting else self._threads(place)
        except Refusal as refused:
            if place.page and refused.reason in ("invalidPageToken", "processingFailure"):
                place.page = ""  # a token that is over: this list again from its beginning
                return Polled((), _words(place), more=True)
            raise AccessRefused(f"YouTube does not list the channel's comments: {refused}") from None

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now. Raises: TryAgain, AccessRefused."""
        try:
            found, state = located(self._client, ref.id, ref.post_id)
            if found is None:
                return Withheld("YouTube does not show it: deleted, rejected, or its author's account is closed")
            one = replace(translate(found), state=state)
        except (Refusal, NotReadable) as odd:
            return Withheld(str(odd))
        return one if one.post_id else replace(one, post_id=ref.post_id)

    def _begin(self, place: _Place) -> None:
        now = self._client.now
        place.begun, place.list_, place.page, place.coming = True, 0, "", ""
        if not place.newest:
            place.since, place.looked = "", [now.isoformat()] * len(LOOKS_AGAIN)
            return
        since = datetime.fromisoformat(place.newest) - OVERLAP
        for number, (every, back) in enumerate(LOOKS_AGAIN):
            if now - datetime.fromisoformat(place.looked[number]) >= every:
                place.looked[number], since = now.isoformat(), min(since, now - back)
        place.since = since.isoformat()

    def _threads(self, place: _Place) -> Polled:
        status = _LISTS[place.list_]
        asked: dict[str, str | int] = {
            "part": "snippet,replies", "allThreadsRelatedToChannelId": self._client.account, "order": "time",
            "moderationStatus": status, "maxResults": PAGE, "textFormat": "html",
        }  # fmt: skip
        page = self._client.page("commentThreads", asked, place.page)
        times = [time for item in page.items if (time := _began(item))]
        place.coming = max([place.coming, *times])
        for item in page.items:
            _note(place, item)
        if not page.next or (place.since and times and min(times) < place.since):
            place.list_, place.page = place.list_ + 1, ""
        else:
            place.page = page.next
        return self._polled(place, [one for item in page.items for one in in_thread(item)], _STATES[status])

    def _answers(self, place: _Place) -> Polled:
        thread, video = place.waiting[0]
        asked: dict[str, str | int] = {"part": "snippet", "parentId": thread, "maxResults": PAGE, "textFormat": "html"}
        try:
            page = self._client.page("comments", asked, place.replies_page)
        except Refusal:  # the thread is gone meanwhile
            page = Page((), "")
        place.replies_page = page.next
        if not page.next:
            place.waiting = place.waiting[1:]
        return self._polled(place, [under(item, video) for item in page.items], "visible")

    def _polled(self, place: _Place, natives: Iterable[Mapping[str, object]], state: str) -> Polled:
        incoming, unreadable = self._taken(natives, state)
        more = bool(place.waiting) or place.list_ < len(_LISTS)
        if not more:
            place.begun, place.newest = False, max(place.newest, place.coming)
        return Polled(incoming, _words(place), more, unreadable)

    def _taken(
        self, natives: Iterable[Mapping[str, object]], state: str
    ) -> tuple[tuple[Incoming, ...], tuple[Unreadable, ...]]:
        incoming, unreadable = dict[str, Incoming](), list[Unreadable]()
        for native in natives:
            try:
                one = translate(native)
                incoming[one.id] = replace(one, state=state) if one.state == "unknown" else one
            except NotReadable as odd:
                unreadable.append(Unreadable(str(native.get("id", "")), str(odd), fields.payload(native)))
        titles = self._titles(sorted({one.post_id for one in incoming.values() if one.post_id}))
        placed = tuple(replace(one, post_text=titles.get(one.post_id, "")) for one in incoming.values())
        return placed, tuple(unreadable)

    def _titles(self, videos: list[str]) -> dict[str, str]:
        found = self._client.by_id("videos", "snippet", videos)
        return {fields.text(video, "id"): fields.text(video, "snippet", "title") for video in found}


def _note(place: _Place, item: Mapping[str, object]) -> None:
    """Have a thread's answers read where not all came along, and their number is not the one of last time."""
    thread, count = fields.text(item, "id"), fields.at(item, "snippet", "totalReplyCount")
    came = len(fields.listed(item, "replies", "comments"))
    if isinstance(count, int) and count > came and place.counts.get(thread) != count:
        place.waiting.append((thread, fields.text(item, "snippet", "videoId")))
        place.counts.pop(thread, None)
        place.counts[thread] = count
        while len(place.counts) > MOST_REMEMBERED:
            del place.counts[next(iter(place.counts))]


def _began(item: Mapping[str, object]) -> str:
    try:
        found = fields.instant(item, "snippet", "topLevelComment", "snippet", "publishedAt")
    except NotReadable:
        return ""
    return found.astimezone(UTC).isoformat() if found else ""


def _words(place: _Place) -> str:
    return json.dumps(asdict(place))

"""What is new for one account: its videos, the comments under those that are due, and the answers to them."""

import json
from collections.abc import Iterator
from dataclasses import replace

from evenhand.platforms import fields
from evenhand.platforms.contract import Fetched, Incoming, NotDone, Polled, Ref, TryAgain, Withheld
from evenhand.platforms.rounds import Round, round_from
from evenhand.platforms.taking import Native, taken
from evenhand.platforms.tiktok.client import Client
from evenhand.platforms.tiktok.native import comments_in, translate

PAGE = 30
VIDEOS = 20
MOST_PAGES = 40  # read for one comment that a page of its own does not show: a minute's allowance
_SHOWN_OF_VIDEO = json.dumps(["item_id", "create_time", "caption", "share_url", "comments"])


class Reader:
    """Reads one account in rounds: its newest videos, then the threads that are due."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._videos: dict[str, Native] = {}

    def poll(self, cursor: str) -> Polled:
        """One step of a round. Raises: TryAgain, AccessRefused."""
        at = round_from(cursor)
        return self._own_videos(at) if at.step == "posts" else self._thread(at)

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now; no list says that one is gone. Raises: TryAgain, AccessRefused."""
        try:
            found = look_for(self._client, ref)
        except NotDone as refused:
            return Withheld(str(refused))
        if found is None:
            return Withheld("TikTok does not list it: deleted, or kept back")
        incoming, unreadable = taken([found], self._placed)
        return incoming[0] if incoming else Withheld(f"it stands there, and cannot be read: {unreadable[0].why}")

    def _own_videos(self, at: Round) -> Polled:
        now = self._client.now.timestamp()
        for video in self._listed_videos():
            count = fields.at(video, "comments")
            at.note(fields.text(video, "item_id"), count if isinstance(count, int) else -1, now)
        at.forget()
        at.step, at.threads = "threads", at.due(now)
        return self._polled(at, [])

    def _listed_videos(self) -> Iterator[Native]:
        found = self._client.query("/video/list/", {"fields": _SHOWN_OF_VIDEO, "max_count": VIDEOS})
        for video in fields.listed(found, "videos"):
            if isinstance(video, dict):
                self._videos[fields.text(video, "item_id")] = video
                yield video

    def _thread(self, at: Round) -> Polled:
        if not at.threads:
            return self._polled(at, [])
        video, _, above = at.threads[0].partition(" ")
        try:
            found = listed(self._client, video, above, at.page)
        except NotDone:  # the video or the comment is gone meanwhile
            found = {"comments": []}
        natives = fields.listed(found, "comments")
        more = fields.at(found, "has_more") is True and natives
        if not at.turn(fields.text(found, "cursor") if more else ""):
            at.threads.pop(0)
        if not above:
            answered = [one for one in natives if fields.at(one, "replies")]
            at.threads += [f"{video} {fields.text(one, 'comment_id')}" for one in answered]
        return self._polled(at, natives)

    def _polled(self, at: Round, natives: list[object]) -> Polled:
        incoming, unreadable = taken(natives, self._placed)
        more = bool(at.threads)
        if not more:
            at.end()
        return Polled(incoming, at.words(), more, unreadable)

    def _placed(self, native: Native) -> Incoming:
        """What we wrote ourselves, TikTok marks; an answer's own video says what stands above all of it."""
        one = translate(native)
        if native.get("owner") is True:
            one = replace(one, author_id=self._client.me)
        if one.post_id not in self._videos:
            list(self._listed_videos())
            self._videos.setdefault(one.post_id, {})
        video = self._videos[one.post_id]
        parent = "" if one.parent_id == one.post_id else one.parent_id
        return replace(
            one, parent_id=parent, post_text=fields.text(video, "caption"), post_url=fields.link(video, "share_url"),
            url=fields.link(video, "share_url"),
        )  # fmt: skip


def listed(client: Client, video: str, above: str, cursor: str) -> object:
    """A page of the comments under a video, or of the answers to one of them. Raises: TryAgain, NotDone."""
    asked: dict[str, str | int] = {
        "video_id": video, "status": "ALL", "sort_field": "create_time", "sort_order": "desc", "max_count": PAGE,
    }  # fmt: skip
    asked |= {"cursor": cursor} if cursor else {}
    if above:
        return client.query("/comment/reply/list/", {**asked, "comment_id": above})
    return client.query("/comment/list/", asked)


def look_for(client: Client, ref: Ref) -> Native | None:
    """One comment, in the lists where it must stand; None where they do not hold it. Raises: TryAgain, NotDone."""
    cursor = ""
    above = ref.parent_id if ref.parent_id != ref.post_id else ""
    for _ in range(MOST_PAGES):
        found = listed(client, ref.post_id, above, cursor)
        for one in comments_in(found):
            if fields.text(one, "comment_id") == ref.id:
                return one
        if fields.at(found, "has_more") is not True:
            return None
        cursor = fields.text(found, "cursor")
    raise TryAgain(f"not among the newest {MOST_PAGES * PAGE:,} comments under its video")

"""What is new for one page: its posts, and the comments under those that are due."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from evenhand.platforms import fields
from evenhand.platforms.contract import Fetched, Gone, Incoming, NotDone, NotReadable, Polled, Ref, Withheld
from evenhand.platforms.linkedin.client import Client, Missing, comments_of
from evenhand.platforms.linkedin.native import page, place_of, translate, urn_of
from evenhand.platforms.rounds import Round, round_from
from evenhand.platforms.taking import Native, taken

PAGE = 100
POSTS = 50
NOBODY_COUNTED = -1  # the list of posts says nothing of their comments


class Reader:
    """Reads one page in rounds: its newest posts, then the threads that are due, then what answers comments."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._posts: dict[str, tuple[str, datetime | None]] = {}

    def poll(self, cursor: str) -> Polled:
        """One step of a round. Raises: TryAgain, AccessRefused."""
        at = round_from(cursor)
        return self._own_posts(at) if at.step == "posts" else self._thread(at)

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now. Raises: TryAgain, AccessRefused."""
        place = place_of(ref.id)
        if place is None:
            return Withheld(f"“{ref.id[:80]}” is not the URN of a comment")
        try:
            found = self._client.query(f"{comments_of(place[0])}/{place[1]}")
        except Missing as missing:
            return Gone(str(missing))
        except NotDone as refused:
            return Withheld(str(refused))
        incoming, unreadable = taken([found], lambda native: self._placed(native, ref.post_id or place[0]))
        return incoming[0] if incoming else Withheld(f"it stands there, and cannot be read: {unreadable[0].why}")

    def _own_posts(self, at: Round) -> Polled:
        asked: dict[str, str | int] = {"q": "author", "author": self._client.me, "count": POSTS}
        now = self._client.now.timestamp()
        for post in fields.listed(self._client.query("/rest/posts", asked, "FINDER"), "elements"):
            if urn := fields.text(post, "id"):
                at.note(urn, NOBODY_COUNTED, now)
        at.forget()
        at.step, at.threads = "threads", at.due(now)
        return self._polled(at, [], "")

    def _thread(self, at: Round) -> Polled:
        if not at.threads:
            return self._polled(at, [], "")
        anchor = at.threads[0]
        post, _, comment = anchor.partition(" ")
        start = int(at.page or 0)
        try:
            asked: dict[str, str | int] = {"start": start, "count": PAGE}
            natives = fields.listed(self._client.query(comments_of(comment or post), asked), "elements")
        except Missing:  # deleted, or closed, meanwhile
            natives = []
        if not at.turn(str(start + PAGE) if len(natives) >= PAGE else ""):
            at.threads.pop(0)
        answered = [f"{post} {urn}" for native in natives if (urn := _answered(native))]
        at.threads += [thread for thread in answered if not comment]
        return self._polled(at, natives, post)

    def _polled(self, at: Round, natives: list[object], post: str) -> Polled:
        incoming, unreadable = taken(natives, lambda native: self._placed(native, post))
        if not at.threads:
            at.end()
            return Polled(incoming, at.words(), False, unreadable)
        return Polled(incoming, at.words(), True, unreadable)

    def _placed(self, native: Native, post: str) -> Incoming:
        """Under our post, whatever LinkedIn calls its thread."""
        one = translate(native)
        text, created_at = self._post(post)
        return replace(one, post_id=post, post_url=page(post), post_text=text, post_created_at=created_at)

    def _post(self, post: str) -> tuple[str, datetime | None]:
        if post not in self._posts:
            try:
                found = self._client.query(f"/rest/posts/{quote(post, safe='')}")
                self._posts[post] = (fields.text(found, "commentary"), fields.instant(found, "createdAt"))
            except (NotDone, NotReadable):
                self._posts[post] = ("", None)
        return self._posts[post]


def _answered(native: object) -> str:
    """A comment's URN, if somebody answered it."""
    count = fields.at(native, "commentsSummary", "aggregatedTotalComments")
    try:
        return urn_of(native) if isinstance(count, int) and count > 0 else ""
    except NotReadable:
        return ""

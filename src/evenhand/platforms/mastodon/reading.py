"""What is new for one account: our own posts, the mentions, and the threads under our posts, walked again.

Mentions alone would not do: an answer to an answer need not name us, and then nobody tells us of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Fetched, Incoming, NotDone, NotReadable, Polled, Ref, Withheld
from evenhand.platforms.mastodon.client import Client, Missing
from evenhand.platforms.mastodon.native import translate, words
from evenhand.platforms.rounds import Round, round_from
from evenhand.platforms.taking import Native, taken

PAGE = 40
POST_PAGES_AT_FIRST = 3
MOST_BELOW = 4_096  # statuses that a server gives below one; where there are more, the walk goes on from there


class Reader:
    """Reads one account in rounds: our posts, mentions until known ground, then the threads that are due."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._posts: dict[str, tuple[str, datetime | None]] = {}

    def poll(self, cursor: str) -> Polled:
        """One step of a round. Raises: TryAgain, AccessRefused."""
        at = round_from(cursor)
        match at.step:
            case "posts":
                return self._own_posts(at)
            case "news":
                return self._mentions(at)
        return self._thread(at)

    def fetch(self, ref: Ref) -> Fetched:
        """One status as it is now. Raises: TryAgain, AccessRefused."""
        try:
            found = self._client.status(ref.id)
        except Missing as missing:
            return Withheld(f"deleted, or not shown to us; the server does not say which: {missing}")
        except NotDone as refused:
            return Withheld(str(refused))
        root = ref.post_id or self._roots([found], Round()).get(ref.id, "")
        incoming, unreadable = taken([found], lambda native: self._placed(native, root))
        return incoming[0] if incoming else Withheld(f"it stands there, and cannot be read: {unreadable[0].why}")

    def _own_posts(self, at: Round) -> Polled:
        path = f"/api/v1/accounts/{self._client.me}/statuses"
        asked: dict[str, str | int] = {"limit": PAGE, "exclude_replies": "true", "exclude_reblogs": "true"}
        listed, next_ = self._client.listed(path, asked, at.page)
        now = self._client.now.timestamp()
        for post in listed:
            count = fields.at(post, "replies_count")
            at.note(fields.text(post, "id"), count if isinstance(count, int) else -1, now)
        if not (at.turn(next_) and not at.begun and at.pages < POST_PAGES_AT_FIRST):
            at.forget()
            at.turn("")
            at.step = "news"
        return Polled((), at.words(), more=True)

    def _mentions(self, at: Round) -> Polled:
        asked: dict[str, str | int] = {"limit": PAGE, "types[]": "mention"}
        if at.seen:
            asked["since_id"] = at.seen
        listed, next_ = self._client.listed("/api/v1/notifications", asked, at.page)
        if listed and not at.newest:
            at.newest = fields.text(listed[0], "id")
        if not at.turn(next_):
            at.step, at.threads = "threads", at.due(self._client.now.timestamp())
        statuses = [fields.at(one, "status") for one in listed]
        roots = self._roots(statuses, at)
        return self._polled(at, statuses, roots)

    def _thread(self, at: Round) -> Polled:
        if not at.threads:
            return self._polled(at, [], {})
        anchor, *at.threads = at.threads
        root, _, below = anchor.partition(" ")
        try:
            _, descendants = self._client.context(below or root)
        except Missing:  # deleted meanwhile
            return self._polled(at, [], {})
        if len(descendants) >= MOST_BELOW:
            at.walk_also(f"{root} {each}" for each in _edges(descendants))
        return self._polled(at, descendants, {_id(one): root for one in descendants})

    def _polled(self, at: Round, natives: list[object], roots: Mapping[str, str]) -> Polled:
        incoming, unreadable = taken(natives, lambda native: self._placed(native, roots.get(_id(native), "")))
        more = at.step != "threads" or bool(at.threads)
        if not more:
            at.end()
        return Polled(incoming, at.words(), more, unreadable)

    def _placed(self, native: Native, root: str) -> Incoming:
        """Under a post of ours, if it is one; what we wrote ourselves by the name that the channel has for us."""
        one = translate(native)
        if one.author_id == self._client.me:
            one = replace(one, author_id=self._client.account)
        text, created_at = self._post(root) if root else ("", None)
        parent = one.parent_id if one.parent_id != root else ""
        return replace(one, post_id=root, post_text=text, post_created_at=created_at, parent_id=parent)

    def _post(self, root: str) -> tuple[str, datetime | None]:
        if root not in self._posts:
            try:
                found = self._client.status(root)
                self._posts[root] = (words(found), fields.instant(found, "created_at"))
            except (NotDone, NotReadable):
                self._posts[root] = ("", None)
        return self._posts[root]

    def _roots(self, statuses: list[object], at: Round) -> dict[str, str]:
        """Which post of ours each stands under, "" for none; one look for each thread that is not known yet."""
        roots: dict[str, str] = {}
        for one in reversed(statuses):  # oldest first, so that what a later one answers is known
            parent = _parent(one)
            if parent in at.posts:
                roots[_id(one)] = parent
            elif parent:
                roots[_id(one)] = roots[parent] if parent in roots else self._top(_id(one))
        return roots

    def _top(self, id_: str) -> str:
        try:
            above, _ = self._client.context(id_)
        except NotDone:
            return ""
        top = above[0] if above else None
        return _id(top) if fields.at(top, "account", "id") == self._client.me else ""


def _edges(statuses: list[object]) -> list[str]:
    """Statuses that have answers, and came without any of them."""
    answered = {_parent(one) for one in statuses}
    return [_id(one) for one in statuses if fields.at(one, "replies_count") and _id(one) not in answered]


def _id(native: object) -> str:
    found = fields.at(native, "id")
    return found if isinstance(found, str) else ""


def _parent(native: object) -> str:
    found = fields.at(native, "in_reply_to_id")
    return found if isinstance(found, str) else ""

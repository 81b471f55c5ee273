"""What is new for one account: its notifications, and the threads under its posts, walked again.

Notifications alone would not do. The network tells of no reply that it saw before what that reply answers (measured:
four of six), and of none deeper than five answers; and it takes back its telling when a reply is hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from evenhand.platforms import fields
from evenhand.platforms.bluesky.client import Client, Refusal
from evenhand.platforms.bluesky.gate import hidden_in
from evenhand.platforms.bluesky.names import Uri, uri
from evenhand.platforms.bluesky.native import nodes_in, translate
from evenhand.platforms.bluesky.place import Place, place
from evenhand.platforms.contract import (
    Fetched,
    Gone,
    Incoming,
    NotDone,
    NotReadable,
    Polled,
    Ref,
    Unreadable,
    Withheld,
)

PAGE = 100
FEED_PAGES_AT_FIRST = 3
OVERLAP = timedelta(minutes=10)
DEEP = 50  # answers to answers in one look; where it ends, the walk goes on from there
MOST_AT_ONCE = 25  # posts that the network gives in one answer
_REASONS = frozenset({"reply", "mention", "quote"})


class Reader:
    """Reads one account in rounds: notifications until known ground, then the feed, then the threads that are due."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def poll(self, cursor: str) -> Polled:
        """One step of a round. Raises: TryAgain, AccessRefused."""
        at = place(cursor)
        if at.step == "notifications":
            return self._notifications(at)
        if at.step == "feed":
            return self._feed(at)
        return self._thread(at)

    def fetch(self, ref: Ref) -> Fetched:
        """One reply as it is now. Raises: TryAgain, AccessRefused."""
        where = uri(ref.id)
        if where is None:
            return Withheld(f"“{ref.id[:80]}” is not the address of a post")
        if shown := self._posts([ref.id]).get(ref.id):
            root = fields.text(shown, "record", "reply", "root", "uri")
            taken, _ = self._taken([shown], {root: self._posts([root]).get(root, {})} if root else {})
            if taken:
                return taken[0]
            return Withheld("it stands there, and cannot be read")
        if self._client.record(where):
            return Withheld("it stands there, and the network does not show it to us: one of us blocks the other")
        return self._gone(where)

    def _gone(self, where: Uri) -> Fetched:
        """An account that is switched off takes everything along, and may bring it back."""
        try:
            self._client.query("app.bsky.actor.getProfile", actor=where.did)
        except NotDone as refused:
            return Withheld(f"its author's account is not shown: {refused}")
        return Gone("404: its author or the network has deleted it")

    def _notifications(self, at: Place) -> Polled:
        asked: dict[str, str | int] = {"limit": PAGE, **({"cursor": at.page} if at.page else {})}
        found = self._client.reading("app.bsky.notification.listNotifications", **asked)
        listed = [one for one in fields.listed(found, "notifications") if isinstance(one, Mapping)]
        times = sorted(_indexed(one) for one in listed)
        at.newest = max(at.newest, *times[-1:], "")
        at.page = fields.text(found, "cursor")
        if not at.page or not listed or _known(at.seen, times[0]):
            at.step, at.page = "feed", ""
        told = [one for one in listed if one.get("reason") in _REASONS and not _known(at.seen, _indexed(one))]
        return self._polled(at, told, self._roots(told))

    def _feed(self, at: Place) -> Polled:
        asked: dict[str, str | int] = {"actor": self._client.did, "limit": PAGE, "filter": "posts_no_replies"}
        if at.feed:
            asked["cursor"] = at.feed.partition(" ")[2]
        found = self._client.reading("app.bsky.feed.getAuthorFeed", **asked)
        now = self._client.now.timestamp()
        for item in fields.listed(found, "feed"):
            post = fields.at(item, "post")
            if (mine := uri(fields.text(post, "uri"))) and mine.did == self._client.did:
                replies = fields.at(post, "replyCount")
                at.note(str(mine), replies if isinstance(replies, int) else 0, now)
        pages, more = int(at.feed.partition(" ")[0] or 1), fields.text(found, "cursor")
        if at.begins and more and pages < FEED_PAGES_AT_FIRST:
            at.feed = f"{pages + 1} {more}"
            return Polled((), at.words(), more=True)
        at.forget()
        at.feed, at.step, at.threads = "", "threads", at.due(now)
        return self._polled(at, [], {})

    def _thread(self, at: Place) -> Polled:
        if not at.threads:
            return self._polled(at, [], {})
        anchor, *at.threads = at.threads
        try:
            asked: dict[str, str | int] = {"uri": anchor, "depth": DEEP, "parentHeight": 0}
            thread = fields.at(self._client.reading("app.bsky.feed.getPostThread", **asked), "thread")
        except Refusal:  # the post is deleted, or not shown any more
            return self._polled(at, [], {})
        nodes = list(nodes_in(thread))
        at.go_on_from(_edges(nodes, anchor))
        posts = [post for node in nodes if isinstance(post := node.get("post"), Mapping)]
        replies = [post for post in posts if fields.at(post, "record", "reply")]
        roots = {fields.text(post, "uri"): post for post in posts}
        return self._polled(at, replies, roots if anchor in at.posts else self._roots(replies))

    def _polled(
        self, at: Place, natives: Iterable[Mapping[str, object]], roots: Mapping[str, Mapping[str, object]]
    ) -> Polled:
        incoming, unreadable = self._taken(natives, roots)
        if at.step == "threads" and not at.threads:
            at.seen, at.newest, at.step = at.newest or at.seen or _iso(self._client.now), "", "notifications"
            at.went = []
            return Polled(incoming, at.words(), more=False, unreadable=unreadable)
        return Polled(incoming, at.words(), more=True, unreadable=unreadable)

    def _taken(
        self, natives: Iterable[Mapping[str, object]], roots: Mapping[str, Mapping[str, object]]
    ) -> tuple[tuple[Incoming, ...], tuple[Unreadable, ...]]:
        incoming, unreadable = dict[str, Incoming](), list[Unreadable]()
        for native in natives:
            try:
                one = translate(native)
                incoming[one.id] = self._placed(self._ours(one), roots.get(one.post_id, {}))
            except NotReadable as odd:
                unreadable.append(Unreadable(str(native.get("uri", "")), str(odd), fields.payload(native)))
        return tuple(incoming.values()), tuple(unreadable)

    def _ours(self, one: Incoming) -> Incoming:
        """What we wrote ourselves is known by the name that the channel has for us, be that our handle."""
        return replace(one, author_id=self._client.account) if one.author_id == self._client.did else one

    def _placed(self, one: Incoming, root: Mapping[str, object]) -> Incoming:
        """Under a post of ours: what that says and whether it hides this. What stands under another's is no post's."""
        place_ = uri(one.post_id)
        if place_ is None or place_.did != self._client.did:
            return replace(one, post_id="", post_url="")
        gate = fields.at(root, "threadgate", "record")
        hidden = isinstance(gate, dict) and one.id in hidden_in(gate)
        return replace(
            one, state="hidden" if hidden else "visible", post_text=fields.text(root, "record", "text"),
            post_created_at=fields.instant(root, "indexedAt"),
        )  # fmt: skip

    def _roots(self, natives: Iterable[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
        """The posts of ours that these stand under."""
        named = {fields.text(native, "record", "reply", "root", "uri") for native in natives if _is_readable(native)}
        ours = [root for root in sorted(named) if (at := uri(root)) and at.did == self._client.did]
        return self._posts(ours)

    def _posts(self, uris: list[str]) -> dict[str, Mapping[str, object]]:
        found: dict[str, Mapping[str, object]] = {}
        for start in range(0, len(uris), MOST_AT_ONCE):
            told = self._client.posts(uris[start : start + MOST_AT_ONCE])
            found |= {fields.text(post, "uri"): post for post in told if isinstance(post, Mapping)}
        return found


def _is_readable(native: Mapping[str, object]) -> bool:
    try:
        return bool(fields.text(native, "record", "reply", "root", "uri"))
    except NotReadable:
        return False


def _edges(nodes: list[Mapping[str, object]], anchor: str) -> list[str]:
    """Where a look ended and answers go on: posts that have some, and came without them."""
    found = []
    for node in nodes:
        post = node.get("post")
        count = fields.at(post, "replyCount")
        where = fields.text(post, "uri")
        if isinstance(count, int) and count > 0 and not node.get("replies") and where != anchor:
            found.append(where)
    return found


def _indexed(notification: Mapping[str, object]) -> str:
    found = fields.instant(notification, "indexedAt")
    return _iso(found) if found else ""


def _known(seen: str, indexed: str) -> bool:
    """Whether it was in before, and a little longer: the network tells late, too."""
    if not seen or not indexed:
        return False
    return datetime.fromisoformat(indexed) < datetime.fromisoformat(seen) - OVERLAP


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

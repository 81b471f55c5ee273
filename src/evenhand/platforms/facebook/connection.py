"""One Page, as the contract wants it."""

from collections.abc import Mapping
from datetime import datetime

from evenhand.platforms import fields, graph_walk
from evenhand.platforms.contract import (
    Access,
    Act,
    Answer,
    Fetched,
    NotReadable,
    Observed,
    Polled,
    Probe,
    Ref,
    TryAgain,
)
from evenhand.platforms.facebook.acting import Acting
from evenhand.platforms.facebook.native import COMMENT, POST, translate
from evenhand.platforms.graph import FACEBOOK, Graph, listed, node
from evenhand.platforms.graph_endings import GraphRefusal
from evenhand.platforms.graph_looks import Looks, Over
from evenhand.platforms.graph_probe import app_token, probed, token_of, verdict
from evenhand.platforms.graph_subscribing import complaint, push_to_us
from evenhand.platforms.graph_walk import Page, Post

NEEDED = {
    "pages_read_engagement": "reading posts",
    "pages_read_user_content": "reading comments",
    "pages_manage_engagement": "hiding, deleting, replying and blocking",
    "pages_messaging": "replying privately",
}
"""Permissions, and what is not possible without each."""
POSTS_A_PAGE, COMMENTS_A_PAGE = 100, 100
LISTS = ("published_posts", "ads_posts")


class Connection:
    """Polls the posts that the Page published and those that stand in advertisements alone."""

    streams = len(LISTS)

    def __init__(self, access: Access) -> None:
        self._access = access
        self._page = access.account
        self._graph = Graph(access, FACEBOOK)
        self._over = Over(self._graph, POST)
        self._looks = Looks(self._graph, access.account)
        self._acting = Acting(self._graph, access.account)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        return self._acting.perform(act)

    def observe(self, act: Act) -> Observed:
        """Raises: TryAgain, AccessRefused."""
        return self._acting.observe(act)

    def standing(self, act: Act) -> tuple[str, ...]:
        """Replies of ours with the same words. Raises: TryAgain, AccessRefused."""
        return self._acting.standing(act)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return graph_walk.poll(self, cursor, self._access.now())

    def posts(self, stream: int, after: str) -> tuple[list[Post], str]:
        """A page of posts. Where the token may not see advertisements, there are none; `probe` says so."""
        query: dict[str, str | int] = {"fields": "id,created_time,updated_time", "limit": POSTS_A_PAGE}
        try:
            found, next_ = listed(self._graph.read(node(self._page, LISTS[stream]), query | _after(after)))
        except GraphRefusal:
            if LISTS[stream] == "ads_posts":
                return [], ""
            raise
        return graph_walk.readable(found, _post), next_

    def comments(self, post_id: str, since: datetime | None, after: str) -> Page:
        """A page of what stands under a post, replies among the rest, oldest first."""
        post = self._over.read(post_id, anew=not after)
        query: dict[str, str | int] = {"fields": COMMENT, "filter": "stream", "order": "chronological"}
        query |= {"since": int(since.timestamp())} if since else {}
        asked = query | {"limit": COMMENTS_A_PAGE} | _after(after)
        found, next_ = listed(self._graph.read(node(post_id, "comments"), asked))
        return graph_walk.page([_whole(one, post) for one in found], translate, next_)

    def fetch(self, ref: Ref) -> Fetched:
        """One comment. Raises: TryAgain, AccessRefused."""
        try:
            found = self._graph.read(node(ref.id), {"fields": f"{COMMENT},object{{id}}"})
            post_id = ref.post_id or fields.text(found, "object", "id")
            post = self._graph.read(node(post_id), {"fields": POST}) if post_id else {}
            return translate({**found, "object": post})
        except GraphRefusal as refused:
            return self._looks.lost(ref, refused)
        except NotReadable as odd:
            raise TryAgain(f"the comment cannot be read: {odd}") from None

    def probe(self) -> Probe:
        """Whether the token lives, what it may do, and whether the Page pushes to the app."""
        return probed(self._probe)

    def _probe(self) -> Probe:
        token = token_of(self._access, Graph(self._access, FACEBOOK, app_token(self._access)))
        found = self._graph.get(node(self._page), {"fields": "id,name,category"})
        complaints = [self._advertisements(), self._pushes(), complaint(self._access, FACEBOOK, "page", "feed")]
        if not found.get("category"):
            complaints.append("this is a person's profile, no Page: only official Pages may be connected")
        return verdict(
            token, fields.text(found, "name") or self._page, NEEDED, [one for one in complaints if one], (self._page,)
        )

    def _advertisements(self) -> str:
        try:
            self._graph.get(node(self._page, "ads_posts"), {"fields": "id", "limit": 1})
        except GraphRefusal as refused:
            return f"comments under advertisements cannot be read ({refused})"
        return ""

    def _pushes(self) -> str:
        """Whether the Page is subscribed, where push is wanted."""
        if not self._access.push_addresses:
            return ""
        names = self._pushed_fields()
        if names is None:
            return "the Page is not subscribed to the app: what is new comes with the next poll only"
        return "" if "feed" in names else "the Page does not push “feed”: what is new comes with the next poll only"

    def _pushed_fields(self) -> set[str] | None:
        """What the Page pushes to our app; None where it is not subscribed to it."""
        for app in fields.listed(self._graph.get(node(self._page, "subscribed_apps")), "data"):
            if fields.text(app, "id") == self._access.secrets.get("app_id"):
                return {str(name) for name in fields.listed(app, "subscribed_fields")}
        return None

    def subscribe(self) -> str:
        """The app's address, then the Page. Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        agreed = push_to_us(self._access, FACEBOOK, "page", "feed")
        names = self._pushed_fields() or set()
        if "feed" not in names:
            self._graph.post(node(self._page, "subscribed_apps"), {"subscribed_fields": sorted({*names, "feed"})})
        return f"{agreed}; the Page is subscribed to it"


def _after(after: str) -> dict[str, str | int]:
    return {"after": after} if after else {}


def _post(found: object) -> Post:
    return Post(
        fields.identity(found, "id"), fields.instant(found, "created_time"), fields.instant(found, "updated_time")
    )


def _whole(found: object, post: Mapping[str, object]) -> object:
    return {**found, "object": post} if isinstance(found, Mapping) else found

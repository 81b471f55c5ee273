"""One Instagram account, as the contract wants it."""

import json
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
from evenhand.platforms.graph import FACEBOOK, Graph, listed, node
from evenhand.platforms.graph_endings import GraphRefusal
from evenhand.platforms.graph_looks import Looks, Over
from evenhand.platforms.graph_probe import app_token, probed, token_of, verdict
from evenhand.platforms.graph_subscribing import complaint, push_to_us
from evenhand.platforms.graph_walk import Page, Post
from evenhand.platforms.instagram.acting import Acting
from evenhand.platforms.instagram.native import COMMENT, MEDIA, translate, under

NEEDED = {
    "instagram_basic": "reading the account",
    "instagram_manage_comments": "reading, hiding, deleting and answering comments",
    "pages_read_engagement": "reaching the account through its Page",
    "instagram_manage_messages": "replying privately",
}
"""Permissions, and what is not possible without each."""
MEDIA_A_PAGE, COMMENTS_A_PAGE = 100, 50


class Connection:
    """Polls the account's media. Comments come newest first and by no date, so each is read to its end."""

    streams = 1

    def __init__(self, access: Access) -> None:
        self._access = access
        self._account = access.account
        self._graph = Graph(access, FACEBOOK)
        self._over = Over(self._graph, MEDIA)
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
        """A page of media, without those that nobody has commented on."""
        query: dict[str, str | int] = {"fields": "id,timestamp,comments_count", "limit": MEDIA_A_PAGE}
        found, next_ = listed(self._graph.read(node(self._account, "media"), query | _after(after)))
        return graph_walk.readable([one for one in found if fields.at(one, "comments_count") != 0], _post), next_

    def comments(self, post_id: str, since: datetime | None, after: str) -> Page:
        """A page of top-level comments with the first of their replies, or a further page of one comment's replies."""
        place = _Place(after)
        media = self._over.read(post_id, anew=not after)
        found = self._replies(place) if place.threads else self._top(post_id, place)
        return graph_walk.page([_whole(one, media, parent_id) for one, parent_id in found], translate, place.written())

    def _top(self, post_id: str, place: "_Place") -> list[tuple[object, str]]:
        wanted = f"{COMMENT},replies.limit({COMMENTS_A_PAGE}){{{COMMENT}}}"
        query: dict[str, str | int] = {"fields": wanted, "limit": COMMENTS_A_PAGE}
        tops, place.after = listed(self._graph.read(node(post_id, "comments"), query | _after(place.after)))
        found: list[tuple[object, str]] = []
        for top in tops:
            id_ = str(fields.at(top, "id") or "")
            found.append((_alone(top), ""))
            inner = fields.at(top, "replies")
            replies, more = listed(inner) if isinstance(inner, dict) else ([], "")
            found += [(reply, id_) for reply in replies]
            if more:
                place.threads.append([id_, more])
        return found

    def _replies(self, place: "_Place") -> list[tuple[object, str]]:
        id_, after = place.threads.pop(0)
        query: dict[str, str | int] = {"fields": COMMENT, "limit": COMMENTS_A_PAGE, "after": after}
        try:
            found, next_ = listed(self._graph.read(node(id_, "replies"), query))
        except GraphRefusal as refused:
            if not refused.gone:
                raise
            return []  # the comment was taken away while the round was under way
        if next_ and next_ != after:
            place.threads.insert(0, [id_, next_])
        return [(one, id_) for one in found]

    def fetch(self, ref: Ref) -> Fetched:
        """One comment. Raises: TryAgain, AccessRefused."""
        try:
            found = self._graph.read(node(ref.id), {"fields": f"{COMMENT},media"})
            media_id = ref.post_id or fields.text(found, "media", "id")
            media = self._graph.read(node(media_id), {"fields": MEDIA}) if media_id else None
            return translate(under(found, media, ref.parent_id))
        except GraphRefusal as refused:
            return self._looks.lost(ref, refused)
        except NotReadable as odd:
            raise TryAgain(f"the comment cannot be read: {odd}") from None

    def probe(self) -> Probe:
        """Whether the token lives, what it may do, and whether comments are pushed to the app."""
        return probed(self._probe)

    def _probe(self) -> Probe:
        token = token_of(self._access, Graph(self._access, FACEBOOK, app_token(self._access)))
        found = self._graph.get(node(self._account), {"fields": "id,username"})
        wrong = complaint(self._access, FACEBOOK, "instagram", "comments")
        name = fields.text(found, "username") or self._account
        known = (self._account, fields.text(found, "username"))
        return verdict(token, name, NEEDED, [wrong] if wrong else [], known)

    def subscribe(self) -> str:
        """Only the app's address: the account's Page is not known here. Raises: TryAgain, AccessRefused, NotDone,
        Unknown."""
        agreed = push_to_us(self._access, FACEBOOK, "instagram", "comments")
        return f"{agreed}; the Page behind the account must be subscribed to the app, which only a person can see to"


class _Place:
    """Where in one media's comments we are: in the list of top-level ones, and in threads with more replies."""

    def __init__(self, written: str) -> None:
        found = json.loads(written) if written else {}
        self.after: str = found.get("after", "")
        self.threads: list[list[str]] = found.get("threads", [])

    def written(self) -> str:
        """Empty at the end."""
        if not self.after and not self.threads:
            return ""
        return json.dumps({"after": self.after, "threads": self.threads}, separators=(",", ":"))


def _after(after: str) -> dict[str, str | int]:
    return {"after": after} if after else {}


def _post(found: object) -> Post:
    return Post(fields.identity(found, "id"), fields.instant(found, "timestamp"))


def _alone(found: object) -> object:
    """A comment without the replies inside it: each comes as a comment of its own."""
    return {name: value for name, value in found.items() if name != "replies"} if isinstance(found, dict) else found


def _whole(found: object, media: dict[str, object], parent_id: str) -> object:
    return under(found, media, parent_id) if isinstance(found, dict) else found

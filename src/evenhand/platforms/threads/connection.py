"""One Threads profile, as the contract wants it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields, graph_walk
from evenhand.platforms.contract import (
    Access,
    Act,
    Answer,
    Fetched,
    NotDone,
    NotReadable,
    Observed,
    Polled,
    Probe,
    Ref,
    TryAgain,
    Unknown,
    Withheld,
)
from evenhand.platforms.graph import THREADS, THREADS_TOKENS, Graph, listed, node
from evenhand.platforms.graph_endings import GraphRefusal, for_now
from evenhand.platforms.graph_looks import Looks, Over
from evenhand.platforms.graph_probe import probed, token_of, verdict
from evenhand.platforms.graph_walk import Page, Post
from evenhand.platforms.threads.native import POST, REPLY, translate

NEEDED = {
    "threads_basic": "reading the profile",
    "threads_read_replies": "reading replies",
    "threads_manage_replies": "hiding and answering",
    "threads_content_publish": "answering",
}
"""Permissions, and what is not possible without each."""
A_PAGE = 100
RENEWED_BEFORE = timedelta(days=30)
"""Of the 60 days that a token lives: a failure leaves a month to mend it."""


class Connection:
    """Polls the profile's posts, and everything in the conversation under each."""

    streams = 1

    def __init__(self, access: Access) -> None:
        self._access = access
        self._account = access.account
        self._graph = Graph(access, THREADS)
        self._over = Over(self._graph, POST)
        self._looks = Looks(self._graph, access.account)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                self._graph.post(node(act.subject_id, "manage_reply"), {"hide": act.verb is Verb.HIDE})
                return Answer("200: done")
            case Verb.REPLY:
                made = self._graph.post(node(self._account, "threads_publish"), {"creation_id": self._written(act)})
                return Answer(f"200: the reply is {fields.text(made, 'id')}")
            case _:
                raise NotDone(f"Graph has no way to {act.verb} a {act.verb.subject} on Threads")

    def _written(self, act: Act) -> str:
        """The id of a reply that nobody sees yet. Raises: TryAgain where it broke off, since nothing was published."""
        said = {"media_type": "TEXT", "text": act.text, "reply_to_id": act.subject_id}
        try:
            return fields.identity(self._graph.post(node(self._account, "threads"), said), "id")
        except (Unknown, NotReadable) as broken:
            raise TryAgain(f"the reply was not published: {broken}") from None

    def observe(self, act: Act) -> Observed:
        """Raises: TryAgain, AccessRefused. What we may not look at is not taken for absent."""
        if act.verb is Verb.REPLY:
            new = [id_ for id_ in self.standing(act) if id_ not in act.already]
            return Observed(bool(new), f"sent, as {new[0]}" if new else "nothing was sent")
        if act.verb not in (Verb.HIDE, Verb.UNHIDE):
            return Observed(False, f"Graph has no way to {act.verb} a {act.verb.subject} on Threads")
        found = self._looks.at(Ref(act.subject_id, act.post_id, act.parent_id), "id,hide_status")
        if not isinstance(found, Mapping):
            return Observed(False, found.words)
        status = fields.text(found, "hide_status") or "unknown"
        return Observed((status == "HIDDEN") == (act.verb is Verb.HIDE), f"Threads calls its visibility {status}")

    def standing(self, act: Act) -> tuple[str, ...]:
        """Replies of ours with the same words. Raises: TryAgain, AccessRefused."""
        if act.verb is not Verb.REPLY:
            return ()
        try:
            return tuple(self._own_replies(act))
        except GraphRefusal as refused:
            raise for_now(refused) from None

    def _own_replies(self, act: Act) -> Iterator[str]:
        """None of them is older than what it answers."""
        query: dict[str, str | int] = {"fields": "id,text,replied_to"}
        query |= {"since": int(act.written_at.timestamp())} if act.written_at else {}
        for found in self._looks.all(node(self._account, "replies"), query):
            same = fields.text(found, "text").strip() == act.text.strip()
            if same and fields.text(found, "replied_to", "id") == act.subject_id:
                yield fields.text(found, "id")

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return graph_walk.poll(self, cursor, self._access.now())

    def posts(self, stream: int, after: str) -> tuple[list[Post], str]:
        """A page of the profile's own posts."""
        query: dict[str, str | int] = {"fields": "id,timestamp", "limit": A_PAGE}
        found, next_ = listed(self._graph.read(node(self._account, "threads"), query | _after(after)))
        return graph_walk.readable(found, _post), next_

    def comments(self, post_id: str, since: datetime | None, after: str) -> Page:
        """A page of a post's conversation, whatever the depth, oldest first. It knows no dates."""
        post = self._over.read(post_id, anew=not after)
        query: dict[str, str | int] = {"fields": REPLY, "reverse": "false", "limit": A_PAGE}
        found, next_ = listed(self._graph.read(node(post_id, "conversation"), query | _after(after)))
        return graph_walk.page([_whole(one, post) for one in found], translate, next_)

    def fetch(self, ref: Ref) -> Fetched:
        """One reply. Raises: TryAgain, AccessRefused."""
        try:
            found = self._graph.read(node(ref.id), {"fields": REPLY})
            post_id = ref.post_id or fields.text(found, "root_post", "id")
            post = self._graph.read(node(post_id), {"fields": POST}) if post_id else {}
            return translate({**found, "root_post": post})
        except GraphRefusal as refused:
            return self._lost(ref, refused)
        except NotReadable as odd:
            raise TryAgain(f"the reply cannot be read: {odd}") from None

    def _lost(self, ref: Ref, refused: GraphRefusal) -> Fetched:
        """Threads hides what is no longer public from us too, so only a reply under a post that stands can be gone."""
        return self._looks.lost(ref, refused) if ref.post_id else Withheld(str(refused))

    def probe(self) -> Probe:
        """Whether the token lives and what it may do. In its second month it is renewed."""
        return probed(self._probe)

    def _probe(self) -> Probe:
        token = token_of(self._access, self._graph)
        found = self._graph.get(node(self._account), {"fields": "id,username"})
        complaint = self._renew() if token.valid and _ends_soon(token.expires_at, self._access.now()) else ""
        name = fields.text(found, "username") or self._account
        known = (self._account, fields.text(found, "username"))
        return verdict(token, name, NEEDED, [complaint] if complaint else [], known)

    def _renew(self) -> str:
        """What went wrong, "" where nothing did; the new token is handed to whoever keeps it."""
        try:
            made = Graph(self._access, THREADS_TOKENS).get("/refresh_access_token", {"grant_type": "th_refresh_token"})
            self._access.keep({"access_token": fields.identity(made, "access_token")})
        except (TryAgain, NotDone, NotReadable) as broken:
            return f"the token could not be renewed ({broken})"
        return ""


def _ends_soon(ends_at: datetime | None, now: datetime) -> bool:
    return ends_at is not None and ends_at - now < RENEWED_BEFORE


def _after(after: str) -> dict[str, str | int]:
    return {"after": after} if after else {}


def _post(found: object) -> Post:
    return Post(fields.identity(found, "id"), fields.instant(found, "timestamp"))


def _whole(found: object, post: Mapping[str, object]) -> object:
    return {**found, "root_post": post} if isinstance(found, Mapping) else found

"""What is new for one account: its own posts, its mentions, and the conversations whose count of replies changed.

Mentions are the cheapest and carry nearly all; only an answer that does not name us is searched for, so that none is
paid for twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from evenhand.platforms import fields
from evenhand.platforms.contract import Fetched, Gone, Incoming, NotDone, Polled, Ref, Withheld
from evenhand.platforms.rounds import Round, round_from
from evenhand.platforms.taking import Native, taken
from evenhand.platforms.x.client import Client, Missing, problem
from evenhand.platforms.x.native import comments_in, page, translate, versions, words

PAGE = 100
POST_PAGE = 20  # our own posts that are looked at in each round
SEARCHED = timedelta(days=7) - timedelta(hours=1)  # older conversations the search does not know
Root = tuple[str, datetime | None]


class Reader:
    """Reads one account in rounds: our posts, mentions until known ground, then the conversations that changed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._roots: dict[str, Root | None] = {}

    def poll(self, cursor: str) -> Polled:
        """One step of a round. Raises: TryAgain, AccessRefused."""
        at = round_from(cursor)
        match at.step:
            case "posts":
                return self._own_posts(at)
            case "news":
                return self._mentions(at)
        return self._conversation(at)

    def fetch(self, ref: Ref) -> Fetched:
        """One post as it is now, in its latest version. Raises: TryAgain, AccessRefused."""
        try:
            found = self._post(ref.id)
            latest = versions(fields.at(found, "data"))[-1]
            found = self._post(latest) if latest != ref.id else found
        except Missing as missing:
            return Gone(str(missing))
        except NotDone as refused:
            return Withheld(str(refused))
        incoming, unreadable = taken(comments_in(found), lambda native: self._placed(native, set()))
        return incoming[0] if incoming else Withheld(f"it stands there, and cannot be read: {unreadable[0].why}")

    def _post(self, number: str) -> dict[str, object]:
        found = self._client.post(number)
        if "data" not in found:
            raise problem(found) or Missing("404: X gives nothing for this number")
        return found

    def _own_posts(self, at: Round) -> Polled:
        path = f"/2/users/{self._client.me}/tweets"
        asked: dict[str, str | int] = {"max_results": POST_PAGE, "exclude": "replies,retweets"}
        found = self._client.posts("own posts", path, asked, POST_PAGE, "owned_post_read")
        now = self._client.now
        for post in comments_in(found):
            count = fields.at(post, "public_metrics", "reply_count")
            id_, at_ = versions(post)[0], fields.when(post, "created_at")
            changed = at.note(id_, count if isinstance(count, int) else -1, now.timestamp())
            if changed and count and at_ > now - SEARCHED:
                at.threads.append(f"{id_} -@{fields.text(post, 'author', 'username')}")
        at.forget()
        at.step = "news"
        return Polled((), at.words(), more=True)

    def _mentions(self, at: Round) -> Polled:
        asked: dict[str, str | int] = {"max_results": PAGE}
        asked |= {"since_id": at.seen} if at.seen else {}
        asked |= {"pagination_token": at.page} if at.page else {}
        path = f"/2/users/{self._client.me}/mentions"
        found = self._client.posts("mentions", path, asked, PAGE, "owned_post_read")
        at.newest = at.newest or fields.text(found, "meta", "newest_id")
        if not at.turn(fields.text(found, "meta", "next_token")):
            at.step = "threads"
        return self._polled(at, found)

    def _conversation(self, at: Round) -> Polled:
        if not at.threads:
            return self._polled(at, {"data": []})
        asked: dict[str, str | int] = {"query": f"conversation_id:{at.threads[0]}", "max_results": PAGE}
        asked |= {"next_token": at.page} if at.page else {}
        found = self._client.posts("search", "/2/tweets/search/recent", asked, PAGE, "post_read")
        if not at.turn(fields.text(found, "meta", "next_token")):
            at.threads.pop(0)
        return self._polled(at, found)

    def _polled(self, at: Round, found: Mapping[str, object]) -> Polled:
        natives = list(comments_in(found))
        self._look_up(natives, set(at.posts))
        incoming, unreadable = taken(natives, lambda native: self._placed(native, set(at.posts)))
        more = at.step != "threads" or bool(at.threads)
        if not more:
            at.end()
        return Polled(incoming, at.words(), more, unreadable)

    def _placed(self, native: Native, ours: set[str]) -> Incoming:
        """Under a post of ours, if it is one."""
        one = translate(native)
        root = self._roots.get(one.post_id)
        if root is None and one.post_id not in ours:
            return replace(one, post_id="", post_url="") if one.post_id in self._roots else one
        text, created_at = root or ("", None)
        return replace(one, post_text=text, post_created_at=created_at, post_url=page(one.post_id))

    def _look_up(self, natives: list[Native], ours: set[str]) -> None:
        """Whose the conversations are, those that we do not know yet: one look for a hundred."""
        wanted = {_conversation_of(native) for native in natives} - self._roots.keys() - {""}
        if not wanted:
            return
        asked = {"ids": ",".join(sorted(wanted))}
        found = self._client.posts("posts", "/2/tweets", asked, len(wanted), "post_read")
        self._roots |= dict.fromkeys(wanted)
        for post in comments_in(found):
            if fields.text(post, "author_id") == self._client.me:
                self._roots[fields.text(post, "id")] = (words(post), fields.instant(post, "created_at"))


def _conversation_of(native: Native) -> str:
    """A page holds a hundred posts at most, so there are never more than a look may ask for."""
    found = native.get("conversation_id")
    return found if isinstance(found, str) and found.isdigit() and found != native.get("id") else ""

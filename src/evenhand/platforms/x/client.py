"""Calls to X, each of them paid for: what it can cost is set aside before, and settled after."""

import json
from collections.abc import Mapping
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.budgets import counted, leave_for_actions
from evenhand.platforms.contract import Access, AccessRefused, NotDone, TryAgain
from evenhand.platforms.exchange import LONGEST_WAIT_SECONDS, Exchange, Reply, retry_after
from evenhand.platforms.x.ledger import Ledger, cap_from, prices

HOME = "https://api.x.com"
SHOWN: Mapping[str, str | int] = {
    "post.fields": "created_at,conversation_id,entities,note_post,public_metrics,text",
    "expansions": "author_id,edit_history_post_ids,referenced_posts,in_reply_to_user_id",
    "user.fields": "id,name,username",
}


class Client:
    """One account."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self.ledger = Ledger(access.data, access.account, cap_from(access.secrets.get("daily_cap", "")))
        self._left: dict[str, tuple[float, float, float]] = {}  # for each kind of call: left, of how many, until when

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def me(self) -> str:
        """Our account's number, which is also what the channel calls it."""
        return self._access.account

    def posts(self, kind: str, path: str, query: Mapping[str, str | int], most: int, price: str) -> dict[str, object]:
        """Posts, `most` of them at a price each. `kind`: which allowance it uses up. Raises: TryAgain, AccessRefused,
        NotDone."""
        if kind in self._left:
            left, whole, until = self._left[kind]
            leave_for_actions(left, whole, until - self.now.timestamp())
        return self._paid_look(kind, path, {**query, **SHOWN}, most, price, reading=True)

    def post(self, number: str) -> dict[str, object]:
        """An answer with one post, or with X's errors that say why there is none. Raises: as `posts`."""
        return self._paid_look("one post", f"/2/tweets/{number}", SHOWN, 1, "post_read", reading=False)

    def whoever(self) -> dict[str, object]:
        """Whose token it is. Raises: as `posts`."""
        return self._paid_look("me", "/2/users/me", {}, 1, "unlisted", reading=False)

    def change(
        self, method: str, path: str, content: Mapping[str, object] | None, price: str = "unlisted"
    ) -> dict[str, object]:
        """Have something done. Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        cost = prices()[price]
        self.ledger.set_aside(cost, self.now, reading=False)
        return self._exchange("").ask(method, path, content=content).json_object()

    def _paid_look(
        self, kind: str, path: str, query: Mapping[str, str | int], most: int, price: str, *, reading: bool
    ) -> dict[str, object]:
        """What is set aside for a look that fails stays so: nobody knows whether X counted it."""
        each, now = prices()[price], self.now
        self.ledger.set_aside(most * each, now, reading=reading)
        found = self._exchange(kind).look(path, query)
        if not isinstance(found, dict):
            raise TryAgain("X's answer is no JSON object")
        data = found.get("data", [])
        self.ledger.settle(most * each, each * (len(data) if isinstance(data, list) else 1), now)
        return found

    def _exchange(self, kind: str) -> Exchange:
        token = self._access.secrets.get("access_token", "")
        if not token:
            raise AccessRefused("no access token was entered for this channel")
        headers = {"Authorization": f"Bearer {token}"}
        return Exchange(
            self._access.address or HOME,
            headers,
            (token,),
            ends=self._ending,
            hears=lambda reply: self._hear(kind, reply),
        )

    def _ending(self, reply: Reply, words: str) -> Exception | None:
        if reply.status == 429:
            until = counted(reply.headers, "x-rate-limit-reset")
            wait = until - self.now.timestamp() if until else 0
            asked = retry_after(reply.headers.get("retry-after", ""), self.now)
            return TryAgain(words, int(min(max(wait, asked, 0), LONGEST_WAIT_SECONDS)))
        if reply.status == 402:
            return AccessRefused(f"X wants to be paid before it does more: {words}")
        return AccessRefused(words) if reply.status == 403 and _lacks_permission(reply) else None

    def _hear(self, kind: str, reply: Reply) -> None:
        left, whole, until = (
            counted(reply.headers, f"x-rate-limit-{part}") for part in ("remaining", "limit", "reset")
        )
        if kind and left is not None and whole and until:
            self._left[kind] = (left, whole, until)


def _lacks_permission(reply: Reply) -> bool:
    """Of all that is forbidden, what a new token or another contract with X would mend."""
    try:
        kind = fields.at(json.loads(reply.body), "type")
    except ValueError:
        return False
    return str(kind).rpartition("/")[2] in ("oauth1-permissions", "client-forbidden", "unsupported-authentication")


def problem(found: Mapping[str, object]) -> NotDone | None:
    """What X says of a post that it does not give, where it answers 200 and tells in the body."""
    errors = fields.listed(found, "errors")
    if not errors:
        return None
    kind, detail = fields.text(errors[0], "type").rpartition("/")[2], fields.text(errors[0], "detail")
    return Missing(f"404: {detail}") if kind == "resource-not-found" else NotDone(f"403: {detail or kind}")


class Missing(NotDone):
    """X says that there is no such post."""

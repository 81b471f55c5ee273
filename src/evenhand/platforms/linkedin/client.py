"""Calls to LinkedIn's versioned interface for one page."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from evenhand.platforms.contract import Access, AccessRefused, NotDone, TryAgain
from evenhand.platforms.exchange import Exchange, Query, Reply
from evenhand.platforms.linkedin.manifest import VERSION

HOME = "https://api.linkedin.com"


class Missing(NotDone):
    """LinkedIn says that there is no such thing."""


class Client:
    """One organisation's page."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def me(self) -> str:
        """The page's URN, which is also what the channel calls it."""
        return self._access.account

    def query(self, path: str, query: Query | None = None, method: str = "") -> dict[str, object]:
        """Look at something. Raises: TryAgain, AccessRefused, Missing, NotDone."""
        found = self._exchange().look(path, query, {"X-RestLi-Method": method} if method else None)
        if not isinstance(found, dict):
            raise TryAgain("LinkedIn's answer is no JSON object")
        return found

    def change(self, method: str, path: str, content: Mapping[str, object] | None = None, does: str = "") -> Reply:
        """Have something done; `does`: what LinkedIn calls it. An answer may be empty, and must not be a page.

        Raises: TryAgain, AccessRefused, NotDone, Unknown.
        """
        headers = {"X-RestLi-Method": does} if does else None
        as_us = [("actor", self.me)] if content is None or does else None
        reply = self._exchange().ask(method, path, content=content, query=as_us, headers=headers)
        if reply.body.strip():
            reply.json_object()
        return reply

    def _exchange(self) -> Exchange:
        token = self._access.secrets.get("access_token", "")
        if not token:
            raise AccessRefused("no access token was entered for this channel")
        headers = {
            "Authorization": f"Bearer {token}", "LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0",
        }  # fmt: skip
        return Exchange(self._access.address or HOME, headers, (token,), ends=_ending)


def comments_of(thread: str) -> str:
    """Where the comments under a post, or the answers to a comment, are listed."""
    return f"/rest/socialActions/{quote(thread, safe='')}/comments"


def _ending(reply: Reply, words: str) -> Exception | None:
    if reply.status == 426:
        return AccessRefused(f"LinkedIn no longer speaks its interface of {VERSION}; Evenhand must be renewed: {words}")
    if reply.status == 403 and "ot enough permissions" in words:
        return AccessRefused(words)
    return Missing(words) if reply.status == 404 else None

"""Calls to one account's server with a token that never ends by itself."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

from evenhand.platforms import fields
from evenhand.platforms.budgets import counted, leave_for_actions
from evenhand.platforms.contract import Access, AccessRefused, NotDone, NotReadable, TryAgain
from evenhand.platforms.exchange import LONGEST_WAIT_SECONDS, Exchange, Limits, Query, Reply, retry_after

_PATIENCE = Limits(answer_bytes=20_000_000)  # a thread comes whole, up to 4,096 statuses
_SCOPE = ("outside the authorized scopes", "login is currently disabled", "account is suspended")
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')


class Missing(NotDone):
    """404 or 410: deleted, or not shown to us. The interface does not say which."""


class Client:
    """One account's server."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._left: tuple[float, float, float] | None = None  # calls left, of how many, until when (seconds since 1970)
        self._next = ""
        self._me = ""

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def account(self) -> str:
        """Who we are, as the channel calls us."""
        return self._access.account

    @property
    def me(self) -> str:
        """Our account's id on its server. Raises: TryAgain, AccessRefused, NotReadable."""
        self._me = self._me or fields.identity(self.whoever_we_are(), "id")
        return self._me

    def whoever_we_are(self) -> object:
        """Our account. A refusal of any kind is one of our token: snac2 2.75 answers a wrong one with 422, as Mastodon
        does one that belongs to nobody. Raises: TryAgain, AccessRefused."""
        try:
            return self.query("/api/v1/accounts/verify_credentials")
        except NotDone as refused:
            raise AccessRefused(str(refused)) from None

    def query(self, path: str, query: Query | None = None) -> object:
        """Look at something. Raises: TryAgain, AccessRefused, Missing, NotDone."""
        return self._exchange(self._hear).look(path, query)

    def reading(self, path: str, query: Query | None = None) -> object:
        """Look at something that can wait: a fifth of the allowance is left for actions. Raises: as `query`."""
        if self._left:
            left, whole, until = self._left
            leave_for_actions(left, whole, until - self.now.timestamp())
        return self.query(path, query)

    def listed(self, path: str, query: Mapping[str, str | int], page: str) -> tuple[list[object], str]:
        """One page of a list, and the `max_id` of the next, "" where there is none. Raises: as `query`."""
        self._next = ""
        found = self.reading(path, [*query.items(), *([("max_id", page)] if page else [])])
        if not isinstance(found, list):
            raise TryAgain("the server's answer is no list")
        return found, _max_id(self._next) if found else ""

    def status(self, id_: str) -> object:
        """One status. Raises: as `query`."""
        return self.query(f"/api/v1/statuses/{quote(id_, safe='')}")

    def context(self, id_: str) -> tuple[list[object], list[object]]:
        """What stands above a status, the post first, and what stands below it. Raises: as `query`."""
        found = self.reading(f"/api/v1/statuses/{quote(id_, safe='')}/context")
        return fields.listed(found, "ancestors"), fields.listed(found, "descendants")

    def change(
        self, method: str, path: str, content: Mapping[str, object] | None = None, key: str = ""
    ) -> dict[str, object]:
        """Have something done; `key`: once, however often it is asked. Raises: TryAgain, AccessRefused, NotDone,
        Unknown."""
        headers = {"Idempotency-Key": key} if key else None
        return self._exchange().ask(method, path, content=content, headers=headers).json_object()

    def _exchange(self, hears: Callable[[Reply], None] | None = None) -> Exchange:
        """Only looks are heard: posts and deletions have allowances of their own under the same headers' names."""
        token = self._access.secrets.get("token", "")
        server = self._access.address or self._access.secrets.get("server", "")
        if not token or not server:
            raise AccessRefused("no access token, or no server, was entered for this channel")
        headers = {"Authorization": f"Bearer {token}"}
        return Exchange(server.rstrip("/"), headers, (token,), _PATIENCE, self._ending, hears or _unheard)

    def _ending(self, reply: Reply, words: str) -> Exception | None:
        if reply.status == 429:
            wait = (_reset(reply) or self.now.timestamp()) - self.now.timestamp()
            asked = retry_after(reply.headers.get("retry-after", ""), self.now)
            return TryAgain(words, int(min(max(wait, asked, 0), LONGEST_WAIT_SECONDS)))
        if reply.status == 403 and any(said in words for said in _SCOPE):
            return AccessRefused(words)
        return Missing(words) if reply.status in (404, 410) else None

    def _hear(self, reply: Reply) -> None:
        left, whole = (counted(reply.headers, f"x-ratelimit-{part}") for part in ("remaining", "limit"))
        until = _reset(reply)
        if left is not None and whole and until:
            self._left = (left, whole, until)
        self._next = reply.headers.get("link", "")


def _unheard(_: Reply) -> None:
    """What is left of another allowance."""


def _reset(reply: Reply) -> float | None:
    try:
        found = fields.instant(reply.headers, "x-ratelimit-reset")
    except NotReadable:
        return None
    return found.astimezone(UTC).timestamp() if found else None


def _max_id(link: str) -> str:
    """Where a list goes on: only the id is taken from the address, never the host."""
    found = _NEXT.search(link)
    return parse_qs(urlsplit(found[1]).query).get("max_id", [""])[0] if found else ""

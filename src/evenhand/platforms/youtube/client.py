"""Calls to YouTube's interface with a channel owner's token, each paid for in units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, AccessRefused, NotDone, NotReadable, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Limits, Reply, retry_after
from evenhand.platforms.youtube.manifest import A_CHANGE, A_LOOK
from evenhand.platforms.youtube.units import Units, seconds_to_midnight

HOME = "https://youtube.googleapis.com"
MOST_IDS = 50
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_NO_ACCESS = frozenset({"authError", "insufficientPermissions", "accessNotConfigured", "accountClosed",
                        "accountSuspended", "channelSuspended"})  # fmt: skip
_A_MOMENT_SECONDS = 60


class Refusal(NotDone):
    """Refused, by the name that YouTube gives its reason: "commentNotFound"."""

    def __init__(self, words: str, reason: str) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the token of the next, "" where there is none."""

    items: tuple[Mapping[str, object], ...]
    next: str


class Client:
    """One channel."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._units = Units(access.data, access.secrets.get("client_id") or access.account)

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def account(self) -> str:
        """The channel's id."""
        return self._access.account

    def page(self, kind: str, asked: Mapping[str, str | int], token: str = "", *, acting: bool = False) -> Page:
        """One page of a list. `acting`: it is looked at for an action, and may take of the part kept for those.

        Raises: TryAgain, AccessRefused, Refusal.
        """
        self._units.spend(A_LOOK, self.now, on_reading=not acting)
        query = {**asked, **({"pageToken": token} if token else {})}
        found = self._exchange().look(f"/youtube/v3/{kind}", query)
        if not isinstance(found, Mapping) or "items" not in found:
            raise TryAgain("YouTube's answer is no list")
        items = tuple(item for item in fields.listed(found, "items") if isinstance(item, Mapping))
        return Page(items, fields.text(found, "nextPageToken"))

    def by_id(self, kind: str, part: str, ids: Sequence[str], *, acting: bool = False) -> list[Mapping[str, object]]:
        """What YouTube shows us of these; those that it does not show are missing. Raises: as `page`."""
        found: list[Mapping[str, object]] = []
        for some in fifties(ids):
            found += self.page(kind, {"part": part, "id": some}, acting=acting).items
        return found

    def moderate(self, ids: Sequence[str], status: str) -> None:
        """`status`: "heldForReview", "published" or "rejected". Raises: TryAgain, AccessRefused, Refusal, Unknown."""
        for some in fifties(ids):
            self._units.spend(A_CHANGE, self.now, on_reading=False)
            query = {"id": some, "moderationStatus": status}
            reply = self._exchange().ask("POST", "/youtube/v3/comments/setModerationStatus", query=query)
            if reply.status != httpx.codes.NO_CONTENT:
                raise Unknown(f"the exchange broke off: {reply.status} where YouTube answers 204 and nothing else")

    def answer(self, thread: str, text: str) -> dict[str, object]:
        """An answer of ours in a thread. Raises: TryAgain, AccessRefused, Refusal, Unknown."""
        self._units.spend(A_CHANGE, self.now, on_reading=False)
        content = {"snippet": {"parentId": thread, "textOriginal": text}}
        return self._exchange().ask(
            "POST", "/youtube/v3/comments", content=content, query={"part": "snippet"}
        ).json_object()  # fmt: skip

    def _exchange(self) -> Exchange:
        token = self._access.secrets.get("access_token", "")
        if not token:
            raise AccessRefused("nobody has signed in with Google for this channel")
        headers = {"Authorization": f"Bearer {token}"}
        return Exchange(self._access.address or HOME, headers, (token,), Limits(), self._ending)

    def _ending(self, reply: Reply, words: str) -> Exception | None:
        reason = _reason(reply)
        if reason in _SPENT:
            return TryAgain(words, seconds_to_midnight(self.now))
        if reason in _TOO_FAST or reply.status == 429:
            wait = retry_after(reply.headers.get("retry-after", ""), self.now)
            return TryAgain(words, max(wait, _A_MOMENT_SECONDS))
        if reply.status == 401 or reason in _NO_ACCESS:
            return AccessRefused(words)
        return Refusal(words, reason) if 400 <= reply.status < 500 else None


def fifties(ids: Sequence[str]) -> Iterator[str]:
    """Lists with commas, each as long as one call takes."""
    for start in range(0, len(ids), MOST_IDS):
        yield ",".join(ids[start : start + MOST_IDS])


def _reason(reply: Reply) -> str:
    try:
        errors = fields.listed(reply.json(), "error", "errors")
        return fields.text(errors[0], "reason") if errors else ""
    except (Unknown, NotReadable):
        return ""

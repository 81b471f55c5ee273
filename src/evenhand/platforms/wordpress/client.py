"""Calls to one site's interface, signed with an application password.

Every call goes to index.php with the route as a parameter, which works however the site writes its addresses.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, AccessRefused, NotDone, NotReadable, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Limits, Reply

_SLOW = Limits(read_seconds=40, whole_seconds=50, answer_bytes=20_000_000)  # shared hosting, and 100 long comments
_FLOOD_SECONDS = 15  # Source: wp_throttle_comment_flood; a site may ask for more
_TEMPORARY = frozenset({500, 502, 503, 504})


class Refusal(NotDone):
    """Refused, by the code that WordPress gives its reason: "comment_duplicate"."""

    def __init__(self, words: str, code: str, status: int) -> None:
        super().__init__(words)
        self.code, self.status = code, status


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and how many there are in all pages."""

    rows: list[object]
    total: int
    pages: int


class Client:
    """One site, as one of its users."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._user = access.secrets.get("user", "")
        self._password = access.secrets.get("application_password", "")
        self._me = ""

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def account(self) -> str:
        """The site, as the channel calls it."""
        return self._access.account

    def me(self) -> str:
        """The number of our user. Raises: TryAgain, AccessRefused."""
        if not self._me:
            self._me = fields.identity(self.get("users/me", {"_fields": "id"}), "id")
        return self._me

    def get(self, route: str, query: Mapping[str, str | int]) -> dict[str, object]:
        """One thing, as an editor sees it. Raises: TryAgain, AccessRefused, Refusal."""
        found = self._look(route, query)[0]
        if not isinstance(found, dict):
            raise TryAgain("the site's answer is no JSON object")
        return found

    def page(self, route: str, query: Mapping[str, str | int]) -> Page:
        """One page of a list, as an editor sees it. Raises: TryAgain, AccessRefused, Refusal."""
        found, headers = self._look(route, query)
        if not isinstance(found, list):
            raise TryAgain("the site's answer is no list")
        try:
            return Page(found, int(headers["x-wp-total"]), int(headers["x-wp-totalpages"]))
        except (KeyError, ValueError):
            raise TryAgain("the site does not say how many comments there are: X-WP-Total is missing") from None

    def change(self, route: str, content: Mapping[str, object]) -> dict[str, object]:
        """Have something done. Raises: TryAgain, AccessRefused, Refusal, Unknown."""
        query = {"rest_route": f"/wp/v2/{route}", "context": "edit"}
        return self._exchange().ask("POST", "/index.php", content=content, query=query).json_object()

    def bin(self, comment: str, *, for_good: bool = False) -> dict[str, object]:
        """Raises: TryAgain, AccessRefused, Refusal, Unknown."""
        query = {"rest_route": f"/wp/v2/comments/{comment}", **({"force": "true"} if for_good else {})}
        return self._exchange().ask("DELETE", "/index.php", query=query).json_object()

    def _look(self, route: str, query: Mapping[str, str | int]) -> tuple[object, Mapping[str, str]]:
        asked = {"rest_route": f"/wp/v2/{route}", "context": "edit", **query}
        try:
            reply = self._exchange().ask("GET", "/index.php", query=asked)
            return reply.json(), reply.headers
        except Unknown as broken:
            raise TryAgain(str(broken)) from None

    def _exchange(self) -> Exchange:
        if not (self._user and self._password):
            raise AccessRefused("no user name and application password were entered for this channel")
        signed = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        headers = {"Authorization": f"Basic {signed}"}
        return Exchange(self._site(), headers, (signed, self._password), _SLOW, _ending)

    def _site(self) -> str:
        """Where the site is. The password is never sent in clear. Raises: AccessRefused."""
        site = (self._access.address or self._access.account).rstrip("/")
        if not self._access.address and not site.startswith("https://"):
            raise AccessRefused(f"“{site[:80]}” does not begin with https://, and the password is not sent in clear")
        return site


def _ending(reply: Reply, words: str) -> Exception | None:
    """The site's own codes decide where it gives one; a firewall before it gives none."""
    code = _code(reply)
    if 300 <= reply.status < 400:
        return AccessRefused(f"the site has moved to {reply.headers.get('location', 'elsewhere')}: connect it there")
    if code == "comment_flood":
        return TryAgain(words, _FLOOD_SECONDS)
    if reply.status == 401 or (reply.status == 403 and not code.startswith("rest_comment")):
        return AccessRefused(words)
    if reply.status == 429 or reply.status in _TEMPORARY:
        return None
    return Refusal(words, code, reply.status)


def _code(reply: Reply) -> str:
    try:
        return fields.text(reply.json(), "code")
    except (Unknown, NotReadable):
        return ""

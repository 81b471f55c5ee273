"""Calls to TikTok's business interface, which answers 200 and says in the body how it went."""

from collections.abc import Mapping
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, AccessRefused, NotDone, NotReadable, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Reply

HOME = "https://business-api.tiktok.com"
_VERSION = "/open_api/v1.3/business"
TOO_MANY, A_MINUTE = 40100, 60
_NO_ACCESS = frozenset({40001, 40102, 40104, 40105, 40110})
_THEIR_FAULT = 50000


class Client:
    """One business account."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def me(self) -> str:
        """The account's open_id, which is also what the channel calls it."""
        return self._access.account

    def query(self, path: str, query: Mapping[str, str | int]) -> object:
        """What TikTok gives as `data`. Raises: TryAgain, AccessRefused, NotDone."""
        try:
            asked = {"business_id": self.me, **query}
            return _data(self._exchange().ask("GET", f"{_VERSION}{path}", query=asked))
        except Unknown as broken:
            raise TryAgain(str(broken)) from None

    def change(self, path: str, content: Mapping[str, object]) -> object:
        """Have something done; `data`. Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        return _data(self._exchange().ask("POST", f"{_VERSION}{path}", content={"business_id": self.me, **content}))

    def _exchange(self) -> Exchange:
        token = self._access.secrets.get("access_token", "")
        if not token:
            raise AccessRefused("no access token was entered for this channel")
        return Exchange(self._access.address or HOME, {"Access-Token": token}, (token,))


def _data(reply: Reply) -> object:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown, as the code in the body says."""
    found = reply.json_object()
    code = found.get("code")
    if code == 0:
        return found.get("data")
    try:
        words = f"{code}: {fields.text(found, 'message')[:200]}"
    except NotReadable:
        words = str(code)
    if not isinstance(code, int) or code >= _THEIR_FAULT:
        raise Unknown(words)
    if code == TOO_MANY:
        raise TryAgain(words, A_MINUTE)
    raise AccessRefused(words) if code in _NO_ACCESS else NotDone(words)

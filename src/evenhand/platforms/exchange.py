"""One bounded HTTP exchange with a platform, and what its end means: done, not done, not yet, or nobody knows.

A connection is used once. On a kept one, an answer that came twice would be read as the answer to the next call.
"""

import json
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import httpx

from evenhand.platforms.endings import AccessRefused, NotDone, TryAgain, Unknown

LONGEST_WAIT_SECONDS = 24 * 60 * 60  # a platform that says "in a year" is asked again tomorrow
MOST_WORDS = 300  # characters of a platform's answer that a person is shown
_NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_READ_FOR_WORDS = 50_000  # bytes; far more than are shown, so that a secret is never cut in two before it is struck out
_REFUSALS = range(400, 500)
_SUCCESSES = range(200, 300)

Query = Mapping[str, str | int] | Sequence[tuple[str, str | int]]
"""Pairs where a name comes more than once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one exchange may take and how much may come back.

    `whole_seconds` bounds the answer's body; its head may take `read_seconds` for each piece that arrives.
    """

    connect_seconds: float = 5
    read_seconds: float = 15
    whole_seconds: float = 25
    answer_bytes: int = 5_000_000


class TooLong(Exception):
    """An answer went over `Limits`: how, in words."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `headers`: names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> object:
        """Raises: Unknown, since whoever answers nonsense may have done anything."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unknown("the exchange broke off: the answer is not JSON") from None

    def json_object(self) -> dict[str, object]:
        """Raises: Unknown."""
        found = self.json()
        if not isinstance(found, dict):
            raise Unknown("the exchange broke off: the answer is JSON, but no object")
        return found


def _as_usual(_: Reply, __: str) -> Exception | None:
    return None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Speaks with one platform. `secrets` are struck out of every word that leaves here.

    `ends`: how this platform says what went wrong, where the status alone does not: given an answer that is no
    success and its words, the ending, or None for the usual one. `hears`: is given every answer, for its headers.
    """

    address: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = field(default_factory=Limits)
    ends: Callable[[Reply, str], Exception | None] = field(default=_as_usual, repr=False)
    hears: Callable[[Reply], None] = field(default=lambda _: None, repr=False)

    def change(self, method: str, path: str, content: Mapping[str, object]) -> dict[str, object]:
        """Ask for something to be done; the platform's JSON object.

        Raises: TryAgain (surely not done), AccessRefused, NotDone (refused), Unknown (read back before another try).
        """
        return self.ask(method, path, content=content).json_object()

    def read(self, path: str) -> dict[str, object]:
        """Look at something; the platform's JSON object. A look that broke off changed nothing.

        Raises: TryAgain, AccessRefused, NotDone.
        """
        found = self.look(path)
        if not isinstance(found, dict):
            raise TryAgain("the exchange broke off: the answer is JSON, but no object")
        return found

    def look(self, path: str, query: Query | None = None, headers: Mapping[str, str] | None = None) -> object:
        """Look at something; the platform's JSON, whatever it is. Raises: TryAgain, AccessRefused, NotDone."""
        try:
            return self.ask("GET", path, query=query, headers=headers).json()
        except Unknown as broken:
            raise TryAgain(str(broken)) from None

    def ask(
        self,
        method: str,
        path: str,
        *,
        content: Mapping[str, object] | None = None,
        form: Mapping[str, str] | None = None,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One exchange: `content` goes as JSON, `form` as a form. Success, with an empty body or any other.

        Raises: TryAgain, AccessRefused, NotDone, Unknown.
        """
        with self._client() as client:
            begun = time.monotonic()
            try:
                with client.stream(
                    method, path, json=content, data=form, params=_params(query), headers=headers
                ) as response:
                    return self._answered(response, _body(response, self.limits, begun))
            except _NEVER_CONNECTED as error:
                raise TryAgain(f"no connection to the platform: {self._clean(error)}") from None
            except (httpx.HTTPError, httpx.InvalidURL, TooLong) as error:
                raise Unknown(f"the exchange broke off: {self._clean(error)}") from None

    def _client(self) -> httpx.Client:
        limits = self.limits
        return httpx.Client(
            base_url=self.address,
            # Uncompressed: what is counted is what is kept. Closed at once: see the first lines.
            headers={**self.headers, "Accept-Encoding": "identity", "Connection": "close"},
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            follow_redirects=False,
            verify=_authorities(),
        )

    def _answered(self, response: httpx.Response, body: bytes) -> Reply:
        reply = Reply(response.status_code, body, {name.lower(): value for name, value in response.headers.items()})
        self.hears(reply)
        if reply.status in _SUCCESSES:
            return reply
        words = self._words(response, body)
        raise self.ends(reply, words) or _usual_end(reply, words)

    def _words(self, response: httpx.Response, body: bytes) -> str:
        said = " ".join(body[:_READ_FOR_WORDS].decode("utf-8", "replace").split())
        return self._clean(f"{response.status_code}: {said or response.reason_phrase}")

    def _clean(self, said: object) -> str:
        return redacted(str(said) or type(said).__name__, self.secrets)[:MOST_WORDS]


def _params(query: Query | None) -> httpx.QueryParams | None:
    return httpx.QueryParams(query if isinstance(query, Mapping) else list(query)) if query else None


@cache
def _authorities() -> ssl.SSLContext:
    """Whom we trust, read once: reading them for each call cost 90 ms of it on a busy machine."""
    return httpx.create_ssl_context()


def _usual_end(reply: Reply, words: str) -> Exception:
    if reply.status == httpx.codes.TOO_MANY_REQUESTS:
        return TryAgain(words, retry_after(reply.headers.get("retry-after", ""), datetime.now(UTC)))
    if reply.status == httpx.codes.UNAUTHORIZED:
        return AccessRefused(words)
    if reply.status in _REFUSALS:
        return NotDone(words)
    return Unknown(words)


def redacted(words: str, secrets: Iterable[str]) -> str:
    """Words without secrets, whether a platform quotes them whole or they stand in an address."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        words = words.replace(secret, "[secret]")
    return words


def retry_after(value: str, now: datetime) -> int:
    """Seconds that a Retry-After header asks for, in either of its forms; 0 where it says nothing readable.

    Source: RFC 9110, 10.2.3.
    """
    if value.strip().isascii() and value.strip().isdigit():
        return min(int(value.strip()[:9]), LONGEST_WAIT_SECONDS)
    try:
        named = parsedate_to_datetime(value)
    except ValueError:
        return 0
    aware = named if named.tzinfo else named.replace(tzinfo=UTC)
    return int(min(max((aware - now).total_seconds(), 0), LONGEST_WAIT_SECONDS))


def _body(response: httpx.Response, limits: Limits, begun: float) -> bytes:
    """The answer's bytes, as far as they are within the limits. Raises: TooLong."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise TooLong("the answer came compressed, which was not asked for, so its size is not known")
    parts, size = [], 0
    for part in response.iter_raw():  # as it arrives, 64 kB at most; in whole pieces, a drip would never be seen
        size += len(part)
        if size > limits.answer_bytes:
            raise TooLong(f"the answer is longer than {limits.answer_bytes:,} bytes")
        if time.monotonic() - begun > limits.whole_seconds:
            raise TooLong(f"the answer took longer than {limits.whole_seconds:g} seconds")
        parts.append(part)
    return b"".join(parts)

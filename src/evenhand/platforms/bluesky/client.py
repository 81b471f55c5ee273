"""Calls to one account's server, signed in with an app password, and renewed when the session is over."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from evenhand.platforms import fields
from evenhand.platforms.bluesky.names import Uri
from evenhand.platforms.budgets import counted, leave_for_actions
from evenhand.platforms.contract import Access, AccessRefused, NotDone, NotReadable, TryAgain, Unknown
from evenhand.platforms.exchange import LONGEST_WAIT_SECONDS, Exchange, Limits, Reply, retry_after

_Told = TypeVar("_Told")
HOME = "https://bsky.social"
_OVER = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "AccountTakedown"})
_PATIENCE = Limits(answer_bytes=20_000_000)  # a thread comes whole, however many replies it has


class Refusal(NotDone):
    """Refused, by the name that the server gives its reason: "InvalidSwap"."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words)
        self.name = name


@dataclass(frozen=True, slots=True)
class Session:
    """Signed in: as whom, on which server, with which tokens."""

    did: str
    server: str
    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record and the hash of what it says now."""

    cid: str
    value: Mapping[str, object]


class Client:
    """One account's server. The first call signs in, unless a session was kept."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._home = access.address or access.secrets.get("server") or HOME
        self._session = _kept(access.secrets.get("session", ""))
        self._left: tuple[float, float, float] | None = None  # calls left, of how many, until when (seconds since 1970)

    @property
    def now(self) -> datetime:
        """The time, by the clock that was given."""
        return self._access.now()

    @property
    def did(self) -> str:
        """Who we are. Raises: TryAgain, AccessRefused."""
        return self._signed_in().did

    @property
    def account(self) -> str:
        """Who we are, as the channel calls us: a DID or a handle."""
        return self._access.account

    @property
    def labeller(self) -> str:
        """The DID of the moderation service that reports go to, "" for Bluesky's own."""
        return self._access.secrets.get("labeller", "")

    def query(self, method: str, **asked: str | int) -> dict[str, object]:
        """Look at something. Raises: TryAgain, AccessRefused, Refusal."""
        found = self._renewing(lambda exchange: exchange.look(f"/xrpc/{method}", asked))
        if not isinstance(found, dict):
            raise TryAgain("the server's answer is no JSON object")
        return found

    def reading(self, method: str, **asked: str | int) -> dict[str, object]:
        """Look at something that can wait: a fifth of the allowance is left for actions. Raises: as `query`."""
        if self._left:
            left, whole, until = self._left
            leave_for_actions(left, whole, until - self.now.timestamp())
        return self.query(method, **asked)

    def posts(self, uris: Sequence[str]) -> list[object]:
        """Posts as the network shows them, 25 at most; those that it does not show us are missing. Raises: as query."""
        pairs = [("uris", each) for each in uris]
        found = self._renewing(lambda exchange: exchange.look("/xrpc/app.bsky.feed.getPosts", pairs))
        return fields.listed(found, "posts")

    def change(self, method: str, content: Mapping[str, object], **headers: str) -> dict[str, object]:
        """Have something done. Raises: TryAgain, AccessRefused, Refusal, Unknown."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._renewing(
            lambda exchange: exchange.ask("POST", f"/xrpc/{method}", content=content, headers=named).json_object()
        )

    def record(self, at: Uri) -> Record | None:
        """A record as it is now, ours or another's; None where there is none. Raises: TryAgain, AccessRefused."""
        try:
            found = self.query("com.atproto.repo.getRecord", repo=at.did, collection=at.collection, rkey=at.key)
        except Refusal as refused:
            if refused.name in ("RecordNotFound", "RepoNotFound", "InvalidRequest"):
                return None
            raise
        value = fields.at(found, "value")
        return Record(fields.text(found, "cid"), value) if isinstance(value, dict) else None

    def put(self, at: Uri, value: Mapping[str, object], instead_of: str | None) -> None:
        """Write a record of ours over the one with this hash, or where there is none (None).

        Raises: Refusal named "InvalidSwap" where something else stands there meanwhile; TryAgain, Unknown.
        """
        content = {"repo": at.did, "collection": at.collection, "rkey": at.key, "record": value}
        self.change("com.atproto.repo.putRecord", {**content, "swapRecord": instead_of})

    def _renewing(self, call: Callable[[Exchange], _Told]) -> _Told:
        """A session that is over is renewed once. Raises: AccessRefused where that does not help either."""
        session = self._signed_in()
        try:
            return call(self._exchange(session.server, session.access_token, session.refresh_token))
        except AccessRefused:
            session = self._renewed(session)
        return call(self._exchange(session.server, session.access_token, session.refresh_token))

    def _signed_in(self) -> Session:
        if self._session is None:
            self._session = self._keep(self._sign_in())
        return self._session

    def _renewed(self, session: Session) -> Session:
        exchange = self._exchange(session.server, session.refresh_token, session.access_token)
        try:
            found = _ended_well(exchange, "com.atproto.server.refreshSession", None)
        except AccessRefused:
            found = self._sign_in()
        self._session = self._keep(found)
        return self._session

    def _sign_in(self) -> dict[str, object]:
        password = self._access.secrets.get("app_password", "")
        if not password:
            raise AccessRefused("no app password was entered for this channel")
        told = {"identifier": self._access.account, "password": password}
        return _ended_well(self._exchange(self._home, "", password), "com.atproto.server.createSession", told)

    def _keep(self, found: Mapping[str, object]) -> Session:
        session = Session(
            fields.identity(found, "did"), self._server(found), fields.identity(found, "accessJwt"),
            fields.identity(found, "refreshJwt"),
        )  # fmt: skip
        self._access.keep({"session": json.dumps(asdict(session))})
        return session

    def _server(self, found: Mapping[str, object]) -> str:
        """The account's own server, as its DID document says; only where nobody named another, and never in clear."""
        if self._access.address or self._access.secrets.get("server"):
            return self._home
        for service in fields.listed(found, "didDoc", "service"):
            if fields.text(service, "id").endswith("#atproto_pds"):
                at = fields.text(service, "serviceEndpoint")
                return at if at.startswith("https://") else self._home
        return self._home

    def _exchange(self, server: str, token: str, *secrets: str) -> Exchange:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Exchange(server, headers, (token, *secrets), _PATIENCE, self._ending, self._hear)

    def _ending(self, reply: Reply, words: str) -> Exception | None:
        name = _error(reply)
        if reply.status == 429:
            until = counted(reply.headers, "ratelimit-reset")
            wait = (
                until - self.now.timestamp() if until else retry_after(reply.headers.get("retry-after", ""), self.now)
            )
            return TryAgain(words, int(min(max(wait, 0), LONGEST_WAIT_SECONDS)))
        if reply.status == 401 or (reply.status in (400, 403) and name in _OVER):
            return AccessRefused(words)
        return Refusal(words, name) if 400 <= reply.status < 500 else None

    def _hear(self, reply: Reply) -> None:
        left, whole, until = (counted(reply.headers, f"ratelimit-{part}") for part in ("remaining", "limit", "reset"))
        if left is not None and whole and until:
            self._left = (left, whole, until)


def _ended_well(exchange: Exchange, method: str, content: Mapping[str, object] | None) -> dict[str, object]:
    """Signing in changes nothing that anybody sees: however it broke off, it may be tried again."""
    try:
        return exchange.ask("POST", f"/xrpc/{method}", content=content).json_object()
    except Unknown as broken:
        raise TryAgain(str(broken)) from None
    except NotDone as refused:
        raise AccessRefused(str(refused)) from None


def _kept(words: str) -> Session | None:
    try:
        return Session(**json.loads(words)) if words else None
    except (ValueError, TypeError):
        return None


def _error(reply: Reply) -> str:
    try:
        return fields.text(reply.json(), "error")
    except (Unknown, NotReadable):
        return ""

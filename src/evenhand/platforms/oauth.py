"""Speaking OAuth with a platform, as its manifest says: the page where a person signs in, tokens, renewing, revoking.

Source: RFC 6749, RFC 7636 (S256), RFC 7009. Every request is a bounded exchange; secrets are struck out of its errors.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from evenhand.platforms import fields
from evenhand.platforms.endings import NotDone, NotReadable, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Reply
from evenhand.platforms.oauth_manifests import OAuth, Sent

_HERE = ("127.0.0.1", "localhost", "::1")


class GrantOver(NotDone):
    """The platform gives no more tokens for this sign-in: a person must sign in again."""


class AppRefused(NotDone):
    """The platform does not take the app's own id or secret."""


@dataclass(frozen=True, slots=True)
class App:
    """Who we are to a platform. `server`: of platforms that are many servers. `secret` may be empty."""

    id: str
    secret: str = field(default="", repr=False)
    server: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a platform gave. `refresh`: "" where nothing renews it. Ends: UTC, None for none that is known.

    `scopes`: those given, empty where the platform does not say. `answer`: the rest, as who signed in.
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    refresh_ends_at: datetime | None = None
    scopes: frozenset[str] = frozenset()
    answer: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """One account that a sign-in opens. `secrets`: of this account alone, where they are not those of the sign-in."""

    account: str
    name: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def challenge(verifier: str) -> str:
    """What a platform is shown first, of what it is told later. Source: RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def page(oauth: OAuth, app: App, *, redirect: str, state: str, verifier: str) -> str:
    """The address where a person signs in and allows what is asked for. Raises: NotDone for an unsafe server."""
    asked = {
        oauth.client_key: app.id, "response_type": "code", "redirect_uri": redirect, "state": state,
        "scope": oauth.scope_separator.join(oauth.scopes), **dict(oauth.more),
    }  # fmt: skip
    if oauth.pkce:
        asked |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    return f"{place(oauth.authorise_at, app)}?{urlencode(asked)}"


def place(address: str, app: App) -> str:
    """An address of a platform, or of the account's own server. Raises: NotDone where anybody could listen."""
    whole = app.server.rstrip("/") + address if address.startswith("/") else address
    parts = urlsplit(whole)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise NotDone(f"“{app.server}” is no address that begins with https://, so what is sent there could be read")
    return whole


def register(oauth: OAuth, app: App, *, redirect: str, name: str) -> tuple[str, str]:
    """The id and the secret of an app of ours on a server. Raises: TryAgain, NotDone, Unknown, NotReadable."""
    asked = {"client_name": name, "redirect_uris": redirect, "scopes": oauth.scope_separator.join(oauth.scopes)}
    answer = _asked(oauth, app, oauth.registers_at, asked, sent=Sent.FORM, as_app=False)
    return fields.identity(answer, "client_id"), fields.identity(answer, "client_secret")


def redeem(oauth: OAuth, app: App, *, code: str, redirect: str, verifier: str, now: datetime) -> Tokens:
    """What a person's consent is worth. Raises: GrantOver, AppRefused, TryAgain, AccessRefused, NotDone, Unknown,
    NotReadable."""
    asked = {"grant_type": "authorization_code", oauth.code_key: code, "redirect_uri": redirect}
    if oauth.pkce:
        asked["code_verifier"] = verifier
    answer = _asked(oauth, app, oauth.token_at, asked, strikes=(code, verifier))
    if oauth.longer is None:
        return _tokens(oauth, answer, now)
    first = fields.text(answer, "access_token")
    more = {"grant_type": oauth.longer.grant, oauth.longer.parameter: first, "client_secret": app.secret}
    more |= {"client_id": app.id} if oauth.longer.names_app else {}
    longer = _asked(oauth, app, oauth.longer.at, more, sent=Sent.QUERY, as_app=False, strikes=(first,))
    return _tokens(oauth, {**answer, **longer}, now)


def renew(oauth: OAuth, app: App, *, token: str, now: datetime) -> Tokens:
    """New tokens. `token`: the renewal token, or the access token where that renews itself. Raises: as `redeem`."""
    asked = {"grant_type": oauth.refresh_grant, oauth.refresh_key: token}
    at = oauth.refresh_at or oauth.token_at
    if oauth.renews_itself:
        answer = _asked(oauth, app, at, asked, sent=Sent.QUERY, as_app=False, strikes=(token,))
    else:
        answer = _asked(oauth, app, at, asked, strikes=(token,))
    return _tokens(oauth, answer, now)


def revoke(oauth: OAuth, app: App, *, token: str) -> None:
    """Tell the platform that a token is no longer ours. Raises: as `redeem`, and NotDone where there is no way."""
    if not oauth.revoke_at:
        raise NotDone("there is no address for it")
    _speak(oauth, app, oauth.revoke_at, {oauth.revoke_key: token}, strikes=(token,))


def _asked(
    oauth: OAuth, app: App, address: str, asked: Mapping[str, str], *, sent: Sent | None = None, as_app: bool = True,
    strikes: tuple[str, ...] = (),
) -> Mapping[str, object]:  # fmt: skip
    found = _speak(oauth, app, address, asked, sent=sent, as_app=as_app, strikes=strikes).json_object()
    answer = fields.at(found, oauth.answer_in) if oauth.answer_in else found
    return answer if isinstance(answer, Mapping) else {}


def _speak(
    oauth: OAuth, app: App, address: str, asked: Mapping[str, str], *, sent: Sent | None = None, as_app: bool = True,
    strikes: tuple[str, ...] = (),
) -> Reply:  # fmt: skip
    headers, asked = {"Accept": "application/json"}, dict(asked)
    if as_app and oauth.basic_authentication and app.secret:
        headers["Authorization"] = f"Basic {base64.b64encode(f'{app.id}:{app.secret}'.encode()).decode()}"
    elif as_app:
        asked |= {"client_id": app.id, **({"client_secret": app.secret} if app.secret else {})}
    parts = urlsplit(place(address, app))
    exchange = Exchange(
        f"{parts.scheme}://{parts.netloc}", headers, (app.secret, *strikes),
        ends=lambda reply, words: _ending(oauth, reply, words),
    )  # fmt: skip
    match sent or oauth.sent:
        case Sent.QUERY:
            reply = exchange.ask("GET", parts.path, query=asked)
        case Sent.JSON:
            reply = exchange.ask("POST", parts.path, content=asked)
        case Sent.FORM:
            reply = exchange.ask("POST", parts.path, form=asked)
    refused = _ending(oauth, reply, _said(reply)) if _names(reply) else None
    if refused:  # some say no with 200
        raise refused
    return reply


def _ending(oauth: OAuth, reply: Reply, words: str) -> Exception | None:
    """The platform's own name for what is wrong decides; its status says too little."""
    names = _names(reply)
    if names & set(oauth.over):
        return GrantOver(words)
    if names & set(oauth.app_refused):
        return AppRefused(words)
    return NotDone(words) if names and reply.status in range(200, 300) else None


def _names(reply: Reply) -> set[str]:
    """How an answer names its error: RFC 6749's "error", Meta's number within it, TikTok's "code" beside it."""
    try:
        found = reply.json()
    except Unknown:
        return set()
    error = fields.at(found, "error")
    named = {fields.at(error, "code"), fields.at(found, "code"), error if isinstance(error, str) else None}
    return {str(name) for name in named if isinstance(name, str | int) and name not in (0, "0", "")}


def _said(reply: Reply) -> str:
    try:
        found = reply.json()
        return f"{reply.status}: {fields.text(found, 'message') or fields.text(found, 'error_description')}"[:300]
    except (Unknown, NotReadable):
        return str(reply.status)


def _tokens(oauth: OAuth, answer: Mapping[str, object], now: datetime) -> Tokens:
    lives = _seconds(answer, "expires_in") or oauth.lives_seconds
    renewing = (
        _seconds(answer, "refresh_token_expires_in")
        or _seconds(answer, "refresh_expires_in")
        or oauth.refresh_lives_seconds
    )
    scope = fields.at(answer, "scope")
    said = scope.replace(",", " ").split() if isinstance(scope, str) else []
    rest = {name: value for name, value in answer.items() if name not in ("access_token", "refresh_token")}
    return Tokens(
        access=_token(answer, "access_token"),
        refresh=_token(answer, "refresh_token", optional=True),
        expires_at=now + timedelta(seconds=lives) if lives else None,
        refresh_ends_at=now + timedelta(seconds=renewing) if renewing else None,
        scopes=frozenset(said),
        answer=rest,
    )


def _token(answer: Mapping[str, object], name: str, *, optional: bool = False) -> str:
    found = fields.text(answer, name).strip()
    if not found and not optional:
        raise NotReadable(f"the platform's answer has no {name}")
    return found


def _seconds(answer: Mapping[str, object], name: str) -> int:
    """0 where none are named; some platforms write them as words."""
    found = fields.at(answer, name)
    words = str(found) if isinstance(found, int | str) and not isinstance(found, bool) else ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 11 else 0


SPEAKING_FAILS = (TryAgain, NotDone, Unknown, NotReadable)
"""Every way in which speaking with a platform can fail."""

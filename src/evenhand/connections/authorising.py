"""Somebody signs in at the platform's own page and allows us the one account that two people have declared official.

What comes back is believed of nobody: it must answer a request that this officer began in this session, not ten minutes
ago and not yet answered; and whose account was opened is asked of the platform itself.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from evenhand.audit import operations as audit
from evenhand.connections import sealing
from evenhand.connections.declaring import locked
from evenhand.connections.granted import hold
from evenhand.connections.models import Attempt, Connection, Grant
from evenhand.connections.opening import ask_again, keep, kept, record
from evenhand.connections.reading import tried
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms
from evenhand.platforms import oauth
from evenhand.platforms.contract import Access, Manifest, OAuth, Opened, Tokens

LASTS = timedelta(minutes=10)
NAME = "Evenhand"  # as a server that registers apps shows it to whoever signs in
DENIED = ("access_denied", "user_cancelled_login", "user_cancelled_authorize")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where an officer goes to sign in. `host`: for them to compare with what their browser shows."""

    channel: Channel
    address: str = field(repr=False)
    host: str
    asks_for: tuple[tuple[str, str], ...]  # each scope, and why
    until: datetime


def app_of(manifest: OAuth, whole: Mapping[str, str]) -> oauth.App:
    """Who we are to a platform, from what is sealed."""
    server = whole.get(manifest.server, "") if manifest.server else ""
    return oauth.App(whole.get(manifest.app_id, ""), whole.get(manifest.app_secret, ""), server)


def begin(*, channel_id: int, body: Body, session: str, redirect: str, by: Officer, at: datetime) -> Leaving:
    """Remember that this officer leaves for the platform's page. Raises: Refused, Connection.DoesNotExist."""
    require(by, body, Permission.CONNECT)
    channel = _may_begin(channel_id, body)
    manifest = platforms.manifest(channel.platform)
    speaks, state = _speaks(manifest), secrets.token_urlsafe(32)
    try:
        app = _registered(channel, manifest, redirect, by, at)
        address = oauth.page(speaks, app, redirect=redirect, state=state, verifier=_verifier(state))
    except oauth.SPEAKING_FAILS as failed:
        raise Refused(
            tried=f"to sign in with {manifest.title}", forbids=str(failed), do="look at what is entered, and try again"
        ) from None
    with audit.one_transaction():
        connection = locked(channel.pk, body)
        Attempt.objects.create(
            connection=connection, officer=by, state_hash=_hash(state), session_hash=_hash(session), redirect=redirect,
            begun_at=at,
        )  # fmt: skip
        record(connection, "sign_in_begun", by.email, at, host=urlsplit(address).hostname)
    asks_for = tuple(zip(speaks.scopes, speaks.because, strict=True))
    return Leaving(channel, address, urlsplit(address).netloc, asks_for, at + LASTS)


def lacks(connection: Connection, manifest: Manifest) -> str:
    """What must be done before anybody can sign in; "" where nothing must."""
    if connection.approved_at is None:
        return f"{connection.approver.name} must confirm it first"
    speaks, whole = _speaks(manifest), _kept_or_nothing(connection)
    wanted = speaks.server if speaks.registers_at else speaks.app_id
    titles = [secret.title for secret in manifest.secrets if secret.name == wanted and not whole.get(wanted)]
    return f"enter the {titles[0].lower()} first" if titles else ""


def finish(
    *, state: str, code: str, error: str, session: str, data: Path, by: Officer, at: datetime
) -> tuple[Channel, str]:
    """Take what the platform sent an officer back with, once; the channel and the account's name.

    Raises: Refused. What was opened and is not the declared account is given back at once.
    """
    attempt = _taken(state, session, by, at)
    channel = attempt.connection.channel
    manifest = platforms.manifest(channel.platform)
    try:
        if error or not code:
            raise _denied(manifest, error)
        tokens, opened = _redeemed(attempt, manifest, code, _verifier(state), data, at)
        _keep_grant(attempt, manifest, tokens, opened, at)
    except Refused as refused:
        with audit.one_transaction():
            tried(attempt.connection_id, "sign in", ok=False, words=refused.forbids[:500], at=at)
            record(attempt.connection, "sign_in_failed", by.email, at, why=refused.forbids[:500])
        raise
    return channel, opened.name


def channel_of(state: str, session: str, by: Officer) -> Channel | None:
    """Which channel an answer is about, for whoever began it."""
    found = Attempt.objects.select_related("connection__channel__body").filter(
        state_hash=_hash(state), session_hash=_hash(session), officer=by
    )  # fmt: skip
    attempt = found.first()
    return attempt.connection.channel if attempt else None


def _may_begin(channel_id: int, body: Body) -> Channel:
    """Only what two people have called official, or a token would be here that nobody has vouched for."""
    found = Connection.objects.select_related("channel__body", "approver").get(
        channel_id=channel_id, channel__body=body
    )
    manifest = platforms.manifest(found.channel.platform)
    missing = "it is disconnected" if found.cut_at else lacks(found, manifest)
    if missing:
        do = "declare it again first" if found.cut_at else "look at the channel's page for what is missing"
        raise Refused(tried=f"to sign in with {manifest.title}", forbids=missing, do=do)
    return found.channel


def _registered(channel: Channel, manifest: Manifest, redirect: str, by: Officer, at: datetime) -> oauth.App:
    """Our app there; where a program registers it, that is done now. Raises: as `oauth.register`."""
    speaks, connection = _speaks(manifest), Connection.objects.get(channel=channel)
    app = app_of(speaks, kept(connection))
    if app.id or not speaks.registers_at:
        return app
    number, secret = oauth.register(speaks, app, redirect=redirect, name=NAME)
    with audit.one_transaction():
        hold(channel.pk)
        row = locked(channel.pk, channel.body)
        keep(row, {**kept(row), speaks.app_id: number, speaks.app_secret: secret}, by=by.email, at=at)
        record(row, "app_registered", by.email, at)
    return oauth.App(number, secret, app.server)


def _taken(state: str, session: str, by: Officer, at: datetime) -> Attempt:
    """The request that is answered, which nothing else can answer any more. Raises: Refused."""
    with audit.one_transaction():
        rows = Attempt.objects.select_for_update(of=("self",)).select_related("connection__channel__body", "officer")
        found = rows.filter(state_hash=_hash(state), session_hash=_hash(session), officer=by).first()
        wrong = ""
        if found is None:
            wrong = "this is no answer to anything that you began in this session"
        elif found.used_at:
            wrong = "this answer was taken before"
        elif at - found.begun_at > LASTS:
            wrong = "it came more than ten minutes after you began"
        if found is None or wrong:
            raise Refused(tried="to connect a channel", forbids=wrong, do="begin again on the channel's page")
        require(by, found.connection.channel.body, Permission.CONNECT)
        found.used_at = at
        found.save(update_fields=["used_at"])
    return found


def _redeemed(
    attempt: Attempt, manifest: Manifest, code: str, verifier: str, data: Path, at: datetime
) -> tuple[Tokens, Opened]:
    """What the consent is worth, and the declared account among those it opens. Raises: Refused."""
    speaks, channel, whole = _speaks(manifest), attempt.connection.channel, _kept_or_nothing(attempt.connection)
    app, asks = app_of(speaks, whole), platforms.grants(channel.platform)
    assert asks is not None, "a platform with a sign-in says which accounts one opens"
    tokens = None
    try:
        tokens = oauth.redeem(speaks, app, code=code, redirect=attempt.redirect, verifier=verifier, now=at)
        access = Access(channel.account, {**whole, speaks.token: tokens.access}, data=data)
        opened = asks.accounts(access, tokens)
    except oauth.SPEAKING_FAILS as failed:
        gave_back = give_back(speaks, app, tokens) if tokens else ""
        raise Refused(
            tried=f"to connect {channel.title}", forbids=f"{manifest.title} did not do its part: {failed}. {gave_back}",
            do="sign in again; if it stays so, look at the app's id, secret and redirect address",
        ) from None  # fmt: skip
    ours = next((one for one in opened if one.account.casefold() == channel.account.casefold()), None)
    wrong = _wrong(manifest, channel, tokens, opened, ours)
    if ours is None or wrong:
        raise Refused(
            tried=f"to connect {channel.title}", forbids=f"{wrong}. {give_back(speaks, app, tokens)}",
            do=f"sign in as {speaks.signs_in_as}, and allow all that is asked for",
        )  # fmt: skip
    return tokens, ours


def _wrong(
    manifest: Manifest, channel: Channel, tokens: Tokens, opened: tuple[Opened, ...], ours: Opened | None
) -> str:
    speaks = _speaks(manifest)
    if ours is None:
        names = ", ".join(dict.fromkeys(one.name for one in opened)) or "no account that can be connected"
        return f"whoever signed in has {names}, and {channel.account} is what two people declared official"
    withheld = [scope for scope in speaks.scopes if tokens.scopes and scope not in tokens.scopes]
    return f"{', '.join(withheld)} was not allowed" if withheld else ""


def give_back(speaks: OAuth, app: oauth.App, tokens: Tokens) -> str:
    """Access that we must not have, in a sentence that says what became of it."""
    return revoked(speaks, app, tokens.refresh or tokens.access)


def revoked(speaks: OAuth, app: oauth.App, token: str) -> str:
    """In words for people: whether the platform knows that a token is ours no longer."""
    try:
        oauth.revoke(speaks, app, token=token)
    except oauth.SPEAKING_FAILS as failed:
        return f"Access could not be given back by a program ({failed}): take it away at the platform"
    return "Access was given back"


def _keep_grant(attempt: Attempt, manifest: Manifest, tokens: Tokens, opened: Opened, at: datetime) -> None:
    speaks, channel = _speaks(manifest), attempt.connection.channel
    renewable = bool(tokens.refresh) or speaks.renews_itself
    ends_at = tokens.refresh_ends_at if tokens.refresh else None if renewable else tokens.expires_at
    with audit.one_transaction():
        before = hold(channel.pk)
        row = locked(channel.pk, channel.body)
        if row.cut_at or row.approved_at is None:
            raise Refused(
                tried=f"to connect {channel.title}",
                forbids="it was disconnected meanwhile",
                do="declare it again first",
            )
        if before is not None:
            Grant.objects.filter(pk=before.pk).update(ended_at=at, renew_at=None)
        new = {speaks.token: tokens.access, "refresh_token": tokens.refresh, **opened.secrets}
        row.awaits_grant = False
        row.save(update_fields=["awaits_grant"])
        keep(row, {**kept(row), **new}, by=attempt.officer.email, at=at)
        Grant.objects.create(
            connection=row, by=attempt.officer, at=at, name=opened.name, renewable=renewable,
            expires_at=tokens.expires_at, ends_at=ends_at,
            renew_at=renew_at(speaks, at, tokens.expires_at) if renewable else None,
        )  # fmt: skip
        ask_again(row, at)
        tried(row.pk, "sign in", ok=True, words=f"{manifest.title} opened {opened.name}", at=at)
        record(
            row, "signed_in", attempt.officer.email, at, account=opened.account, scopes=sorted(speaks.scopes),
            renewable=renewable, ends_at=ends_at.isoformat() if ends_at else "",
        )  # fmt: skip


def renew_at(speaks: OAuth, at: datetime, expires_at: datetime | None) -> datetime | None:
    """Some time before the end, and never in the first half of a life. None for what does not end."""
    if expires_at is None:
        return None
    margin = min(timedelta(seconds=speaks.renew_before_seconds), (expires_at - at) / 2)
    return expires_at - margin


def _denied(manifest: Manifest, error: str) -> Refused:
    why = "whoever signed in did not allow it" if error in DENIED else f"it says “{error[:80] or 'nothing'}”"
    return Refused(
        tried=f"to sign in with {manifest.title}", forbids=f"{manifest.title} gives no access: {why}",
        do="begin again on the channel's page, and allow all that is asked for",
    )  # fmt: skip


def _speaks(manifest: Manifest) -> OAuth:
    if manifest.oauth is None:
        raise Refused(
            tried=f"to sign in with {manifest.title}", forbids="nobody signs in there to give access",
            do="enter its credentials",
        )  # fmt: skip
    return manifest.oauth


def _kept_or_nothing(connection: Connection) -> dict[str, str]:
    try:
        return kept(connection)
    except sealing.CannotOpen:
        return {}


def _verifier(state: str) -> str:
    """64 characters that only we can make of a state, so that they need not be kept. Source: RFC 7636, 4.1."""
    return salted_hmac("evenhand.connections.authorising", state, algorithm="sha256").hexdigest()


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()

"""Access is renewed before it ends: by one worker at a time, and never with a token that was used up before.

That a renewal goes out is committed first. If its answer is lost in a crash or a broken connection, the row says so.
The old token is then tried again, since nothing better is left; where the platform has used it up, people are told.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.audit import operations as audit
from evenhand.connections.authorising import app_of, renew_at
from evenhand.connections.declaring import locked
from evenhand.connections.models import Grant
from evenhand.connections.opening import PROGRAM, keep, kept, record
from evenhand.connections.reading import tried
from evenhand.core import reading_pace
from evenhand.platforms import found as platforms
from evenhand.platforms import oauth
from evenhand.platforms.contract import AppRefused, GrantOver, NotDone, NotReadable, OAuth, Tokens, TryAgain, Unknown

YOUNG = timedelta(minutes=5)
"""A token that is refused so soon after it came is not refused for its age."""


def due(at: datetime) -> list[int]:
    """Grants whose tokens are to be renewed now."""
    living = Grant.objects.filter(ended_at=None, renewable=True, trouble="", renew_at__lte=at, connection__cut_at=None)
    return list(living.order_by("renew_at").values_list("pk", flat=True))


def hasten(*, connection_id: int, at: datetime) -> int | None:
    """A token was refused: renew it now, if that may mend it. The grant to renew, or None."""
    with audit.one_transaction():
        living = Grant.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            connection_id=connection_id, ended_at=None, renewable=True, trouble="", failures=0
        )  # fmt: skip
        grant = living.first()
        if grant is None or max(grant.at, grant.renewed_at or grant.at) > at - YOUNG:
            return None
        grant.renew_at = at
        grant.save(update_fields=["renew_at"])
    return grant.pk


def renew(*, grant_id: int, now: Callable[[], datetime]) -> bool:
    """Whether new tokens came. Judging the channel and telling people is the work of whoever calls."""
    asked_at = _asking(grant_id, now())
    if asked_at is None:
        return False
    with audit.one_transaction():
        grant = _mine(grant_id)
        if grant is None or grant.asked_at != asked_at:
            return False
        channel = grant.connection.channel
        manifest = platforms.manifest(channel.platform)
        speaks, whole = manifest.oauth, kept(grant.connection)
        assert speaks is not None, "only a platform where people sign in has grants"
        token = whole.get(speaks.token if speaks.renews_itself else "refresh_token", "")
        try:
            tokens = oauth.renew(speaks, app_of(speaks, whole), token=token, now=asked_at)
        except GrantOver as over:
            _stopped(grant, f"{manifest.title} gives no more tokens: {over}{_lost(grant, speaks)}", now())
        except AppRefused as refused:
            _stopped(grant, f"{manifest.title} does not take the app's id or secret: {refused}", now())
        except TryAgain as busy:
            _later(grant, str(busy), busy.after_seconds, now(), sure=True)
        except (NotDone, Unknown, NotReadable) as broken:
            _later(grant, str(broken), 0, now(), sure=False)
        else:
            _renewed(grant, speaks, tokens, asked_at)
            return True
    return False


def _asking(grant_id: int, at: datetime) -> datetime | None:
    """Commit that a renewal goes out. None where it is not due, or another worker has it."""
    with audit.one_transaction():
        grant = _mine(grant_id)
        if grant is None or grant.trouble or not grant.renewable or grant.renew_at is None or grant.renew_at > at:
            return None
        if grant.asked_at is not None:
            grant.unsure_since = grant.unsure_since or grant.asked_at
        grant.asked_at = at
        grant.save(update_fields=["asked_at", "unsure_since"])
    return at


def _mine(grant_id: int) -> Grant | None:
    rows = Grant.objects.select_for_update(skip_locked=True, of=("self",)).select_related("connection__channel__body")
    return rows.filter(pk=grant_id, ended_at=None).first()


def _renewed(grant: Grant, speaks: OAuth, tokens: Tokens, at: datetime) -> None:
    row = locked(grant.connection.channel_id, grant.connection.channel.body)
    new = {speaks.token: tokens.access, **({"refresh_token": tokens.refresh} if tokens.refresh else {})}
    keep(row, {**kept(row), **new}, by=PROGRAM, at=at)
    grant.renewed_at, grant.asked_at, grant.unsure_since, grant.failures = at, None, None, 0
    grant.expires_at, grant.renew_at = tokens.expires_at, renew_at(speaks, at, tokens.expires_at)
    if tokens.refresh and tokens.refresh_ends_at:
        grant.ends_at = tokens.refresh_ends_at
    grant.save()
    tried(row.pk, "renew access", ok=True, words="", at=at)
    record(row, "access_renewed", PROGRAM, at, names=sorted(new))


def _later(grant: Grant, words: str, after_seconds: float, at: datetime, *, sure: bool) -> None:
    """`sure`: the platform surely did nothing, so the token is as good as before."""
    grant.failures += 1
    grant.renew_at = at + reading_pace.after_failure(grant.failures, after_seconds)
    if sure:
        grant.asked_at = None
    grant.save()
    tried(grant.connection_id, "renew access", ok=False, words=words[:500], at=at)


def _stopped(grant: Grant, words: str, at: datetime) -> None:
    """Nothing more is asked for until a person has done something."""
    grant.trouble, grant.renew_at, grant.asked_at = words[:500], None, None
    grant.save()
    tried(grant.connection_id, "renew access", ok=False, words=words[:500], at=at)
    record(grant.connection, "renewal_refused", PROGRAM, at, why=words[:500])


def _lost(grant: Grant, speaks: OAuth) -> str:
    if grant.unsure_since is None or not speaks.rotates:
        return ""
    return (
        f". The answer to an earlier renewal, on {grant.unsure_since:%-d %B %Y at %H:%M} UTC, never reached us, and "
        "each renewal token is taken once"
    )

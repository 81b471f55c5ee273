"""How well a channel is read: healthy, degraded, silent or broken, why, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=15)  # without a read that went well
DEAD = timedelta(hours=6)
WARNED_BEFORE = timedelta(days=14)  # of the end of an access
PRESSED_BEFORE = timedelta(days=3)
LEAST_WEEKS = 4  # of the channel's own past, or nothing is said about silence
USUAL_LEAST = 5.0  # comments that such a stretch brings on average, or it says nothing


class ChannelHealth(StrEnum):
    """In words for people. WAITING: not read yet, and nothing is wrong."""

    WAITING = "waiting"
    HEALTHY = "healthy"
    DEGRADED = "degraded"
    SILENT = "silent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long nobody has written, and what the same hours of the weeks before brought, newest week first."""

    since: datetime
    before: Sequence[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a channel. Instants are UTC; `probed` is "healthy", "degraded", "broken", or "" for never."""

    ready_since: datetime | None  # when it was confirmed and had what opens it; None: not yet
    last_success_at: datetime | None = None
    failures: int = 0
    failure: str = ""
    refused: bool = False
    probed: str = ""
    probe_words: str = ""
    expires_at: datetime | None = None
    quiet: Quiet | None = None
    no_renewal: str = ""  # why the platform gives no new access, though the old may still live


@dataclass(frozen=True, slots=True)
class Judged:
    """How it is, why, and the next step. `tell`: what its keeper is told of, once as long as it stays the same."""

    health: ChannelHealth
    because: str
    do: str = ""
    tell: str = ""


def judge(facts: Facts, at: datetime) -> Judged:
    """The gravest thing that is true of a channel."""
    if facts.ready_since is None:
        return Judged(ChannelHealth.WAITING, "It is not confirmed, or has no credentials yet.", "Finish connecting it.")
    return _broken(facts, at) or _expiring(facts, at) or _degraded(facts, at) or _silent(facts) or _well(facts)


def _broken(facts: Facts, at: datetime) -> Judged | None:
    renew = "Enter new credentials on the channel's page, as its steps say."
    if facts.refused:
        return Judged(ChannelHealth.BROKEN, f"The platform refuses access: {_ended(facts.failure)}", renew, "refused")
    if facts.no_renewal:
        sign_in = "On the channel's page, correct what is named here or sign in again with its “Connect” button."
        return Judged(ChannelHealth.BROKEN, f"Access is not renewed: {_ended(facts.no_renewal)}", sign_in, "no renewal")
    if facts.probed == ChannelHealth.BROKEN:
        return Judged(ChannelHealth.BROKEN, f"The daily check failed: {_ended(facts.probe_words)}", renew, "probe")
    if facts.expires_at is not None and at >= facts.expires_at:
        return Judged(ChannelHealth.BROKEN, f"Access ended on {_day(facts.expires_at)}.", renew, "expired")
    if _since_success(facts, at) > DEAD:
        words = f"Nothing could be read for {_hours(_since_success(facts, at))}. {_ended(facts.failure)}".strip()
        look = "See whether the platform says that it is down, and whether a worker runs (evenhand health)."
        return Judged(ChannelHealth.BROKEN, words, look, "unread")
    return None


def _expiring(facts: Facts, at: datetime) -> Judged | None:
    if facts.expires_at is None or facts.expires_at - at > WARNED_BEFORE:
        return None
    pressing = "expires now" if facts.expires_at - at <= PRESSED_BEFORE else "expires"
    words = f"Access ends on {_day(facts.expires_at)}; after that nothing can be read or done."
    return Judged(ChannelHealth.DEGRADED, words, "Renew it before then, on the channel's page.", pressing)


def _degraded(facts: Facts, at: datetime) -> Judged | None:
    wait = "Nothing yet: it is tried again by itself."
    if facts.failures >= 3:
        return Judged(ChannelHealth.DEGRADED, f"{facts.failures} reads in a row failed: {_ended(facts.failure)}", wait)
    if _since_success(facts, at) > LATE:
        return Judged(ChannelHealth.DEGRADED, f"Nothing was read for {_hours(_since_success(facts, at))}.", wait)
    if facts.probed == ChannelHealth.DEGRADED:
        return Judged(ChannelHealth.DEGRADED, f"The daily check says: {_ended(facts.probe_words)}", wait)
    return None


def _silent(facts: Facts) -> Judged | None:
    """Only where every one of the weeks before brought something in the same hours, and not by chance just one."""
    quiet = facts.quiet
    if quiet is None or len(quiet.before) < LEAST_WEEKS or min(quiet.before) < 1:
        return None
    usual = sum(quiet.before) / len(quiet.before)
    if usual < USUAL_LEAST:
        return None
    words = (
        f"Nobody has commented since {_day(quiet.since)}, {quiet.since:%H:%M} UTC. In each of the last "
        f"{len(quiet.before)} weeks the same hours brought some: {usual:.0f} on average, {min(quiet.before)} at least."
    )
    look = "Open the channel: if there are new comments, enter the credentials again; if comments are off, all is well."
    return Judged(ChannelHealth.SILENT, words, look, "silent")


def _well(facts: Facts) -> Judged:
    if facts.last_success_at is None:
        return Judged(ChannelHealth.WAITING, "It is about to be read for the first time.")
    return Judged(ChannelHealth.HEALTHY, "It is read without trouble.")


def _since_success(facts: Facts, at: datetime) -> timedelta:
    assert facts.ready_since is not None, "what is not ready is judged before"
    return at - max(facts.ready_since, facts.last_success_at or facts.ready_since)


def _ended(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""


def _day(at: datetime) -> str:
    return f"{at:%-d %B %Y}"


def _hours(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"

"""The part of a channel's page about push: where the platform calls, whether it does, and what came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from evenhand.connections import push_queries, pushing
from evenhand.connections.models import Connection
from evenhand.intake.models import Channel
from evenhand.platforms.contract import Manifest, Push


def push(row: Channel, connection: Connection | None, manifest: Manifest, at: datetime, *, may: bool) -> dict[str, Any]:
    """What the page shows under `push`; empty where the platform pushes nothing, or the channel is not connected.

    `may`: whether whoever looks may open and close addresses.
    """
    if manifest.push is not Push.SIGNED or connection is None or connection.cut_at or connection.approved_at is None:
        return {}
    seen, args = push_queries.of(connection, at), [row.body.slug, row.pk]
    urls = {f"{what}_url": reverse(f"{what}-push", args=args) if may else "" for what in ("open", "close", "ask")}
    if seen is None:
        why_not = "" if pushing.is_public() else settings.EVENHAND_PUBLIC_ADDRESS
        return {"platform": manifest.title, "seen": None, "unreachable": why_not, **urls}
    return {"platform": manifest.title, "seen": seen, "facts": _facts(row, seen), "unreachable": "", **urls}


def _facts(row: Channel, seen: push_queries.Pushed) -> list[dict[str, str]]:
    address = seen.address
    asked = address.subscribed_words or "not yet, or it cannot be asked: see the steps"
    facts = [
        ("Address to enter there", pushing.written(row.platform, address.token)),
        ("Asked to push", f"{asked} ({_day(address.subscribed_at)})" if address.subscribed_at else asked),
        ("Last message", _day(seen.last_at) or "none yet"),
        ("Taken in 24 hours", f"{seen.events:,}{_listed(seen.kinds)}"),
        ("Refused in 24 hours", f"{sum(seen.refused.values()):,}{_listed(seen.refused)}"),
    ]
    if seen.aside:
        facts.append(("Not kept in 24 hours", f"{sum(seen.aside.values()):,}{_listed(seen.aside)}"))
    if seen.waiting:
        facts.append(("Still to be read", f"{seen.waiting:,}"))
    return [{"key": key, "value": value} for key, value in facts]


def _listed(counts: Mapping[str, int]) -> str:
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    return "".join(f"\n{what}: {times:,}" for what, times in found)


def _day(at: datetime | None) -> str:
    return f"{localtime(at):%-d %B %Y, %H:%M}" if at else ""

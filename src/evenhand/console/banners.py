"""What every page of a body says at its head: incidents that run, pre-election periods, alerts that nobody has seen."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from evenhand.connections import queries as connections
from evenhand.core.dates import said
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.watch import queries


@dataclass(frozen=True, slots=True)
class Banner:
    """One line. `about`: the rule; `kind`: "incident", "election", "alert", "channel" or "shadow"."""

    kind: str
    title: str
    text: str
    url: str


def banners(body: Body, held: frozenset[Permission], at: datetime) -> list[Banner]:
    """HRS-04, ELE-01, HRS-05, for those who may see the calendar; how channels go; shadow mode, which concerns all."""
    found = [*_shadow(body, held)]
    if Permission.SEE_CHANNELS in held:
        found += _channels(body)
    if Permission.SEE_WATCH in held:
        found += [*_alerts(body, held), *_incidents(body, at), *_elections(body, at)]
    return found


def _shadow(body: Body, held: frozenset[Permission]) -> list[Banner]:
    titles = sorted(connections.in_shadow(body).values())
    if not titles:
        return []
    text = f"Nothing that is decided about {', '.join(titles)} is done on the platform."
    name = "channels" if Permission.SEE_CHANNELS in held else ""
    return [Banner("shadow", "Shadow mode", text, reverse(name, args=[body.slug]) if name else "")]


def _channels(body: Body) -> list[Banner]:
    return [
        Banner(
            "alert" if row.health == "broken" else "channel", f"{row.connection.channel.title} is {row.health}",
            row.because, reverse("channel", args=[body.slug, row.connection.channel_id]),
        )
        for row in connections.not_well(body)
    ]  # fmt: skip


def _alerts(body: Body, held: frozenset[Permission]) -> list[Banner]:
    waiting = queries.unacknowledged(body) if Permission.ACKNOWLEDGE in held else 0
    if not waiting:
        return []
    text = "A grave case came in out of hours." if waiting == 1 else f"{waiting} grave cases came in out of hours."
    return [Banner("alert", "Not acknowledged", text, reverse("on-call", args=[body.slug]))]


def _incidents(body: Body, at: datetime) -> list[Banner]:
    return [
        Banner(
            "incident", row.kind.capitalize(), f"{row.why} Hours are longer until {when(row.ends_at)}.",
            reverse("incidents", args=[body.slug]),
        )
        for row in queries.running(body, at)
    ]  # fmt: skip


def _elections(body: Body, at: datetime) -> list[Banner]:
    return [
        Banner(
            "election", "Pre-election period", f"{row.area}, until {said(row.last_on)}: party-political comments are "
            "looked at more strictly (CON-08).", reverse("elections", args=[body.slug]),
        )
        for row in queries.period_now(body, at)
    ]  # fmt: skip


def when(at: datetime) -> str:
    """As on a page: Mon 4 March, 22:00."""
    return f"{localtime(at):%a %-d %B, %H:%M}"

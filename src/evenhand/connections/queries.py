"""Connections as the officers of one body see them. No credential is ever among what is given."""

from dataclasses import dataclass

from evenhand.connections.models import Connection, Grant, Reading, Revisit, ShadowAct, ShadowChange, Tried, Unreadable
from evenhand.core.channel_health import ChannelHealth
from evenhand.core.reading_pace import SAID_AFTER
from evenhand.intake.models import Channel
from evenhand.officers.models import Body

NOT_WELL = [ChannelHealth.DEGRADED.value, ChannelHealth.SILENT.value, ChannelHealth.BROKEN.value]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in the list. `health`: "not connected" without a connection, or "disconnected"."""

    channel: Channel
    health: str
    because: str
    shadow: bool


def channels(body: Body) -> list[ChannelLine]:
    """Every channel of a body, by title."""
    shadowed = in_shadow(body)
    found = Channel.objects.filter(body=body).select_related("connection__reading", "connection__approver")
    return [_line(channel, channel.pk in shadowed) for channel in found.order_by("title", "pk")]


def _line(channel: Channel, shadow: bool) -> ChannelLine:
    connection = getattr(channel, "connection", None)
    if connection is None:
        return ChannelLine(channel, "not connected", "Comments come from files alone.", shadow)
    if connection.cut_at:
        return ChannelLine(channel, "disconnected", "Nothing is read or done there.", shadow)
    if connection.approved_at is None:
        return ChannelLine(channel, "waiting", f"{connection.approver.name} must confirm it.", shadow)
    return ChannelLine(channel, connection.reading.health, connection.reading.because, shadow)


def connection(channel: Channel) -> Connection | None:
    """Of a channel, with all that its page names."""
    found = Connection.objects.select_related("channel__body", "declared_by", "approver", "keeper", "reading")
    return found.filter(channel=channel).defer("sealed").first()


def living_grant(connection: Connection) -> Grant | None:
    """What somebody who signed in at the platform allowed, and still holds."""
    return Grant.objects.select_related("by").filter(connection=connection, ended_at=None).first()


def not_well(body: Body) -> list[Reading]:
    """Channels that somebody must look at, the gravest first."""
    found = Reading.objects.filter(
        connection__channel__body=body, connection__approved_at__isnull=False, connection__cut_at=None,
        health__in=NOT_WELL,
    )  # fmt: skip
    rows = found.select_related("connection__channel").defer("connection__sealed")
    return sorted(rows, key=lambda row: (-NOT_WELL.index(row.health), row.pk))


def in_shadow(body: Body) -> dict[int, str]:
    """Titles of the channels in shadow mode, by id."""
    changes = ShadowChange.objects.filter(channel__body=body, agreed_at__isnull=False).select_related("channel")
    last = changes.order_by("channel_id", "-agreed_at", "-pk").distinct("channel_id")
    return {change.channel_id: change.channel.title for change in last if change.on}


def tries(connection: Connection, count: int = 20) -> list[Tried]:
    """What was tried lately, newest first."""
    return list(Tried.objects.filter(connection=connection).order_by("-last_at", "-pk")[:count])


def unreadable(connection: Connection, count: int = 20) -> list[Unreadable]:
    """What could not be read, newest first, without its bytes."""
    return list(Unreadable.objects.filter(connection=connection).defer("payload").order_by("-at", "-pk")[:count])


def shadow_acts(channel: Channel, count: int = 20) -> list[ShadowAct]:
    """What would have been done, newest first."""
    return list(ShadowAct.objects.filter(channel=channel).order_by("-at", "-pk")[:count])


def troubled() -> tuple[int, list[str]]:
    """For whoever watches the machines: how many channels are connected, and how many are how unwell. Names nobody."""
    found = Reading.objects.filter(connection__approved_at__isnull=False, connection__cut_at=None)
    states = list(found.values_list("health", flat=True))
    return len(states), [f"{states.count(state)} {state}" for state in NOT_WELL if state in states]


def not_read_again(channel: Channel | None = None) -> list[Revisit]:
    """Comments that could not be looked at again for hours, the longest first; of every body without a channel."""
    found = Revisit.objects.filter(failures__gte=SAID_AFTER, due_at__isnull=False).select_related("comment")
    found = found.filter(comment__channel=channel) if channel else found
    return list(found.order_by("failing_since", "pk"))

"""What was pushed about a channel, as its page shows it. Never a word of a message."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from evenhand.connections.models import Connection, PushAddress, PushCount, PushedEvent, Wanted
from evenhand.connections.pushed import REFUSED

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Pushed:
    """Of the last 24 hours, but for `last_at` and `waiting`. `kinds`: as the platform calls what happened.

    `refused` and `aside` are counted by the hour: of the hour that began before the 24, all.
    """

    address: PushAddress
    last_at: datetime | None
    events: int
    kinds: Mapping[str, int]
    refused: Mapping[str, int]
    aside: Mapping[str, int]
    waiting: int


def of(connection: Connection, at: datetime) -> Pushed | None:
    """None where no address is open."""
    address = PushAddress.objects.filter(connection=connection, closed_at=None).first()
    if address is None:
        return None
    taken = PushedEvent.objects.filter(connection=connection, signed=True)
    lately = list(taken.filter(received_at__gt=at - DAY).values_list("kinds", flat=True))
    counted = _counted(connection, at)
    return Pushed(
        address=address,
        last_at=taken.order_by("-received_at").values_list("received_at", flat=True).first(),
        events=len(lately),
        kinds=Counter(kind for kinds in lately for kind in kinds),
        refused={what: times for what, times in counted.items() if what in REFUSED},
        aside={what: times for what, times in counted.items() if what not in REFUSED},
        waiting=Wanted.objects.filter(connection=connection).count(),
    )


def _counted(connection: Connection, at: datetime) -> dict[str, int]:
    began = (at - DAY).replace(minute=0, second=0, microsecond=0)
    rows = PushCount.objects.filter(connection=connection, hour__gte=began)
    return dict(rows.order_by("what").values_list("what").annotate(Sum("times")))

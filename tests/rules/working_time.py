"""Calendars and instants for the tests of hours, blocks, lists and elections."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from evenhand.calendars import calendar_of
from evenhand.core.hours import Calendar
from evenhand.core.incidents import Incident, IncidentKind
from evenhand.editions import read

EDITIONS = Path(__file__).parents[2] / "editions"
STOCKPORT = read(EDITIONS / "stockport/2024-01-01.toml")
WEALDHAM = read(EDITIONS / "wealdham/2025-04-01.toml")
LONDON = ZoneInfo("Europe/London")
OFFICE = calendar_of(STOCKPORT, 2023, 2028, ())
WEALDHAM_OFFICE = calendar_of(WEALDHAM, 2025, 2028, ())


def wall(said: str, fold: int = 0) -> datetime:
    """London's wall clock: "2024-03-08 16:50"; `fold` 1 is the second time an hour comes round in October."""
    return datetime.fromisoformat(said).replace(tzinfo=LONDON, fold=fold)


def storm(starts: str, ends: str, *channels: str, declared: str = "") -> Incident:
    """Severe weather on some channels, declared when it starts unless said otherwise."""
    return Incident(
        kind=IncidentKind.SEVERE_WEATHER,
        why="red warning for wind",
        declared_by="Imogen Castle, duty manager",
        declared_at=wall(declared or starts),
        starts_at=wall(starts),
        ends_at=wall(ends),
        channels=frozenset(channels or ("facebook",)),
    )


def during(*incidents: Incident, first_year: int = 2023, last_year: int = 2028) -> Calendar:
    """The reference office with incidents declared."""
    return calendar_of(STOCKPORT, first_year, last_year, incidents)

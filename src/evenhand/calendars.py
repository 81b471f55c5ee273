"""HRS-03: a body's calendar over some years: its hours, the public holidays of its nation, its own closed days."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar
from evenhand.core.incidents import Incident
from evenhand.core.values import ActiveHours, Nation, PublicHolidays

SUBDIVISION = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def calendar_of(edition: Edition, first_year: int, last_year: int, incidents: Iterable[Incident]) -> Calendar:
    """HRS-01, HRS-03, HRS-04: an edition's calendar from 1 January of one year to 31 December of another.

    Raises: Refused when the last year is before the first.
    """
    hours = edition.value("HRS-01", ActiveHours)
    return Calendar(
        zone=ZoneInfo(hours.timezone),
        hours=hours.hours,
        closed=closed_days(edition.value("HRS-03", PublicHolidays), first_year, last_year),
        first=date(first_year, 1, 1),
        last=date(last_year, 12, 31),
        incidents=tuple(incidents),
    )


@lru_cache(maxsize=64)  # 2 ms a year of public holidays, asked for with every standing of a block
def closed_days(values: PublicHolidays, first_year: int, last_year: int) -> frozenset[date]:
    """HRS-03: public holidays of the nation in those years, both inclusive, and the days the body names itself.

    Worked out by rule and from a list of single proclamations that comes with the library: no network.
    """
    return frozenset((*public_holidays(values.nation, first_year, last_year), *values.also_closed))


def public_holidays(nation: Nation, first_year: int, last_year: int) -> dict[date, str]:
    """HRS-03: the public holidays of a nation in those years, both inclusive, with their names."""
    years = range(first_year, last_year + 1)
    return dict(holidays.country_holidays("GB", subdiv=SUBDIVISION[nation], years=years))

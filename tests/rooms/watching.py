"""Incidents, duties and periods of Harrowmere, for the tests of watching."""

from datetime import date, datetime

from tests.rooms import world
from tests.rules.hearing import STOCKPORT
from tests.rules.working_time import wall

from evenhand.core.incidents import IncidentKind
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.watch import operations as watch
from evenhand.watch.models import DeclaredIncident, Duty, ElectionPeriod
from evenhand.work.pipeline import take_in


def declare(
    body: Body, by: Officer, starts: str, ends: str, *, at: str = "", channels: tuple[str, ...] = ("town-page",),
    extends: int | None = None,
) -> DeclaredIncident:  # fmt: skip
    return watch.declare_incident(
        body=body, edition=STOCKPORT, kind=IncidentKind.SEVERE_WEATHER, why="A red warning for wind.",
        channels=channels, starts_at=wall(starts), ends_at=wall(ends), by=by, at=wall(at or starts), extends=extends,
    )  # fmt: skip


def on_call(body: Body, officer: Officer, starts: str, ends: str, *, by: Officer) -> Duty:
    return watch.set_duty(
        body=body, officer=officer, starts_at=wall(starts), ends_at=wall(ends), phone="0161 496 0123",
        email=officer.email, by=by, at=world.NOON,
    )  # fmt: skip


def election(
    body: Body, by: Officer, first: str, last: str, *, poll: str = "", area: str = "Harrowmere North",
    channels: tuple[str, ...] = ("town-page",),
) -> ElectionPeriod:  # fmt: skip
    return watch.set_election_period(
        body=body, area=area, channels=channels, poll_on=date.fromisoformat(poll or last),
        first_on=date.fromisoformat(first), last_on=date.fromisoformat(last), by=by, at=world.NOON,
    )  # fmt: skip


def wrote(channel: Channel, id_: str, text: str, at: datetime, **known: object) -> None:
    """Somebody comments, and it goes the whole way in."""
    comment = world.a_comment(id_, text, created_at=at, **known)
    take_in(channel=channel, incoming=[comment], by=world.BY, at=at)

"""ELE-01: pre-election periods, in which CON-08 is stricter and removals are logged by party named."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from evenhand.core.dates import day_of, said
from evenhand.core.edition import Edition
from evenhand.core.moderation import REMOVALS
from evenhand.core.refusals import Refused
from evenhand.core.values import PreElection
from evenhand.core.vocabulary import Outcome

NO_PARTY = "no party named"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first_on` to `last_on`, both inclusive, in one area, as a person set them."""

    area: str
    poll_on: date
    first_on: date
    last_on: date
    set_by: int | None


@dataclass(frozen=True, slots=True)
class Inside:
    """Whether a comment falls in a pre-election period, and in which."""

    pre_election: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One line of the log of removals in a pre-election period: which parties the comment named."""

    decision: str
    on: date
    areas: tuple[str, ...]
    ground: str
    outcome: Outcome
    parties: tuple[str, ...]


def suggested_period(edition: Edition, area: str, poll_on: date) -> Period:
    """ELE-01: the dates that the edition suggests for a poll, the poll included. Nobody has set them yet."""
    weeks = edition.value("ELE-01", PreElection).weeks_before_poll
    return Period(area, poll_on, poll_on - timedelta(weeks=weeks), poll_on, None)


def set_period(period: Period, *, by: int) -> Period:
    """ELE-01: the period, set by a person for one area. Raises: Refused for dates that cannot be."""
    if not period.area.strip():
        raise _refused("it names no area", "name the ward, constituency or whole area")
    if period.first_on > period.last_on:
        raise _refused("it ends before it begins", "give a last day on or after the first")
    if not period.first_on <= period.poll_on <= period.last_on:
        wrong = f"the poll on {said(period.poll_on)} is not within it"
        raise _refused(wrong, "give dates that include the day of the poll")
    return Period(period.area, period.poll_on, period.first_on, period.last_on, by)


def inside(periods: Iterable[Period], written_at: datetime, areas: Collection[str], zone: tzinfo) -> Inside:
    """ELE-01: whether a comment on a channel of these areas was written in a period, both ends inclusive.

    The day is that of the body's `zone`; a period that nobody set does not count. Raises: Refused without a zone.
    """
    day = day_of(written_at, zone, "ELE-01")
    hits = sorted(
        f"{period.area}: {said(period.first_on)} to {said(period.last_on)}, poll on {said(period.poll_on)} (ELE-01)"
        for period in periods
        if period.set_by is not None and period.area in areas and period.first_on <= day <= period.last_on
    )
    return Inside(bool(hits), tuple(hits))


def log_line(
    period: Inside,
    decision: str,
    *,
    on: date,
    areas: Iterable[str],
    ground: str,
    outcome: Outcome,
    parties: Iterable[str],
) -> PartyLine | None:
    """ELE-01: the line for a removal in a period, whatever its ground; None for anything else.

    `parties`: those that the comment names, as the officer read it; none gives a line too.
    """
    if not period.pre_election or outcome not in REMOVALS:
        return None
    named = tuple(sorted({party.strip() for party in parties if party.strip()})) or (NO_PARTY,)
    return PartyLine(decision, on, tuple(sorted(set(areas))), ground, outcome, named)


def removals_by_party(lines: Iterable[PartyLine]) -> Mapping[str, int]:
    """ELE-01: how many removed comments named each party, in order of the name; a decision counts once for each."""
    seen = {(line.decision, party) for line in lines for party in line.parties}
    return {name: sum(party == name for _, party in seen) for name in sorted({party for _, party in seen})}


def _refused(forbids: str, do: str) -> Refused:
    return Refused(tried="to set a pre-election period", forbids=forbids, do=do, rule="ELE-01")

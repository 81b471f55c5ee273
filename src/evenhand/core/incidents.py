"""HRS-04: declared incidents, in which named channels are watched outside active hours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from evenhand.core.dates import utc
from evenhand.core.refusals import Refused
from evenhand.core.values import Incidents

RULE = "HRS-04"


class IncidentKind(StrEnum):
    """What may override the hours."""

    CRITICAL_INCIDENT = "critical incident"
    SEVERE_WEATHER = "severe weather"
    MAJOR_EVENT = "major event"


@dataclass(frozen=True, slots=True)
class Incident:
    """From `starts_at` up to, not including, `ends_at`, every hour is active on its channels."""

    kind: IncidentKind
    why: str
    declared_by: str
    declared_at: datetime
    starts_at: datetime
    ends_at: datetime
    channels: frozenset[str]

    @property
    def runs_from(self) -> datetime:
        """UTC. Never before it was declared: hours that were not active when they passed stay so (HRS-02)."""
        return max(utc(self.starts_at, RULE), utc(self.declared_at, RULE))

    @property
    def runs_until(self) -> datetime:
        """UTC, exclusive."""
        return utc(self.ends_at, RULE)


def declare(values: Incidents, incident: Incident) -> Incident:
    """HRS-04: the incident, when it says who, why, for which channels, and an end within the longest.

    Raises: Refused, naming the first part that is missing or impossible; at exactly the longest it is allowed.
    """
    wrong = _wrong(values, incident)
    if wrong:
        forbids, do = wrong
        raise Refused(tried=f"to declare a {incident.kind}", forbids=forbids, do=do, rule=RULE)
    return incident


def call_off(incident: Incident, at: datetime) -> Incident:
    """HRS-04: the incident, ended at `at` instead of by itself. Raises: Refused when it is over already."""
    if utc(at, RULE) >= incident.runs_until:
        raise Refused(
            tried=f"to end a {incident.kind}",
            forbids=f"it ended by itself on {incident.ends_at:%-d %B %Y at %H:%M}",
            do="declare a new one if the hours must be longer again",
            rule=RULE,
        )
    return replace(incident, ends_at=at)


def _wrong(values: Incidents, incident: Incident) -> tuple[str, str] | None:
    """What forbids it and the mend; None when nothing does."""
    for part, given in (("who declares it", incident.declared_by), ("why", incident.why)):
        if not given.strip():
            return f"it does not say {part}", f"say {part}"
    if not incident.channels or not all(name.strip() for name in incident.channels):
        return "it names no channel", "name the channels that are watched for longer"
    if incident.runs_from >= incident.runs_until:
        return "it ends before it begins", "give an end later than its start and than now"
    if incident.runs_until - utc(incident.starts_at, RULE) > timedelta(hours=values.longest_hours):
        return (
            f"it is longer than {values.longest_hours} hours",
            "give an earlier end, and declare it again if it lasts",
        )
    return None

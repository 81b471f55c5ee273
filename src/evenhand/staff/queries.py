"""Reports of abuse of one body, and how much an officer has read."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from evenhand.calendars import calendar_of
from evenhand.core.clocks import next_active
from evenhand.core.hours import working_days_after
from evenhand.core.referrals import contacts_now
from evenhand.core.sparing import Exposure, Seen, exposure
from evenhand.core.staff import Waiting, health_and_safety_line, report_due
from evenhand.core.values import Contact, Sparing, StaffReports
from evenhand.core.vocabulary import Severity
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.staff.models import Look, Report
from evenhand.staff.operations import as_core


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in a list."""

    id: int
    at: datetime
    reporter: str
    target: str
    case: int | None
    words: str
    outcome: str
    said: str
    concluded_by: str
    concluded_at: datetime | None
    due: Waiting


def of_body(body: Body, officer: Officer, held: Collection[Permission]) -> QuerySet[Report]:
    """All of them for who answers them; to everybody else, those that they made or that are about them."""
    found = Report.objects.filter(body=body)
    if Permission.SEE_REPORTS not in held:
        found = found.filter(Q(reporter=officer) | Q(target=officer))
    return found.select_related("reporter", "target", "case", "conclusion__by")


def get(body: Body, report_id: int, officer: Officer, held: Collection[Permission]) -> Report:
    """Raises: Report.DoesNotExist, for another body's and for what the officer may not see."""
    return of_body(body, officer, held).get(pk=report_id)


def listed(body: Body, officer: Officer, held: Collection[Permission], now: datetime) -> list[ReportLine]:
    """What waits longest first, then what has ended, newest first."""
    lines = [line(made, now) for made in of_body(body, officer, held).order_by("-at")[:500]]
    waiting = sorted((each for each in lines if not each.outcome), key=lambda each: each.at)
    return [*waiting, *(each for each in lines if each.outcome)]


def line(made: Report, now: datetime) -> ReportLine:
    """A report with by when its outcome is due."""
    ended = getattr(made, "conclusion", None)
    return ReportLine(
        id=made.pk, at=made.at, reporter=made.reporter.name, target=made.target.name, case=made.case_id,
        words=made.words, outcome=ended.outcome if ended else "", said=ended.said if ended else "",
        concluded_by=ended.by.name if ended else "", concluded_at=ended.at if ended else None, due=_due(made, now),
    )  # fmt: skip


def _due(made: Report, now: datetime) -> Waiting:
    body, ended = made.body, getattr(made, "conclusion", None)
    edition = edition_on(body, localdate(made.at))
    after = partial(working_days_after, calendar_of(edition, made.at.year, made.at.year + 1, ()))
    return report_due(
        edition.value("STF-01", StaffReports), after, reported_on=localdate(made.at),
        concluded_on=localdate(ended.at) if ended else None, today=max(localdate(now), localdate(made.at)),
    )  # fmt: skip


def for_health_and_safety(body: Body) -> str:
    """STF-01: the log as CSV: who, when, what came of it. The words of a comment stay in its case."""
    out = io.StringIO()
    rows = csv.DictWriter(out, ["at (UTC)", "reported by", "affected", "from", "words", "outcome", "said", "ended"])
    rows.writeheader()
    found = Report.objects.filter(body=body).select_related("reporter", "target", "case", "conclusion")
    for made in found.order_by("at", "pk"):
        rows.writerow({name: _harmless(value) for name, value in _row(made).items()})
    return out.getvalue()


def _row(made: Report) -> dict[str, str]:
    kept = health_and_safety_line(as_core(made))
    ended = getattr(made, "conclusion", None)
    return {
        "at (UTC)": made.at.astimezone(UTC).isoformat(timespec="minutes"),
        "reported by": made.reporter.name,
        "affected": made.target.name,
        "from": kept["from"],
        "words": kept["words"],
        "outcome": ended.outcome if ended else "",
        "said": ended.said if ended else "",
        "ended": ended.at.astimezone(UTC).isoformat(timespec="minutes") if ended else "",
    }


def _harmless(value: str) -> str:
    """Spreadsheets run what begins like a formula; an apostrophe makes it text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def support_of(body: Body, now: datetime) -> tuple[tuple[Contact, ...], str]:
    """STF-01: the edition's own lines for staff that answer now, and whom to ask besides."""
    values = edition_on(body, localdate(now)).value("STF-01", StaffReports)
    year = localdate(now).year
    office = calendar_of(edition_on(body, localdate(now)), year, year + 1, ())
    at_work = next_active(office, now, channel="") == now
    return contacts_now(values.support, in_active_hours=at_work), values.otherwise


def exposure_of(body: Body, officer: Officer, now: datetime) -> Exposure | None:
    """STF-02: how much an officer has read since the last break; None where nothing upsetting was read today."""
    looks = list(Look.objects.filter(officer=officer, at__lte=now).values_list("case_id", "at", "case__severity"))
    if not looks:
        return None
    values = edition_on(body, localdate(now)).value("STF-02", Sparing)
    return exposure(values, [Seen(case, at, Severity(severity)) for case, at, severity in looks], now)

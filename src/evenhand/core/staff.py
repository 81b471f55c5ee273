"""STF-01: staff and councillors report abuse in one step; it is logged for health and safety; each gets an outcome."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evenhand.core.appeals import WorkingDays
from evenhand.core.given import aware, day_alone, in_order, in_words
from evenhand.core.moderation import Objection
from evenhand.core.refusals import Refused
from evenhand.core.values import StaffReports


class ReportOutcome(StrEnum):
    """What came of a report."""

    ACTED_ON = "acted on"
    SUPPORTED = "support given"
    POLICE = "passed to the police"
    NO_STEP = "no further step"


@dataclass(frozen=True, slots=True)
class StaffReport:
    """Abuse of a member of staff or a councillor. `comment`: its id where it began from one; `words`: what happened."""

    reporter: int
    target: int
    at: datetime
    comment: str
    words: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """What came of a report, said to the reporter in words."""

    outcome: ReportOutcome
    by: int
    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a report stands: `by` is the last day in time."""

    by: date
    late: bool
    because: str


def report(*, reporter: int, target: int, at: datetime, comment: str, words: str) -> StaffReport:
    """STF-01: one step: a comment or some words are enough. Raises: Refused with neither, or without a time zone."""
    tried = "to report abuse"
    aware("STF-01", tried, report=at)
    if not comment.strip() and not words.strip():
        raise Refused(
            tried=tried, forbids="there is neither a comment nor a word of what happened",
            do="report it from the comment, or say in a few words what happened", rule="STF-01",
        )  # fmt: skip
    return StaffReport(reporter, target, at, comment.strip(), words.strip())


def health_and_safety_line(made: StaffReport) -> dict[str, str]:
    """STF-01: what goes into the log. UTC is for the caller; the words of a comment stay in its case."""
    return {
        "at": made.at.isoformat(),
        "reported by": str(made.reporter),
        "affected": str(made.target),
        "from": f"comment {made.comment}" if made.comment else "what happened elsewhere",
        "words": made.words,
    }


def may_conclude(officer: int, made: StaffReport) -> Objection | None:
    """STF-01, MOD-08: neither the target nor the reporter says what comes of a report."""
    if officer == made.target:
        return Objection("", "MOD-08", "this report is about you", "leave it to a colleague")
    if officer == made.reporter:
        return Objection("", "MOD-08", "you made this report", "leave it to a colleague")
    return None


def conclude_report(made: StaffReport, outcome: ReportOutcome, *, by: int, at: datetime, said: str) -> Concluded:
    """STF-01: the outcome, which the reporter is told in words.

    Raises: Refused, for the target or the reporter, without words, or before the report.
    """
    tried = f"to end a report as {outcome}"
    if objection := may_conclude(by, made):
        raise Refused(tried=tried, forbids=objection.wrong, do=objection.do, rule=objection.rule)
    in_words("STF-01", tried, answer=said)
    aware("STF-01", tried, report=made.at, outcome=at)
    in_order("STF-01", tried, report=made.at, outcome=at)
    return Concluded(outcome, by, at, said.strip())


def report_due(
    values: StaffReports, after: WorkingDays, *, reported_on: date, concluded_on: date | None, today: date
) -> Waiting:
    """STF-01: whether an outcome is late. On its last day is in time. Raises: Refused, for days that go back."""
    tried = "to look how a report stands"
    day_alone("STF-01", tried, report=reported_on, outcome=concluded_on, present_day=today)
    in_order("STF-01", tried, report=reported_on, outcome=concluded_on, present_day=today)
    by = after(reported_on, values.outcome_within_working_days)
    done = f"ended on {concluded_on:%-d %B %Y}" if concluded_on else "no outcome yet"
    return Waiting(by, (concluded_on or today) > by, f"{done}; it was due by {by:%-d %B %Y}")

"""Reporting abuse in one step, its outcome, and looks that are counted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from evenhand.audit import operations as audit
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.refusals import Refused
from evenhand.core.sparing import upsets
from evenhand.core.staff import ReportOutcome, StaffReport, conclude_report
from evenhand.core.staff import report as made_of
from evenhand.core.values import Sparing
from evenhand.core.vocabulary import Severity
from evenhand.decisions.queries import edition_on
from evenhand.notices import operations as notices
from evenhand.notices.operations import To
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding, roles
from evenhand.staff.models import Conclusion, Look, Report

KEPT = timedelta(days=1)


def report(*, body: Body, target: Officer, words: str, by: Officer, at: datetime, case_id: int | None = None) -> Report:
    """STF-01: one step. From a comment, it is noted at whom that is aimed, so that the case goes to others (MOD-08).

    Raises: Refused with neither a comment nor words, for a target who does not work for the body, NotLetIn.
    """
    require(by, body, Permission.REPORT_ABUSE)
    comment = _comment_of(body, case_id)
    given = made_of(reporter=by.pk, target=target.pk, at=at, comment=comment, words=words)
    if not roles(target, body):
        raise Refused(
            tried="to report abuse", forbids=f"{target.name} does not work for {body.name}",
            do="choose a colleague, or yourself", rule="STF-01",
        )  # fmt: skip
    with audit.one_transaction():
        if case_id is not None:
            cases.aimed_at_reporter(case_id=case_id, body=body, target=target, by=by, at=at)
        made = Report.objects.create(body=body, reporter=by, target=target, case_id=case_id, words=given.words, at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="staff.report", subject=f"report {made.pk}",
            target=target.email, case=case_id,
        )  # fmt: skip
        _tell_those_who_answer(made, by, at)
    return made


def _comment_of(body: Body, case_id: int | None) -> str:
    return str(Case.objects.only("comment_id").get(pk=case_id, body=body).comment_id) if case_id is not None else ""


def _tell_those_who_answer(made: Report, by: Officer, at: datetime) -> None:
    for officer in holding(made.body, Permission.SEE_REPORTS):
        if officer.pk in (made.reporter_id, made.target_id):
            continue
        notices.tell(
            body=made.body, kind="abuse reported", about=f"report {made.pk}", to=To(officer=officer),
            subject=f"{made.body.name}: a colleague reports abuse (STF-01)",
            paragraphs=("A colleague has reported abuse.", f"See it, and say what comes of it: {address(made)}"),
            by=by.email, at=at,
        )  # fmt: skip


def conclude(*, report_id: int, body: Body, outcome: ReportOutcome, said: str, by: Officer, at: datetime) -> Conclusion:
    """STF-01: what came of a report, and the reporter is told. Raises: Refused, for the reporter and the target too."""
    require(by, body, Permission.SEE_REPORTS)
    with audit.one_transaction():
        made = Report.objects.select_for_update(of=("self",)).select_related("reporter", "body").get(
            pk=report_id, body=body
        )  # fmt: skip
        before = Conclusion.objects.filter(report=made).select_related("by").first()
        if before:
            raise Refused(
                tried="to end a report", forbids=f"{before.by.name} ended it as “{before.outcome}”",
                do="look at the report again", rule="STF-01",
            )  # fmt: skip
        ended = conclude_report(as_core(made), outcome, by=by.pk, at=at, said=said)
        conclusion = Conclusion.objects.create(
            report=made, reporter_id=made.reporter_id, target_id=made.target_id, outcome=outcome.value,
            said=ended.said, by=by, at=at,
        )  # fmt: skip
        audit.record(
            body=body.slug, at=at, by=by.email, action="staff.conclude", subject=f"report {made.pk}",
            outcome=outcome.value,
        )  # fmt: skip
        notices.tell(
            body=body, kind="abuse report concluded", about=f"report {made.pk}", to=To(officer=made.reporter),
            subject=f"{body.name}: what came of your report (STF-01)",
            paragraphs=("You reported abuse. This is what came of it:", ended.said, f"Your reports: {_list(body)}"),
            by=by.email, at=at,
        )  # fmt: skip
    return conclusion


def export(*, body: Body, by: Officer, at: datetime) -> None:
    """REC-01: note that the log for health and safety was handed out."""
    require(by, body, Permission.SEE_REPORTS)
    with audit.one_transaction():
        audit.record(body=body.slug, at=at, by=by.email, action="staff.export", subject=f"body {body.slug}")


def as_core(made: Report) -> StaffReport:
    """A report as the core has it."""
    comment = str(made.case.comment_id) if made.case else ""
    return StaffReport(made.reporter_id, made.target_id, made.at, comment, made.words)


def looked(*, case: Case, by: Officer, at: datetime) -> None:
    """STF-02: count a look at upsetting words. No audit entry: what a colleague reads is nobody else's business.

    What is older than a day is forgotten.
    """
    values = edition_on(case.body, localdate(at)).value("STF-02", Sparing)
    if not upsets(values, Severity(case.severity)):
        return
    Look.objects.filter(officer=by, at__lt=at - KEPT).delete()
    Look.objects.create(body=case.body, officer=by, case=case, at=at)


def address(made: Report) -> str:
    """Where a report's page is."""
    return f"{_list(made.body)}/{made.pk}"


def _list(body: Body) -> str:
    return f"{settings.EVENHAND_ADDRESS}/{body.slug}/reports"

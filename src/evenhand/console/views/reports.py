"""STF-01, STF-02: reporting abuse, what comes of it, the log for health and safety, and breaks."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases import queries as case_queries
from evenhand.cases import sight
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.alarms import put_away
from evenhand.console.case_more import shown
from evenhand.console.referral_forms import ReportForm, ReportOutcomeForm
from evenhand.core.refusals import Refused
from evenhand.core.staff import ReportOutcome, may_conclude
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding
from evenhand.referrals.reach import responsible
from evenhand.staff import operations, queries
from evenhand.staff.models import Report


@require_http_methods(["GET", "POST"])
@needs(Permission.REPORT_ABUSE)
def reports(request: OfficerRequest) -> HttpResponse:
    """The form, one's own reports, and everybody's for who answers them."""
    body, now = request.body_of_page, clock.now()
    form = ReportForm(request.POST or None, me=request.user, officers=holding(body, Permission.REPORT_ABUSE))
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request, form, None, now)
        except Refused as refused:
            form.add_error("words", f"{refused.forbids[:1].upper()}{refused.forbids[1:]}: {refused.do}.")
        else:
            messages.success(request, "Thank you. It is logged, and you are told what comes of it.")
            return redirect("report", body.slug, made.pk)
    answers = Permission.SEE_REPORTS in request.permissions
    context = {
        "form": form,
        "reports": [_line(each, body) for each in queries.listed(body, request.user, request.permissions, now)],
        "answers": answers,
        "export_url": reverse("export-reports", args=[body.slug]) if answers else "",
        **_support(request, now),
    }
    return render(request, "evenhand/reports.html", context, status=422 if form.is_bound else 200)


def _support(request: OfficerRequest, now: datetime) -> dict[str, Any]:
    """Whom to talk to: whoever the body named, its edition's lines for staff, and whom that says to ask besides."""
    named = responsible(request.body_of_page, "STF-01")
    held = {"name": named.name, "email": named.email} if named else None
    lines, otherwise = queries.support_of(request.body_of_page, now)
    return {"support": held, "danger": "", "contacts": [shown(each) for each in lines], "otherwise": otherwise}


def _line(each: queries.ReportLine, body: Body) -> dict[str, Any]:
    return asdict(each) | {"url": reverse("report", args=[body.slug, each.id])}


def _report(request: OfficerRequest, form: ReportForm, case: int | None, now: datetime) -> Report:
    target = Officer.objects.get(pk=form.cleaned_data["target"])
    return operations.report(
        body=request.body_of_page,
        target=target,
        words=form.cleaned_data["words"],
        by=request.user,
        at=now,
        case_id=case,
    )


@require_POST
@needs(Permission.REPORT_ABUSE)
def report_case(request: OfficerRequest, case: int) -> HttpResponse:
    """STF-01: one step, from a comment."""
    body = request.body_of_page
    if Permission.SEE_CASES not in request.permissions:
        raise Http404
    found = case_queries.get(body, case)
    form = ReportForm(request.POST, me=request.user, officers=holding(body, Permission.REPORT_ABUSE))
    if not form.is_valid():
        messages.error(request, "Say who was abused. Nothing was reported.")
        return redirect("case", body.slug, found.pk)
    made = _report(request, form, found.pk, clock.now())
    messages.success(request, "Thank you. It is logged, and you are told what comes of it.")
    return redirect("report", body.slug, made.pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.REPORT_ABUSE)
def report(request: OfficerRequest, report: int) -> HttpResponse:
    """One report, and saying what comes of it."""
    body, now = request.body_of_page, clock.now()
    found = queries.get(body, report, request.user, request.permissions)
    form = _outcome_form(request, found)
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        operations.conclude(
            report_id=found.pk, body=body, outcome=ReportOutcome(given["outcome"]), said=given["said"],
            by=request.user, at=now,
        )  # fmt: skip
        messages.success(request, f"Report {found.pk} is ended, and {found.reporter.name} is told.")
        return redirect("reports", body.slug)
    context = {
        "report": asdict(queries.line(found, now)),
        "case_url": _case_url(request, found),
        "form": form,
        "reports_url": reverse("reports", args=[body.slug]),
        **_support(request, now),
    }
    return render(request, "evenhand/report.html", context, status=422 if form is not None and form.is_bound else 200)


def _outcome_form(request: OfficerRequest, found: Report) -> ReportOutcomeForm | None:
    answers = Permission.SEE_REPORTS in request.permissions and not hasattr(found, "conclusion")
    if not answers or may_conclude(request.user.pk, operations.as_core(found)):
        return None
    return ReportOutcomeForm(request.POST or None)


def _case_url(request: OfficerRequest, found: Report) -> str:
    if found.case is None or Permission.SEE_CASES not in request.permissions:
        return ""
    if not sight.may_see(found.case, request.user, request.permissions):
        return ""
    return reverse("case", args=[found.body.slug, found.case_id])


@require_GET
@needs(Permission.SEE_REPORTS)
def export(request: OfficerRequest) -> HttpResponse:
    """STF-01: the log for health and safety."""
    body = request.body_of_page
    operations.export(body=body, by=request.user, at=clock.now())
    answer = HttpResponse(queries.for_health_and_safety(body), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{body.slug}-health-and-safety.csv"'
    return answer


@require_POST
@needs(Permission.SEE_CASES)
def put_break_away(request: OfficerRequest) -> HttpResponse:
    """STF-02: the suggestion of a break was seen."""
    put_away(request, request.body_of_page, request.user)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("queue", request.body_of_page.slug)

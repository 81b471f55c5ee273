"""Addresses of the console. Each names a body, but for signing in and choosing one."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from evenhand.console.views import case, notices, queue, records, referrals, reports, signing_in

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="bodies"), name="home"),
    path("sign-in", login_not_required(signing_in.SignIn.as_view()), name="sign-in"),
    path("sign-out", signing_in.SignOut.as_view(), name="sign-out"),
    path("bodies", signing_in.bodies, name="bodies"),
    path("keyboard", signing_in.keyboard, name="keyboard"),
    path("<slug:body>/cases", queue.queue, name="queue"),
    path("<slug:body>/cases/<int:case>", case.case, name="case"),
    path("<slug:body>/cases/<int:case>/claim", queue.claim, name="claim"),
    path("<slug:body>/cases/<int:case>/release", queue.release, name="release"),
    path("<slug:body>/cases/<int:case>/statement", case.drafted, name="drafted"),
    path("<slug:body>/cases/<int:case>/second", case.second, name="second"),
    path("<slug:body>/cases/<int:case>/undo", case.undo, name="undo"),
    path("<slug:body>/cases/<int:case>/pass-on", referrals.pass_on, name="pass-on"),
    path("<slug:body>/cases/<int:case>/target", referrals.target, name="target"),
    path("<slug:body>/cases/<int:case>/report", reports.report_case, name="report-case"),
    path("<slug:body>/referrals", referrals.referrals, name="referrals"),
    path("<slug:body>/referrals/<int:referral>", referrals.referral, name="referral"),
    path("<slug:body>/referrals/<int:referral>/let-in", referrals.let_in, name="let-in"),
    path("<slug:body>/responsible", referrals.responsible, name="responsible"),
    path("<slug:body>/reports", reports.reports, name="reports"),
    path("<slug:body>/reports/<int:report>", reports.report, name="report"),
    path("<slug:body>/reports/export", reports.export, name="export-reports"),
    path("<slug:body>/break", reports.put_break_away, name="put-break-away"),
    path("<slug:body>/comments", records.comments, name="comments"),
    path("<slug:body>/decisions", records.decisions, name="decisions"),
    path("<slug:body>/decisions/<int:decision>", records.decision, name="decision"),
    path("<slug:body>/notices", notices.notices, name="notices"),
    path("<slug:body>/notices/wordings", notices.wordings, name="notice-wordings"),
    path("<slug:body>/notices/<int:notice>", notices.notice, name="notice"),
    path("<slug:body>/notices/<int:notice>/again", notices.again, name="notice-again"),
    path("<slug:body>/tasks", records.task_list, name="tasks"),
    path("<slug:body>/tasks/<int:task>", records.task, name="task"),
    path("<slug:body>/imports", records.imports, name="imports"),
    path("<slug:body>/imports/<int:run>", records.rejects, name="rejects"),
    path("<slug:body>/audit", records.audit_log, name="audit"),
    path("<slug:body>/audit/verify", records.audit_verify, name="audit-verify"),
]

"""Addresses of the console. Each names a body, but for signing in and choosing one."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from evenhand.console.views import case, closures, elections, plan, queue, records, signing_in, watch

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
    path("<slug:body>/comments", records.comments, name="comments"),
    path("<slug:body>/decisions", records.decisions, name="decisions"),
    path("<slug:body>/decisions/<int:decision>", records.decision, name="decision"),
    path("<slug:body>/tasks", records.task_list, name="tasks"),
    path("<slug:body>/tasks/<int:task>", records.task, name="task"),
    path("<slug:body>/imports", records.imports, name="imports"),
    path("<slug:body>/imports/<int:run>", records.rejects, name="rejects"),
    path("<slug:body>/audit", records.audit_log, name="audit"),
    path("<slug:body>/audit/verify", records.audit_verify, name="audit-verify"),
    path("<slug:body>/closures", closures.closures, name="closures"),
    path("<slug:body>/closures/plan", plan.plan, name="plan"),
    path("<slug:body>/closures/plan/<int:plan>/undo", plan.undo, name="undo-plan"),
    path("<slug:body>/closures/<int:closing>", closures.closing, name="closing"),
    path("<slug:body>/closures/<int:closing>/reopen", closures.reopen, name="reopen"),
    path("<slug:body>/closures/<int:closing>/related", closures.related_comments, name="related"),
    path("<slug:body>/closures/<int:closing>/related/<int:comment>", closures.open_related, name="open-related"),
    path("<slug:body>/closures/posts/<int:post>", closures.post, name="post"),
    path("<slug:body>/closures/posts/<int:post>/sensitive", closures.sensitive, name="sensitive"),
    path("<slug:body>/closures/posts/<int:post>/timetable", closures.timetable, name="timetable"),
    path("<slug:body>/watch", watch.calendar, name="watch"),
    path("<slug:body>/watch/days-off/<int:day_off>/withdraw", watch.withdraw_day_off, name="withdraw-day-off"),
    path("<slug:body>/watch/incidents", watch.incidents, name="incidents"),
    path("<slug:body>/watch/incidents/<int:incident>/end", watch.end_incident, name="end-incident"),
    path("<slug:body>/watch/on-call", watch.on_call, name="on-call"),
    path("<slug:body>/watch/on-call/<int:duty>/withdraw", watch.withdraw_duty, name="withdraw-duty"),
    path("<slug:body>/watch/alerts/<int:alert>/acknowledge", watch.acknowledge, name="acknowledge"),
    path("<slug:body>/watch/elections", elections.elections, name="elections"),
    path("<slug:body>/watch/elections/<int:period>/withdraw", elections.withdraw, name="withdraw-election"),
    path("<slug:body>/watch/elections/<int:period>/removals", elections.log, name="party-log"),
    path("<slug:body>/watch/elections/<int:period>/removals.csv", elections.log_csv, name="party-log-csv"),
]

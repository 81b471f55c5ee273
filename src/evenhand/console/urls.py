"""Addresses of the console. Each names a body, but for signing in and choosing one."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from evenhand.console.views import case, packs, queue, records, retention, signing_in

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
    path("<slug:body>/cases/<int:case>/pack", packs.begin, name="begin-pack"),
    path("<slug:body>/packs", packs.packs, name="packs"),
    path("<slug:body>/packs/<int:pack>", packs.pack, name="pack"),
    path("<slug:body>/packs/<int:pack>/form", packs.form, name="pack-form"),
    path("<slug:body>/packs/<int:pack>/statement", packs.statement, name="pack-statement"),
    path("<slug:body>/packs/<int:pack>/capture/<int:case>", packs.capture, name="pack-capture"),
    path("<slug:body>/packs/<int:pack>/seal", packs.seal, name="pack-seal"),
    path("<slug:body>/packs/<int:pack>/download", packs.download, name="pack-download"),
    path("<slug:body>/packs/<int:pack>/hand-over", packs.hand_over, name="pack-hand-over"),
    path("<slug:body>/packs/<int:pack>/discard", packs.discard, name="pack-discard"),
    path("<slug:body>/cases/<int:case>/hold", retention.put_hold, name="put-hold"),
    path("<slug:body>/retention", retention.retention, name="retention"),
    path("<slug:body>/retention/purge", retention.purge, name="purge"),
    path("<slug:body>/retention/holds/<int:hold>/lift", retention.lift_hold, name="lift-hold"),
    path("<slug:body>/comments", records.comments, name="comments"),
    path("<slug:body>/decisions", records.decisions, name="decisions"),
    path("<slug:body>/decisions/<int:decision>", records.decision, name="decision"),
    path("<slug:body>/tasks", records.task_list, name="tasks"),
    path("<slug:body>/tasks/<int:task>", records.task, name="task"),
    path("<slug:body>/imports", records.imports, name="imports"),
    path("<slug:body>/imports/<int:run>", records.rejects, name="rejects"),
    path("<slug:body>/audit", records.audit_log, name="audit"),
    path("<slug:body>/audit/verify", records.audit_verify, name="audit-verify"),
]

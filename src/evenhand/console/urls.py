"""Addresses of the console. Each names a body, but for signing in and choosing one."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from evenhand.console.views import blocks, case, contacts, links, notices, people, queue, records, signing_in

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
    path("<slug:body>/notices", notices.notices, name="notices"),
    path("<slug:body>/notices/wordings", notices.wordings, name="notice-wordings"),
    path("<slug:body>/notices/<int:notice>", notices.notice, name="notice"),
    path("<slug:body>/notices/<int:notice>/again", notices.again, name="notice-again"),
    path("<slug:body>/people/<int:author>", people.person, name="person"),
    path("<slug:body>/people/<int:author>/warn", people.warn, name="warn"),
    path("<slug:body>/people/<int:author>/block", people.block_form, name="block-form"),
    path("<slug:body>/people/<int:author>/link", people.link_form, name="link-form"),
    path("<slug:body>/people/<int:author>/list", contacts.entry_form, name="entry-form"),
    path("<slug:body>/blocks", blocks.block_list, name="blocks"),
    path("<slug:body>/blocks/<int:block>", blocks.block, name="block"),
    path("<slug:body>/blocks/<int:block>/answer", blocks.answer, name="block-answer"),
    path("<slug:body>/blocks/<int:block>/review", blocks.review, name="block-review"),
    path("<slug:body>/links", links.link_list, name="links"),
    path("<slug:body>/links/<int:link>", links.link, name="link"),
    path("<slug:body>/links/<int:link>/evidence", links.evidence, name="link-evidence"),
    path("<slug:body>/managed-contacts", contacts.contact_list, name="contacts"),
    path("<slug:body>/managed-contacts/<int:entry>", contacts.entry, name="entry"),
    path("<slug:body>/managed-contacts/activity/<int:author>", contacts.activity, name="contact-activity"),
    path("<slug:body>/tasks", records.task_list, name="tasks"),
    path("<slug:body>/tasks/<int:task>", records.task, name="task"),
    path("<slug:body>/imports", records.imports, name="imports"),
    path("<slug:body>/imports/<int:run>", records.rejects, name="rejects"),
    path("<slug:body>/audit", records.audit_log, name="audit"),
    path("<slug:body>/audit/verify", records.audit_verify, name="audit-verify"),
]

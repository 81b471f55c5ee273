"""What was decided, and what is to be done by hand."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.actions.operations import finished_by_hand
from evenhand.audit import operations as audit
from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.console import captures, clock, veils
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.appeal_page import lines_about
from evenhand.console.case_history import undo_url
from evenhand.console.forms import TaskForm
from evenhand.console.sparing import blurred
from evenhand.console.task_links import page_of_task
from evenhand.console.views.notices import line as told_line
from evenhand.core.lifecycle import CaseState
from evenhand.core.moderation import REMOVALS, reversible
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import decisions_of
from evenhand.notices import queries as notices
from evenhand.notices.models import Notice
from evenhand.notices.operations import finished_by_hand as told_by_hand
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.tasks.queries import done_tasks, open_tasks

PAGE = 50
QUOTED = "Words that matched"
"""The fact of a decision that quotes the comment."""


@require_GET
@needs(Permission.SEE_CASES)
def decisions(request: OfficerRequest) -> HttpResponse:
    """Every decision, newest first."""
    page = Paginator(decisions_of(request.body_of_page), PAGE).get_page(request.GET.get("page"))
    unseen = sight.restricted_comments(request.body_of_page)
    veiled = blurred(request.body_of_page)
    shown = [_decision_line(decision, request.body_of_page, unseen, veiled) for decision in page]
    return render(request, "evenhand/decisions.html", {"decisions": shown, "page": page})


def _decision_line(decision: Decision, body: Body, unseen: Collection[int], veiled: frozenset[str]) -> dict[str, Any]:
    actions = list(decision.actions.all())
    url = reverse("decision", args=[body.slug, decision.pk])
    if decision.comment_id in unseen:
        return {"at": decision.at, "by": "", "outcome": sight.RESTRICTED, "text": sight.RESTRICTED, "url": url}
    state = "reversed" if hasattr(decision, "reversal") else actions[-1].shown_state if actions else ""
    return {
        "at": decision.at,
        "by": decision.by.name,
        "outcome": decision.outcome,
        "ground": decision.ground or decision.route,
        "id": decision.pk,
        "text": decision.revision.text,
        "blurred": decision.facts["severity"] in veiled,
        "action_state": state,
        "url": url,
    }


@require_GET
@needs(Permission.SEE_CASES)
def decision(request: OfficerRequest, decision: int) -> HttpResponse:
    """One decision with all that belongs to it."""
    body = request.body_of_page
    found = get_object_or_404(decisions_of(body).select_related("edition"), pk=decision)
    case = Case.objects.select_related("body").filter(comment_id=found.comment_id, body=body).first()
    if case is not None:
        sight.look(case=case, by=request.user, at=clock.now(), page="decision")
    actions = list(found.actions.select_related("capture").prefetch_related("receipts").order_by("pk"))
    context = {
        "decision": _decision(found, case, body),
        "facts": _facts(found),
        "edition": {
            "name": found.edition.name,
            "sha256": found.edition.sha256,
            "in_force_from": found.edition.in_force_from,
        },
        "actions": [
            {
                "verb": a.verb,
                "state": a.shown_state,
                "at": a.changed_at,
                "evidence": captures.in_short(a.capture, body.slug),
            }
            for a in actions
        ],
        "receipts": [
            {
                "at": r.at,
                "platform": found.comment.channel.platform,
                "answer": f"{r.kind}: {r.answer}",
                "reference": a.key,
            }
            for a in actions
            for r in a.receipts.all()
        ],
        "told": [told_line(notice, body) for notice in notices.about(body, f"decision {found.pk}")],
        "undo": _undo(found, case, request.permissions),
        "decisions_url": reverse("decisions", args=[body.slug]),
        **lines_about(found, body, request.permissions),
        "can": Outcome(found.outcome) in REMOVALS,
        "batch_url": reverse("batch", args=[body.slug, found.batch_id]) if found.batch_id else "",
    }
    return render(request, "evenhand/decision.html", context)


def _decision(found: Decision, case: Case | None, body: Body) -> dict[str, Any]:
    reversal = getattr(found, "reversal", None)
    return {
        "id": found.pk,
        "at": found.at,
        "by": found.by.name,
        "outcome": found.outcome,
        "ground": found.ground or found.route,
        "reason": found.reason,
        "statement": found.statement,
        "reply": found.reply,
        "text": found.revision.text,
        "blurred": found.facts["severity"] in blurred(body),
        "revision": found.revision.number,
        "in_shadow": found.in_shadow,
        "case_url": reverse("case", args=[body.slug, case.pk]) if case else "",
        "reversed": {"at": reversal.at, "by": reversal.by.name, "why": reversal.reason} if reversal else None,
    }


def _facts(found: Decision) -> list[dict[str, Any]]:
    facts: dict[str, Any] = found.facts
    words = [word["words"] for reason in facts["reasons"] for word in reason["words"]]
    rows: dict[str, str] = {
        "Proposed": f"{facts['suggest']}, {facts['severity']} severity",
        "Under": ", ".join([*facts["grounds"], *([facts["route"]] if facts["route"] else [])]),
        QUOTED: ", ".join(dict.fromkeys(words)),
        "Not read": ", ".join(lost["signal"] for lost in facts["missing"]),
    }
    second = getattr(found, "second", None)
    if found.needs_second:
        rows["Second person"] = (
            f"{second.by.name}, {'approved' if second.approved else 'refused'}" if second else "awaited"
        )
    return [{"key": key, "value": value, "quoted": key == QUOTED} for key, value in rows.items() if value]


def _undo(found: Decision, case: Case | None, held: frozenset[Permission]) -> dict[str, str]:
    stands = case is not None and case.decision_id == found.pk and case.state == CaseState.CLOSED
    if hasattr(found, "reversal") or not stands or Permission.DECIDE not in held:
        return {}
    if not reversible(Outcome(found.outcome)):
        return {"why_not": "A deleted comment cannot be brought back (MOD-04)."}
    assert case is not None, "a decision that stands is on its case"
    return {"url": undo_url(case)}


@require_GET
@needs(Permission.SEE_TASKS)
def task_list(request: OfficerRequest) -> HttpResponse:
    """What people must do by hand."""
    body = request.body_of_page
    unseen = veils.unseen(request)
    shown = [_task_line(task, body) for task in (*open_tasks(body), *done_tasks(body, 20)) if task.about not in unseen]
    return render(request, "evenhand/tasks.html", {"tasks": shown})


def _task_line(task: Task, body: Body) -> dict[str, Any]:
    return {
        "id": task.pk,
        "title": task.title,
        "why": task.why if task.done_at is None else f"Done: {task.outcome}",
        "url": reverse("task", args=[body.slug, task.pk]),
        "state": "open" if task.done_at is None else "done",
        "assigned_to": task.done_by.name if task.done_by else "",
    }


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_TASKS)
def task(request: OfficerRequest, task: int) -> HttpResponse:
    """One task: its steps, and saying that it is done."""
    body = request.body_of_page
    found = get_object_or_404(Task.objects.select_related("done_by"), pk=task, body=body)
    if found.about in veils.unseen(request):
        raise Http404
    may = Permission.DO_TASKS in request.permissions and found.done_at is None
    form = TaskForm(request.POST or None) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        _finish(request, found, form.cleaned_data["outcome"])
        messages.success(request, f"“{found.title}” is done.")
        return redirect("tasks", body.slug)
    status = 422 if form is not None and form.is_bound else 200
    context = {"task": _task(found, body), "form": form, "tasks_url": reverse("tasks", args=[body.slug])}
    return render(request, "evenhand/task.html", context, status=status)


def _finish(request: OfficerRequest, found: Task, outcome: str) -> None:
    now = clock.now()
    kind, _, number = found.about.partition(" ")
    with audit.one_transaction():
        tasks.finish(task_id=found.pk, body=request.body_of_page, outcome=outcome, by=request.user, at=now)
        if kind == "action":
            finished_by_hand(action_id=int(number), outcome=outcome, by=request.user.email, at=now)
        elif kind == "notice":
            told_by_hand(notice_id=int(number), body=request.body_of_page, outcome=outcome, by=request.user, at=now)


def _task(found: Task, body: Body) -> dict[str, Any]:
    kind, _, number = found.about.partition(" ")
    told = Notice.objects.filter(pk=number, body=body).first() if kind == "notice" else None
    case = Case.objects.filter(body=body, comment__action__pk=number).first() if kind == "action" else None
    if told and told.comment_id:
        case = Case.objects.filter(body=body, comment_id=told.comment_id).first()
    return {
        "title": found.title,
        "why": found.why,
        "steps": found.steps,
        "permalink": found.url,
        "case_url": reverse("case", args=[body.slug, case.pk]) if case else "",
        "notice_url": reverse("notice", args=[body.slug, told.pk]) if told else "",
        "page": page_of_task(body, found.about),
        "opened_at": found.created_at,
        "state": "done" if found.done_at else "open",
        "done_by": found.done_by.name if found.done_by else "",
        "done_at": found.done_at,
        "note": found.outcome,
    }

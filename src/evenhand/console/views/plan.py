"""CMT-02: the Friday plan: one form for every post that is open, one undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.closures import plans, queries
from evenhand.closures.models import Plan
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out
from evenhand.console.banners import when
from evenhand.console.closure_forms import CHOICES, PlanForm, WhyForm
from evenhand.core.friday_plan import Suggested
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CASES)
def plan(request: OfficerRequest) -> HttpResponse:
    """The plan of this week: a preview until it is due, then a form, then what was decided."""
    body, now = request.body_of_page, clock.now()
    drawn = queries.drawn(body, now, platforms.manifest)
    may = Permission.DECIDE in request.permissions
    form = None
    if drawn and drawn.is_due and drawn.lines and not drawn.decided and may:
        form = PlanForm(request.POST or None, plan=drawn)

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        plans.decide_plan(body=body, chosen=form.chosen(), manifest_of=platforms.manifest, by=request.user, at=now)
        return "The Friday plan is decided. One button below takes all of it back."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("plan", body.slug)
    context = {
        "due": when(drawn.due_at) if drawn else "",
        "is_due": bool(drawn and drawn.is_due),
        "lines": _lines(drawn, form),
        "decided": _decided(drawn.decided, body, may) if drawn and drawn.decided else None,
        "form": form,
        "closures_url": reverse("closures", args=[body.slug]),
    }
    return render(
        request, "evenhand/closures/plan.html", context, status=422 if form is not None and form.is_bound else 200
    )


def _lines(drawn: queries.DrawnPlan | None, form: PlanForm | None) -> list[dict[str, Any]]:
    return [
        {
            "text": post.text or post.native_id,
            "channel": post.channel.title,
            "suggested": line.suggested.value,
            "says": CHOICES[line.suggested],
            "because": line.because,
            "until": line.until,
            "field": form[f"post_{post.pk}"] if form else None,
        }
        for line, post, _ in (drawn.lines if drawn else ())
    ]


def _decided(row: Plan, body: Body, may: bool) -> dict[str, Any]:
    choices = row.choices.select_related("post__channel").order_by("chosen", "pk")
    return {
        "by": row.decided_by.name,
        "at": row.decided_at,
        "choices": [
            {
                "text": each.post.text or each.post.native_id,
                "channel": each.post.channel.title,
                "chosen": CHOICES[Suggested(each.chosen)],
                "suggested": "" if each.chosen == each.suggested else CHOICES[Suggested(each.suggested)],
                "until": each.until,
            }
            for each in choices
        ],
        "undo": WhyForm() if may else None,
        "undo_url": reverse("undo-plan", args=[body.slug, row.pk]),
    }


@require_POST
@needs(Permission.DECIDE)
def undo(request: OfficerRequest, plan: int) -> HttpResponse:
    """Take the whole plan back."""
    body = request.body_of_page
    get_object_or_404(Plan, pk=plan, body=body)
    plans.undo_plan(plan_id=plan, body=body, why=request.POST.get("why", ""), by=request.user, at=clock.now())
    messages.success(request, "The plan is undone: every post it turned off is being turned on again.")
    return redirect("plan", body.slug)

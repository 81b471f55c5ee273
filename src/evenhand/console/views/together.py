"""Several cases decided at once, and undone at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases import batches
from evenhand.cases.models import Case
from evenhand.cases.sight import RESTRICTED
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.forms import OUTCOMES
from evenhand.console.sparing import blurred
from evenhand.core.conduct import PROTECTED
from evenhand.core.lifecycle import CaseState
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Batch
from evenhand.decisions.operations import pin
from evenhand.decisions.queries import decisions_of, edition_for, edition_on
from evenhand.intake.queries import current_words
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms


class TogetherForm(forms.Form):
    """One outcome, ground and reason for all of them."""

    outcome = forms.ChoiceField(
        choices=[(outcome.value, label) for outcome, label, _, _ in OUTCOMES if outcome in batches.TOGETHER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to be done with all of them."},
    )
    ground = forms.ChoiceField(required=False, label="Ground")
    reason = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 2}),
        label="Reason, for each of them",
    )  # fmt: skip

    def __init__(self, *args: object, body: Body, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        edition = edition_on(body, clock.now().date())
        grounds = [(id_, f"{id_} {edition.rules[id_].title}") for id_ in edition.grounds if id_ != PROTECTED]
        self.fields["ground"].choices = [("", "None"), *grounds]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE)
def together(request: OfficerRequest) -> HttpResponse:
    """The chosen cases, read one after another, and one form for all."""
    body = request.body_of_page
    if request.method == "GET":
        return _page(request, _chosen(body, request.GET.getlist("case")), TogetherForm(body=body))
    form, seen = TogetherForm(request.POST, body=body), _seen(request.POST.getlist("seen"))
    if not form.is_valid():
        return _page(request, _chosen(body, [str(each.case_id) for each in seen]), form, status=422)
    try:
        batch = _decide(request, form, seen)
    except batches.NothingDecided as nothing:
        for left in nothing.left_out:
            form.add_error(None, f"Case {left.case_id}: {left.why}.")
        return _page(request, _chosen(body, [str(each.case_id) for each in seen]), form, status=422)
    decided, left_out = batch.decisions.count(), len(batch.left_out)
    messages.success(request, f"{decided} decided together{f'; {left_out} left out' if left_out else ''}.")
    return redirect("batch", body.slug, batch.pk)


def _decide(request: OfficerRequest, form: TogetherForm, seen: Sequence[batches.Chosen]) -> Batch:
    body, now, given = request.body_of_page, clock.now(), form.cleaned_data
    for found in _chosen(body, [str(each.case_id) for each in seen]):
        pin(edition=edition_for(found.comment), body=body, at=now)
    return batches.decide_together(
        body=body, chosen=seen, outcome=Outcome(given["outcome"]), ground=given["ground"], reason=given["reason"],
        edition_for=edition_for, supported_on=lambda name: platforms.manifest(name).supported,
        by=request.user, at=now,
    )  # fmt: skip


def _seen(given: Sequence[str]) -> list[batches.Chosen]:
    """Hidden fields "case:version"."""
    try:
        pairs = [each.split(":") for each in given]
        return [batches.Chosen(int(case), int(version)) for case, version in pairs]
    except ValueError:
        raise Http404 from None


def _chosen(body: Body, given: Sequence[str]) -> list[Case]:
    numbers = [int(each) for each in given if each.isdecimal()]
    found = Case.objects.filter(body=body, pk__in=numbers, restricted=False).select_related(
        "comment__channel", "comment__author"
    )
    return list(found.order_by("band", "opened_at"))


def _page(request: OfficerRequest, chosen: list[Case], form: TogetherForm, status: int = 200) -> HttpResponse:
    context = {
        "cases": [_shown(case, request.body_of_page) for case in chosen],
        "form": form,
        "queue_url": reverse("queue", args=[request.body_of_page.slug]),
        "most": batches.MOST,
    }
    return render(request, "evenhand/together.html", context, status=status)


def _shown(case: Case, body: Body) -> dict[str, Any]:
    return {
        "id": case.pk,
        "version": case.version,
        "url": reverse("case", args=[body.slug, case.pk]),
        "severity": case.severity,
        "blurred": case.severity in blurred(body),
        "text": current_words(case.comment),
        "author": str(case.comment.author or "Unknown author"),
        "channel": case.comment.channel.title,
        "not_open": case.state if case.state != CaseState.OPEN else "",
    }


@require_GET
@needs(Permission.SEE_CASES)
def batch(request: OfficerRequest, batch: UUID) -> HttpResponse:
    """Decisions that were made together."""
    body = request.body_of_page
    found = get_object_or_404(Batch.objects.select_related("by"), pk=batch, body=body)
    made = list(decisions_of(body).filter(batch=found))
    cases = {case.comment_id: case for case in Case.objects.filter(comment__in=[each.comment_id for each in made])}
    stand = [each for each in made if cases[each.comment_id].decision_id == each.pk]
    context = {
        "batch": found,
        "decisions": [_line(each, cases[each.comment_id], body) for each in made],
        "left_out": [
            left | {"url": reverse("case", args=[body.slug, left["case"]])} for left in found.left_out
        ],
        "standing": len(stand),
        "undo_url": reverse("undo-batch", args=[body.slug, found.pk])
        if stand and Permission.DECIDE in request.permissions
        else "",
        "decisions_url": reverse("decisions", args=[body.slug]),
    }  # fmt: skip
    return render(request, "evenhand/batch.html", context)


def _line(decision: Any, case: Case, body: Body) -> dict[str, Any]:
    actions = list(decision.actions.all())
    stands = case.decision_id == decision.pk
    return {
        "url": reverse("decision", args=[body.slug, decision.pk]),
        "case": case.pk,
        "text": RESTRICTED if case.restricted else decision.revision.text,
        "blurred": case.severity in blurred(body),
        "outcome": decision.outcome,
        "ground": decision.ground,
        "state": (actions[-1].shown_state if actions else "") if stands else "reversed",
    }


@require_POST
@needs(Permission.DECIDE)
def undo_batch(request: OfficerRequest, batch: UUID) -> HttpResponse:
    """Take all of them back."""
    found = get_object_or_404(Batch.objects.select_related("body"), pk=batch, body=request.body_of_page)
    reason = request.POST.get("reason", "")
    left = batches.undo_together(batch=found, reason=reason, by=request.user, at=clock.now())
    messages.success(request, f"Taken back{f', but for {len(left)} that no longer stood' if left else ''}.")
    return redirect("batch", request.body_of_page.slug, found.pk)

"""The queue."""

from dataclasses import asdict
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evenhand.cases import operations, queries
from evenhand.cases.clocks import Standing
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.sparing import blurred
from evenhand.console.words import page_number, page_of, waiting
from evenhand.core.lifecycle import CaseState
from evenhand.core.values import GROUND_IDS, ROUTE_IDS
from evenhand.core.vocabulary import Severity
from evenhand.intake.queries import channels_of
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission


class QueueFilters(forms.Form):
    """What to show of the queue."""

    state = forms.ChoiceField(required=False, choices=[(s.value, s.value.capitalize()) for s in CaseState])
    severity = forms.ChoiceField(
        required=False, choices=[("", "Any"), *((s.value, s.value.capitalize()) for s in reversed(Severity))]
    )
    rule = forms.ChoiceField(
        required=False,
        label="Ground or route",
        choices=[("", "Any"), *((id_, id_) for id_ in (*GROUND_IDS[1:], *ROUTE_IDS))],
    )
    channel = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(
        required=False, label="Answer", choices=[("", "Any"), *((s.value, s.value.capitalize()) for s in Standing)]
    )
    order = forms.ChoiceField(
        required=False, choices=[("", "Most urgent first"), ("clock", "First to be answered first")]
    )
    words = forms.CharField(required=False, max_length=100, label="Words or author")

    def __init__(self, *args: object, body: Body, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        channels = [(channel.name, channel.title) for channel in channels_of(body)]
        self.fields["channel"].choices = [("", "All"), *channels]  # type: ignore[attr-defined]

    def asked(self) -> queries.Filters:
        """What was chosen; what is no choice counts as not chosen."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return queries.Filters(
            state=CaseState(given.get("state") or CaseState.OPEN),
            channel=given.get("channel", ""),
            rule=given.get("rule", ""),
            severity=given.get("severity", ""),
            words=given.get("words", ""),
            standing=given.get("standing", ""),
            by_clock=given.get("order") == "clock",
        )


@require_GET
@needs(Permission.SEE_CASES)
def queue(request: OfficerRequest) -> HttpResponse:
    """Cases in order of priority."""
    body, now = request.body_of_page, clock.now()
    filters = QueueFilters(request.GET or None, body=body)
    asked = filters.asked()
    number = page_number(request.GET.get("page"))
    page = queries.queue(body, asked, page=number, at=now, officer=request.user)
    veiled = blurred(body)
    request.open_by_severity = page.by_severity  # the navigation shows it too
    context = {
        "heading": "Cases" if asked.state is CaseState.OPEN else f"Cases {asked.state}",
        "cases": [_shown(line, body, now, request.permissions, veiled) for line in page.lines],
        "filters": filters,
        "selected": _chosen(request, filters),
        "clear_url": request.path,
        "together_url": _together_url(body, asked.state, request.permissions),
        "counts": page.by_severity,
        "awaiting": queries.awaiting_second(body),
        "page": page_of(number, page.total, queries.PAGE),
    }
    return render(request, "evenhand/queue.html", context)


def _together_url(body: Body, state: CaseState, held: frozenset[Permission]) -> str:
    return reverse("together", args=[body.slug]) if state is CaseState.OPEN and Permission.DECIDE in held else ""


@require_POST
@needs(Permission.DECIDE)
def claim(request: OfficerRequest, case: int) -> HttpResponse:
    """Hold a case for ten minutes."""
    operations.claim(case_id=case, body=request.body_of_page, by=request.user, at=clock.now())
    return redirect("case", request.body_of_page.slug, case)


@require_POST
@needs(Permission.DECIDE)
def release(request: OfficerRequest, case: int) -> HttpResponse:
    """Let go of a case."""
    operations.release(case_id=case, body=request.body_of_page, by=request.user, at=clock.now())
    messages.success(request, f"Case {case} is free for others.")
    return redirect("queue", request.body_of_page.slug)


def _shown(
    line: queries.QueueLine, body: Body, now: datetime, held: frozenset[Permission], veiled: frozenset[str]
) -> dict[str, object]:
    return asdict(line) | {
        "url": reverse("case", args=[body.slug, line.id]),
        "claim_url": reverse("claim", args=[body.slug, line.id]) if Permission.DECIDE in held else "",
        "priority_because": line.because,
        "author_name": line.author,
        "post_text": line.post,
        "waiting": waiting(line.opened_at, now),
        "blurred": line.severity in veiled,
    }


def _chosen(request: OfficerRequest, filters: QueueFilters) -> list[dict[str, str]]:
    chosen = []
    for name, value in getattr(filters, "cleaned_data", {}).items():
        if value:
            rest = request.GET.copy()
            rest.pop(name, None)
            chosen.append({"text": str(value), "remove_url": f"{request.path}?{rest.urlencode()}"})
    return chosen

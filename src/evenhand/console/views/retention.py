"""REC-02: what is kept and held, what would go, purging it, and the certificates that are left."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from evenhand.cases import queries as cases
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.hold_form import HoldForm
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.retention import operations, queries
from evenhand.retention.models import LegalHold, Purge


class LiftForm(forms.Form):
    """The end of one."""

    reason = forms.CharField(max_length=1000, label="Why it is lifted")


class PurgeForm(forms.Form):
    """Typed, so that nobody purges by a slip of the hand."""

    typed = forms.CharField(max_length=100, label="Confirmation")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = f"Type “{operations.confirmation(body)}”. What goes cannot be brought back."
        self.fields["typed"].error_messages["required"] = f"Type “{operations.confirmation(body)}”."


@require_GET
@needs(Permission.SEE_RETENTION)
def retention(request: OfficerRequest) -> HttpResponse:
    """What would go today, what is held, and the certificates."""
    return _page(request, None)


@require_POST
@needs(Permission.PURGE)
def purge(request: OfficerRequest) -> HttpResponse:
    """Begin a purge; a worker carries it through."""
    body = request.body_of_page
    form = PurgeForm(request.POST, body=body)
    if not form.is_valid():
        return _page(request, form, status=422)
    run = operations.ask(body=body, typed=form.cleaned_data["typed"], by=request.user, at=datetime.now(UTC))
    messages.success(request, f"Purge {run.number} has begun. Its certificate appears here when it has ended.")
    return redirect("retention", body.slug)


@require_POST
@needs(Permission.HOLD)
def put_hold(request: OfficerRequest, case: int) -> HttpResponse:
    """Keep a comment, or everything of its author, until somebody lifts that."""
    body = request.body_of_page
    found = cases.get(body, case)
    form = HoldForm(request.POST)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.error(request, f"The hold was not put on. {' '.join(map(str, faults))}")
        return redirect("case", body.slug, case)
    whole = form.cleaned_data["on"] == "author" and found.comment.author is not None
    operations.put_hold(
        body=body,
        comment=None if whole else found.comment,
        author=found.comment.author if whole else None,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=datetime.now(UTC),
    )
    messages.success(request, "It is on legal hold.")
    return redirect("case", body.slug, case)


@require_POST
@needs(Permission.HOLD)
def lift_hold(request: OfficerRequest, hold: int) -> HttpResponse:
    """End a hold, for a reason."""
    body = request.body_of_page
    found = get_object_or_404(LegalHold, pk=hold, body=body)
    operations.lift_hold(
        hold_id=found.pk, body=body, reason=request.POST.get("reason", ""), by=request.user, at=datetime.now(UTC)
    )
    messages.success(request, "The hold is lifted.")
    return redirect("retention", body.slug)


def _page(request: OfficerRequest, form: PurgeForm | None, *, status: int = 200) -> HttpResponse:
    body, today = request.body_of_page, localdate(datetime.now(UTC))
    found = queries.preview(body, today)
    purges = queries.purges_of(body)
    context = {
        "preview": found,
        "due": [_due(line) for line in found.lines],
        "kept": [{"kind": kind.value.replace("_", " "), "months": months} for kind, months in found.months],
        "holds": [_hold(row, body, request.permissions) for row in queries.holds_of(body)],
        "purges": [_certificate(run) for run in purges if run.ended_at],
        "running": [{"number": run.number, "gone": queries.gone_so_far(run)} for run in purges if not run.ended_at],
        "form": (form or PurgeForm(body=body)) if Permission.PURGE in request.permissions else None,
        "purge_url": reverse("purge", args=[body.slug]),
    }
    return render(request, "evenhand/retention.html", context, status=status)


def _due(line: queries.DueLine) -> dict[str, Any]:
    more = " and others" if line.count > len(line.examples) else ""
    return {
        "kind": line.kind.value.replace("_", " "),
        "count": line.count,
        "because": line.because,
        "examples": f"{', '.join(line.examples)}{more}",
    }


def _hold(row: LegalHold, body: Body, held: frozenset[Permission]) -> dict[str, Any]:
    lifted = getattr(row, "lifted", None)
    case = getattr(row.comment, "case", None)
    open_ = lifted is None and Permission.HOLD in held
    return {
        "id": row.pk,
        "about": f"case {case.pk}" if case else f"author {row.author_id}" if row.author_id else "a comment",
        "url": reverse("case", args=[body.slug, case.pk]) if case and Permission.SEE_CASES in held else "",
        "reason": row.reason,
        "by": row.by.name,
        "since": row.since,
        "lifted": {"by": lifted.by.name, "until": lifted.until, "reason": lifted.reason} if lifted else None,
        "lift_url": reverse("lift-hold", args=[body.slug, row.pk]) if open_ else "",
        "form": LiftForm(auto_id=f"lift-{row.pk}-%s") if open_ else None,
    }


def _certificate(run: Purge) -> dict[str, Any]:
    counts = [f"{number:,} {kind.replace('_', ' ')}" for kind, number in run.counts.items()]
    return {
        "number": run.number,
        "why": run.why,
        "by": run.by.name,
        "ended_at": run.ended_at,
        "counts": ", ".join(counts) or "nothing",
        "earliest": run.earliest_needed_on,
        "latest": run.latest_needed_on,
        "sha256": run.sha256,
    }

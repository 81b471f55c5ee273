"""MCL-03: accounts that may be one person's: what speaks for it, what it would join, and what was decided."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.console.access import OfficerRequest, needs
from evenhand.console.forms_of_people import EvidenceForm, StepForm, refuse
from evenhand.console.likeness_page import working_of
from evenhand.console.person_page import link_line
from evenhand.core.aliases import EvidenceKind
from evenhand.core.refusals import Refused
from evenhand.intake.models import Author
from evenhand.officers.permissions import Permission
from evenhand.people import linking
from evenhand.people.history import history
from evenhand.people.models import AliasLink
from evenhand.people.persons import rows_of
from evenhand.people.queries import LinkState, joined, links_to_look_at, state_of

STEPS: Mapping[LinkState, tuple[tuple[str, str], ...]] = {
    LinkState.LIKELY: (("decide", "They are one person's"), ("refuse", "They are not known to be one person's")),
    LinkState.HOLDS: (("undo", "Undo it: they are not one person's"),),
    LinkState.CHANGED: (("confirm", "Still one person's"), ("undo", "Undo it: they are not one person's")),
}
_OPERATIONS: Mapping[str, Callable[..., AliasLink]] = {
    "decide": linking.decide,
    "refuse": linking.refuse,
    "confirm": linking.confirm,
    "undo": linking.undo,
}


@require_GET
@needs(Permission.SEE_CASES)
def link_list(request: OfficerRequest) -> HttpResponse:
    """Links that wait for a person."""
    body = request.body_of_page
    return render(request, "evenhand/links.html", {"aliases": [link_line(row, body) for row in links_to_look_at(body)]})


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CASES)
def link(request: OfficerRequest, link: int) -> HttpResponse:
    """One link; whoever may decide cases decides it here."""
    row = get_object_or_404(rows_of(request.body_of_page), pk=link)
    steps = STEPS.get(state_of(row), ()) if Permission.DECIDE in request.permissions else ()
    form = StepForm(request.POST or None, steps=steps) if steps else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            _OPERATIONS[given["step"]](
                link_id=row.pk, body=request.body_of_page, reason=given["reason"], by=request.user,
                at=datetime.now(UTC),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Link {row.pk}: “{given['step']}” is recorded.")
            return redirect("link", request.body_of_page.slug, row.pk)
    return _page(request, row, form, None)


@require_POST
@needs(Permission.DECIDE)
def evidence(request: OfficerRequest, link: int) -> HttpResponse:
    """One more thing that speaks for it."""
    row = get_object_or_404(rows_of(request.body_of_page), pk=link)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        steps = STEPS.get(state_of(row), ())
        return _page(request, row, StepForm(steps=steps) if steps else None, form)
    linking.add_evidence(
        link_id=row.pk, body=request.body_of_page, kind=EvidenceKind(form.cleaned_data["kind"]),
        words=form.cleaned_data["words"], by=request.user, at=datetime.now(UTC),
    )  # fmt: skip
    return redirect("link", request.body_of_page.slug, row.pk)


def _page(request: OfficerRequest, row: AliasLink, form: StepForm | None, more: EvidenceForm | None) -> HttpResponse:
    body, now = request.body_of_page, datetime.now(UTC)
    both = joined(row)
    context = {
        "link": link_line(row, body) | {"proposed_by": row.proposed_by, "proposed_at": row.proposed_at},
        "working": working_of(row),
        "evidence": [
            {"title": e.kind.capitalize(), "by": e.by, "at": e.at, "text": e.words} for e in row.evidence.all()
        ],
        "steps": [
            {"title": step.event.capitalize(), "by": step.by.name, "at": step.at, "text": step.reason}
            for step in row.steps.all()
        ],
        "sides": [_side(row.one, both.one, body.slug, now), _side(row.other, both.other, body.slug, now)],
        "already_one": both.already_one,
        "form": form,
        "more": (more or EvidenceForm(prefix=None)) if form is not None else None,
        "evidence_url": reverse("link-evidence", args=[body.slug, row.pk]),
        "links_url": reverse("links", args=[body.slug]),
    }
    bound = (form is not None and form.is_bound) or more is not None
    return render(request, "evenhand/link.html", context, status=422 if bound else 200)


def _side(author: Author, accounts: tuple[Author, ...], slug: str, now: datetime) -> dict[str, Any]:
    """One of the two people, as they would be without this link."""
    return {
        "name": str(author),
        "url": reverse("person", args=[slug, author.pk]),
        "accounts": [f"{each} on {each.platform}" for each in accounts],
        "strikes": history(author, now).record.total,
    }

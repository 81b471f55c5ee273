"""REC-02: answering people about their own data: what is held, a copy of it, an erasure and its answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.retention import asking, holdings
from evenhand.retention.export import export
from evenhand.retention.models import ErasureAsked
from evenhand.retention.operations import confirmation


def _line(label: str, hint: str = "") -> forms.CharField:
    missing = {"required": f"{label}: write it."}
    return forms.CharField(max_length=200, label=label, help_text=hint, error_messages=missing)


class FindForm(forms.Form):
    """Whom it is about."""

    words = forms.CharField(required=False, max_length=200, label="Name, handle, or platform:id")


class ExportForm(forms.Form):
    """Which request a copy answers."""

    reference = _line("Your reference of the request")


class ErasureForm(forms.Form):
    """What another officer needs to know to approve it."""

    reference = _line("Your reference of the request")
    why = _line("How it is known who asks", "For example: they wrote from the account itself, or showed a passport.")


class AnswerForm(forms.Form):
    """The second person's."""

    answer = forms.ChoiceField(
        label="Answer", choices=[("approve", "Approve and erase for good"), ("refuse", "Refuse")],
        widget=forms.RadioSelect, error_messages={"required": "Answer: choose one."},
    )  # fmt: skip
    typed = forms.CharField(required=False, max_length=100, label="Confirmation")
    reason = forms.CharField(required=False, max_length=1000, label="Reason, where it is refused")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = f"To approve, type “{confirmation(body)}”. What goes cannot be brought back."


@require_GET
@needs(Permission.ANSWER_PEOPLE)
def requests(request: OfficerRequest) -> HttpResponse:
    """Finding a person, and the erasures that were asked for."""
    return _requests_page(request, {})


@require_GET
@needs(Permission.ANSWER_PEOPLE)
def person(request: OfficerRequest, author: int) -> HttpResponse:
    """What is held about one person; each look is in the log."""
    return _person_page(request, _author(request, author))


@require_POST
@needs(Permission.ANSWER_PEOPLE)
def give_copy(request: OfficerRequest, author: int) -> HttpResponse:
    """The archive for the person."""
    found, form = _author(request, author), ExportForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, export_form=form, status=422)
    content = export(
        body=request.body_of_page, authors=[found], by=request.user.email, at=clock.now(),
        reference=form.cleaned_data["reference"],
    )  # fmt: skip
    name = f'attachment; filename="what-we-hold-{found.pk}.zip"'
    return HttpResponse(
        content, content_type="application/zip", headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )


@require_POST
@needs(Permission.ANSWER_PEOPLE)
def ask_erasure(request: OfficerRequest, author: int) -> HttpResponse:
    """Ask another officer to erase what the law does not keep."""
    found, form = _author(request, author), ErasureForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, erasure_form=form, status=422)
    asking.ask_erasure(body=request.body_of_page, authors=[found], **form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, "The erasure is asked for. Another officer, an administrator, must approve it.")
    return redirect("person-requests", request.body_of_page.slug)


@require_POST
@needs(Permission.PURGE)
def answer(request: OfficerRequest, erasure: int) -> HttpResponse:
    """Approve an erasure, which a worker carries through, or refuse it."""
    body = request.body_of_page
    asked = get_object_or_404(ErasureAsked, pk=erasure, body=body)
    form = AnswerForm(request.POST, body=body, auto_id=f"answer-{asked.pk}-%s")
    if not form.is_valid():
        return _requests_page(request, {asked.pk: form}, status=422)
    given = form.cleaned_data
    if given["answer"] == "approve":
        run = asking.approve_erasure(
            asked_id=asked.pk, body=body, typed=given["typed"], by=request.user, at=clock.now()
        )
        messages.success(request, f"Erasure {run.number} has begun. Its certificate appears here when it has ended.")
    else:
        asking.refuse_erasure(asked_id=asked.pk, body=body, reason=given["reason"], by=request.user, at=clock.now())
        messages.success(request, "The erasure is refused; nothing is erased.")
    return redirect("person-requests", body.slug)


def _author(request: OfficerRequest, pk: int) -> Author:
    return get_object_or_404(Author.objects.select_related("body"), pk=pk, body=request.body_of_page)


def _requests_page(request: OfficerRequest, forms_: dict[int, AnswerForm], *, status: int = 200) -> HttpResponse:
    body = request.body_of_page
    find = FindForm(request.GET or None)
    words = find.cleaned_data["words"] if find.is_valid() else ""
    may_answer = Permission.PURGE in request.permissions
    context = {
        "find": find,
        "searched": bool(words),
        "found": [
            {"author": author, "url": reverse("person-data", args=[body.slug, author.pk])}
            for author in holdings.find(body, words)
        ],
        "erasures": [
            _erasure(row, body, request.user, may_answer, forms_.get(row.pk)) for row in holdings.erasures_of(body)
        ],
        "most": holdings.MOST_FOUND,
    }
    return render(request, "evenhand/person_requests.html", context, status=status)


def _erasure(
    row: ErasureAsked, body: Body, officer: Officer, may_answer: bool, form: AnswerForm | None
) -> dict[str, Any]:
    given = getattr(row, "answer", None)
    purge = given.purge if given else None
    is_open = given is None and may_answer and row.by_id != officer.pk
    state = "waiting" if given is None else "refused" if purge is None else "erased" if purge.ended_at else "under way"
    counts = [f"{number:,} {kind.replace('_', ' ')}" for kind, number in purge.counts.items()] if purge else []
    return {
        "reference": row.reference,
        "why": row.why,
        "by": row.by.name,
        "at": row.at,
        "state": state,
        "own": given is None and row.by_id == officer.pk,
        "answered_by": given.by.name if given else "",
        "answered_at": given.at if given else None,
        "reason": given.reason if given else "",
        "certificate": purge.number if purge and purge.ended_at else "",
        "counts": ", ".join(counts) or "nothing",
        "person_url": reverse("person-data", args=[body.slug, row.authors[0]]) if given is None else "",
        "answer_url": reverse("answer-erasure", args=[body.slug, row.pk]) if is_open else "",
        "form": (form or AnswerForm(body=body, auto_id=f"answer-{row.pk}-%s")) if is_open else None,
    }


def _person_page(
    request: OfficerRequest,
    found: Author,
    *,
    export_form: ExportForm | None = None,
    erasure_form: ErasureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    body, now = request.body_of_page, clock.now()
    held = holdings.look(author=found, body=body, on=localdate(now), by=request.user, at=now)
    place = [body.slug, found.pk]
    context = {
        "name": str(found),
        "held": held,
        "weighed": [{"record": each.item.id, "because": each.because} for each in held.to_weigh],
        "export_form": export_form or ExportForm(auto_id="export-%s"),
        "export_url": reverse("export-person", args=place),
        "erasure_form": erasure_form or ErasureForm(auto_id="erasure-%s"),
        "erasure_url": reverse("ask-erasure", args=place),
        "requests_url": reverse("person-requests", args=[body.slug]),
    }
    return render(request, "evenhand/person_data.html", context, status=status)

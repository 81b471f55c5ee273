"""MOD-05: letters that came back and that a person must read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.audit import operations as audit
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.forms_of_people import refuse
from evenhand.core.refusals import Refused
from evenhand.notices.models import ReturnedMail
from evenhand.notices.returned import place
from evenhand.officers.permissions import Permission

PAGE, LONGEST_SHOWN = 50, 20_000


class PlaceForm(forms.Form):
    """What a person makes of a letter."""

    reference = forms.CharField(
        required=False, max_length=20, label="Reference of our letter that did not arrive",
        help_text="As in AP-4F7K-22QX-9. Leave it empty if the letter is about none of ours.",
    )  # fmt: skip
    words = forms.CharField(
        max_length=500, label="What it says, in one line", error_messages={"required": "Say what it says."}
    )


@require_GET
@needs(Permission.DO_TASKS)
def returned_list(request: OfficerRequest) -> HttpResponse:
    """Those that nobody has answered first."""
    body = request.body_of_page
    rows = ReturnedMail.objects.filter(body=body).defer("content").select_related("body", "notice", "answered_by")
    rows = rows.order_by(F("answered_at").asc(nulls_first=True), "-received_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "letters": [_line(row) for row in page],
        "page": page,
        "notices_url": reverse("notices", args=[body.slug]),
    }
    return render(request, "evenhand/returned_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.DO_TASKS)
def returned(request: OfficerRequest, returned: int) -> HttpResponse:
    """One letter, as it came, and what is to be made of it."""
    body = request.body_of_page
    row = get_object_or_404(
        ReturnedMail.objects.select_related("notice", "answered_by", "body"), pk=returned, body=body
    )
    form = PlaceForm(request.POST or None) if row.answered_at is None else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            place(returned_id=row.pk, body=body, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "It is recorded.")
            return redirect("returned-mails", body.slug)
    _note_look(request, row)
    context = _line(row) | {
        "content": bytes(row.content or b"")[:LONGEST_SHOWN].decode("utf-8", "replace").replace("\x00", "�"),
        "gone": row.content is None,
        "cut": row.size_bytes > LONGEST_SHOWN,
        "form": form,
        "letters_url": reverse("returned-mails", args=[body.slug]),
    }
    return render(request, "evenhand/returned.html", context, status=422 if form is not None and form.is_bound else 200)


def _note_look(request: OfficerRequest, row: ReturnedMail) -> None:
    """REC-01: a letter from outside holds an address, so each look is kept."""
    with audit.one_transaction():
        audit.record(
            body=row.body.slug, at=clock.now(), by=request.user.email, action="notices.look_at_returned",
            subject=f"returned mail {row.pk}",
        )  # fmt: skip


def _line(row: ReturnedMail) -> dict[str, Any]:
    slug = row.body.slug
    return {
        "id": row.pk,
        "url": reverse("returned-mail", args=[slug, row.pk]),
        "subject": row.subject or "(no subject)",
        "sender": row.sender,
        "said": row.said,
        "words": row.words,
        "at": row.received_at,
        "size_bytes": row.size_bytes,
        "answer": row.answer,
        "answered_by": row.answered_by.name if row.answered_by else "",
        "notice_url": reverse("notice", args=[slug, row.notice_id]) if row.notice_id else "",
        "reference": row.notice.reference if row.notice else "",
        "state": "done" if row.answered_at else "open",
    }

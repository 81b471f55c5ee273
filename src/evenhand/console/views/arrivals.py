"""What came in: the files that were imported, and all comments that are kept."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.sparing import blurred
from evenhand.console.words import page_number, page_of
from evenhand.intake import queries as intake
from evenhand.intake.models import ImportRun
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission

PAGE = 50


@require_GET
@needs(Permission.SEE_IMPORTS)
def imports(request: OfficerRequest) -> HttpResponse:
    """The files that were imported, and what came of their rows."""
    body = request.body_of_page
    return render(request, "evenhand/imports.html", {"imports": [_run(run, body) for run in intake.imports_of(body)]})


def _run(run: ImportRun, body: Body) -> dict[str, Any]:
    return {
        "file": run.file,
        "at": run.started_at,
        "by": run.by,
        "rows": run.rows,
        "taken": run.new,
        "unchanged": run.unchanged,
        "revised": run.revised,
        "rejected": run.rejected,
        "state": "" if run.ended_at else "not finished",
        "rejects_url": reverse("rejects", args=[body.slug, run.pk]),
    }


@require_GET
@needs(Permission.SEE_IMPORTS)
def rejects(request: OfficerRequest, run: int) -> HttpResponse:
    """The rows of one file that could not be taken."""
    body = request.body_of_page
    found = get_object_or_404(ImportRun, pk=run, channel__body=body)
    page = Paginator(found.rejects.order_by("pk"), 100).get_page(request.GET.get("page"))
    context = {
        "run": _run(found, body) | {"rejects_file": found.rejects_file},
        "rejects": list(page),
        "page": page,
        "imports_url": reverse("imports", args=[body.slug]),
    }
    return render(request, "evenhand/rejects.html", context)


class CommentFilters(forms.Form):
    """What to look for among all comments."""

    words = forms.CharField(required=False, max_length=100, label="Words or author")
    channel = forms.ChoiceField(required=False)

    def __init__(self, *args: object, body: Body, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        channels = [(channel.name, channel.title) for channel in intake.channels_of(body)]
        self.fields["channel"].choices = [("", "All"), *channels]  # type: ignore[attr-defined]


@require_GET
@needs(Permission.SEE_CASES)
def comments(request: OfficerRequest) -> HttpResponse:
    """All comments that are kept, whether or not anything was proposed."""
    body = request.body_of_page
    filters = CommentFilters(request.GET or None, body=body)
    asked = filters.cleaned_data if filters.is_valid() else {}
    number = page_number(request.GET.get("page"))
    found = intake.search(
        body, asked.get("words", ""), channel=asked.get("channel", ""), skip=(number - 1) * PAGE, count=PAGE + 1,
        without=sight.restricted_comments(body),
    )  # fmt: skip
    cases = {case.comment_id: case for case in Case.objects.filter(body=body, comment_id__in=[c.id for c in found])}
    veiled = blurred(body)
    context = {
        "filters": filters,
        "comments": [_comment(comment, cases.get(comment.id), body, veiled) for comment in found[:PAGE]],
        "page": page_of(number, (number - 1) * PAGE + len(found), PAGE),
        "clear_url": request.path,
    }
    return render(request, "evenhand/comments.html", context)


def _comment(comment: intake.CommentLine, case: Case | None, body: Body, veiled: frozenset[str]) -> dict[str, Any]:
    return {
        "id": comment.id,
        "text": comment.text,
        "blurred": bool(case and case.severity in veiled),
        "author_name": comment.author,
        "author_handle": comment.author_handle,
        "channel": comment.channel,
        "platform": comment.platform,
        "posted_at": comment.created_at,
        "state": comment.state,
        "case_url": reverse("case", args=[body.slug, case.pk]) if case else "",
        "permalink": comment.url,
    }

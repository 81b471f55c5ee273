"""APL-01 to APL-04: the list of appeals, one appeal with its next step, and entry by staff."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.appeals import operations, queries
from evenhand.appeals.models import Appeal, Came
from evenhand.appeals.operations import Asked
from evenhand.appeals.standing import TO_ANSWER, WAITING, Standing, standing
from evenhand.appeals.subject import Subject
from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.appeal_page import context, line
from evenhand.console.forms_of_people import refuse
from evenhand.core.refusals import Refused
from evenhand.officers.permissions import Permission
from evenhand.people import listing

PAGE = 50
WAYS = [(came.value, came.value.capitalize()) for came in Came if came is not Came.PUBLIC_FORM]
_WORDS = {"class": "govuk-textarea", "rows": 6}


class EntryForm(forms.Form):
    """An appeal that came by letter, by telephone, or through the complaints procedure."""

    what = forms.CharField(
        max_length=60, label="What it is about",
        help_text="The reference on our letter, or the number of the page: decision 12, block 3, entry 4.",
        error_messages={"required": "Say what it is about."},
    )  # fmt: skip
    came = forms.ChoiceField(
        choices=WAYS, widget=forms.RadioSelect, label="How it came", error_messages={"required": "Say how it came."}
    )
    words = forms.CharField(
        max_length=8000, widget=forms.Textarea(attrs=_WORDS), label="Their words",
        error_messages={"required": "Write what they say was wrong."},
    )  # fmt: skip
    email = forms.EmailField(required=False, max_length=254, label="E-mail address, if they gave one")
    language = forms.ChoiceField(
        choices=[("en", "English"), ("cy", "Welsh, with the English under it")], widget=forms.RadioSelect, initial="en",
        label="Answer them in", error_messages={"required": "Say in which language they are answered."},
    )  # fmt: skip
    theirs = forms.BooleanField(
        label="I made sure that it is about them, or that they may act for that person",
        error_messages={"required": "Make sure of that first; else answer that we look at it with the person."},
    )


class StepForm(forms.Form):
    """The next step. `steps`: how many the officer saw."""

    step = forms.ChoiceField(widget=forms.RadioSelect, label="Next step", error_messages={"required": "Choose one."})
    reasons = forms.CharField(
        required=False, max_length=8000, widget=forms.Textarea(attrs=_WORDS), label="Reasons",
        help_text="The appellant reads them. Not needed to acknowledge.",
    )  # fmt: skip
    steps = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, now: Standing, may_answer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("withdraw", "Close it: the appellant withdrew it")]
        if now.state in WAITING:
            choices.insert(
                0, ("acknowledge", f"Acknowledge it, and promise an answer by {now.promised.answer_by:%-d %B}")
            )
        elif may_answer:
            choices[:0] = [("stands", "The decision stands"), ("reversed", "Reverse it, and undo all that it did")]
        self.fields["step"].choices = choices  # type: ignore[attr-defined]


@require_GET
@needs(Permission.HANDLE_APPEALS)
def appeals(request: OfficerRequest) -> HttpResponse:
    """What waits, overdue first; then what was answered."""
    body, now = request.body_of_page, datetime.now(UTC)
    waiting = queries.waiting(body, now)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [line(each.row, each.standing) for each in queries.to_answer(body, now, list(page))],
        "page": page,
        "late": sum(each.is_late for each in waiting),
        "answered": [line(each.row, each.standing) for each in queries.answered(body, now, PAGE)],
        "enter_url": reverse("enter-appeal", args=[body.slug]),
        "form_url": reverse("public-appeal", args=[body.slug]),
    }
    return render(request, "evenhand/appeals.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.HANDLE_APPEALS)
def enter(request: OfficerRequest) -> HttpResponse:
    """Entry by staff."""
    body = request.body_of_page
    form = EntryForm(request.POST or None, initial={"what": request.GET.get("what", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            taken = operations.enter(
                body=body, what=given["what"], came=Came(given["came"]), theirs=given["theirs"],
                asked=Asked(given["words"], given["email"], given["language"]), by=request.user, at=datetime.now(UTC),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            if taken.appeal:
                messages.success(request, f"The appeal is open. Its reference is {taken.appeal.reference}.")
                return redirect("appeal", body.slug, taken.appeal.pk)
            form.add_error(None, f"Nothing is opened. Answer them: {taken.answer}")
    page = {"form": form, "appeals_url": reverse("appeals", args=[body.slug])}
    return render(request, "evenhand/appeal_entry.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.HANDLE_APPEALS)
def appeal(request: OfficerRequest, appeal: int) -> HttpResponse:
    """One appeal with everything, and one form for the next step."""
    row, at = _found(request, appeal), datetime.now(UTC)
    subject, now = queries.subject_of(row), standing(row, at)
    _look(request, subject, at)
    wrong = operations.objection(subject, now, request.user, at) if now.state in TO_ANSWER else None
    form = StepForm(
        request.POST or None, now=now, may_answer=wrong is None, initial={"steps": row.steps.count()}
    )  # fmt: skip
    if request.method == "POST" and now.is_open and form.is_valid():
        try:
            _take_step(request, row, form, at)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "It is recorded.")
            return redirect("appeal", row.body.slug, row.pk)
    page = context(row, subject, now, at) | {
        "form": form if now.is_open else None,
        "may_not": f"{capfirst(wrong.wrong)} ({wrong.rule}): {wrong.do}." if wrong else "",
    }
    return render(request, "evenhand/appeal.html", page, status=422 if form.is_bound else 200)


def _take_step(request: OfficerRequest, row: Appeal, form: StepForm, at: datetime) -> None:
    body, by, reasons, steps = row.body, request.user, form.cleaned_data["reasons"], form.cleaned_data["steps"]
    match form.cleaned_data["step"]:
        case "acknowledge":
            operations.acknowledge(appeal_id=row.pk, body=body, by=by, at=at)
        case "stands":
            operations.let_stand(appeal_id=row.pk, body=body, reasons=reasons, steps=steps, by=by, at=at)
        case "reversed":
            operations.reverse(appeal_id=row.pk, body=body, reasons=reasons, steps=steps, by=by, at=at)
        case _:
            operations.withdraw(appeal_id=row.pk, body=body, why=reasons, by=by, at=at)


def _look(request: OfficerRequest, subject: Subject, at: datetime) -> None:
    """REF-02, MCL-02, REC-01: a restricted comment, or an entry on the list, is for those who may see it."""
    if subject.entry:
        listing.look(body=subject.body, subject=subject.about, by=request.user, at=at)
    case = Case.objects.filter(comment=subject.comment).select_related("body").first() if subject.comment else None
    if case:
        sight.look(case=case, by=request.user, at=at, page="appeal")


def _found(request: OfficerRequest, appeal: int) -> Appeal:
    try:
        return queries.get(request.body_of_page, appeal)
    except Appeal.DoesNotExist:
        raise Http404 from None

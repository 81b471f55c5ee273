"""APL-01: the public form, and where an appeal stands. No account, no cookie, no script, no third party."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.appeals import operations, queries
from evenhand.appeals.attempts import may_try
from evenhand.appeals.models import Appeal
from evenhand.appeals.operations import Asked
from evenhand.appeals.standing import Standing, standing, steps_of
from evenhand.appeals.telling import lasting_of
from evenhand.core.appeals import Ending
from evenhand.core.lifecycle import AppealState
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body
from evenhand.public.showing import page, public_page

_SALT = "evenhand.public.appeal"
QUICKEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
"""Between opening the form and sending it; ours. Programs are quicker than people."""


class AppealForm(forms.Form):
    """`website` is for programs that fill everything in; people do not see it."""

    reference = forms.CharField(
        required=False, max_length=40, label="Our reference",
        help_text="From our message to you, for example AP-4F7K-22QX-9. Leave it empty if you have none.",
    )  # fmt: skip
    where = forms.CharField(
        required=False, max_length=500, label="If you have no reference: which comment, and which account",
        help_text="A link to the comment or the post, and the name of your account.",
    )  # fmt: skip
    words = forms.CharField(
        max_length=8000, widget=forms.Textarea(attrs={"rows": 8}), label="Why should the decision be changed?",
        error_messages={"required": "Write in your own words what was wrong."},
    )  # fmt: skip
    email = forms.EmailField(
        required=False, max_length=254, label="E-mail address, if we may write to you",
        help_text="We use it for this appeal and for nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Write it like name@example.com, or leave it empty."},
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=200, label="Leave this empty")
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """Nothing is dropped without a word: a browser may have filled it in for somebody."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave it empty, and send the form again.")
        return ""


@csrf_exempt  # without a cookie there is nothing that another page could misuse
@require_http_methods(["GET", "POST"])
@public_page(cached=False)
def appeal(request: HttpRequest, body: Body) -> HttpResponse:
    """The form. With ?reference= it leads to where that appeal stands."""
    now = datetime.now(UTC)
    if request.method == "GET":
        if asked := request.GET.get("reference", "").strip():
            return HttpResponseRedirect(reverse("public-status", args=[body.slug, asked[:40]]))
        form = AppealForm(initial={"reference": request.GET.get("about", "")[:40]})
        return _form(body, form, _token(now))
    form = AppealForm(request.POST)
    token, wrong = _checked(request.POST.get("opened", ""), now)
    if not form.is_valid():
        return _form(body, form, token, 422)
    if wrong:
        form.add_error(None, wrong)
        return _form(body, form, token, 422)
    if not may_try(_address(request), now):
        form.add_error(None, "Too many appeals came from where you are. Wait an hour, or write to us another way.")
        return _form(body, form, token, 429)
    return _sent(body, form, token, now)


def _sent(body: Body, form: AppealForm, token: str, now: datetime) -> HttpResponse:
    given = form.cleaned_data
    asked = Asked(given["words"], given["email"])
    try:
        taken = operations.receive_publicly(
            body=body, typed=given["reference"], where=given["where"], asked=asked, at=now
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, f"{refused.forbids.capitalize()}: {refused.do}.")
        return _form(body, form, token, 422)
    if taken.appeal is None:
        return page("answer.html", body, {"answer": taken.answer, "words": given["words"]})
    return HttpResponseRedirect(reverse("public-status", args=[body.slug, taken.appeal.reference]), status=303)


def _form(body: Body, form: AppealForm, token: str, status: int = 200) -> HttpResponse:
    return page("appeal.html", body, {"form": form, "token": token}, status)


@require_GET
@public_page(cached=False)
def status(request: HttpRequest, body: Body, reference: str) -> HttpResponse:
    """Where an appeal stands. The same answer for a reference that leads to none as for one that is unknown."""
    found = queries.by_reference(body, reference)
    if found is None:
        return page("unknown.html", body, {"reference": reference}, 404)
    return page("status.html", body, _status(found, datetime.now(UTC)))


def _status(row: Appeal, at: datetime) -> dict[str, Any]:
    now = standing(row, at)
    ended = next((step for step in reversed(steps_of(row)) if step.event in _ANSWERS), None)
    return {
        "reference": row.reference,
        "said": _said(now),
        "reversed": now.ending is Ending.REVERSED,
        "received_on": now.asked_on,
        "answer_by": now.promised.answer_by if now.is_open else None,
        "stage": now.stage.value,
        "reasons": ended.words if ended and not now.is_open else "",
        "lasting": lasting_of(ended.undone) if ended else "",
        "ask_again_by": now.ask_again_by if now.ask_again_by and at.date() <= now.ask_again_by else None,
        "again_url": f"{reverse('public-appeal', args=[row.body.slug])}?about={row.reference}",
    }


_ANSWERS = ("let stand", "reverse")


def _said(now: Standing) -> str:
    if now.state in (AppealState.RECEIVED, AppealState.SECOND_RECEIVED):
        return "We have your appeal. Somebody who had no part in the decision will look at it."
    if now.is_open:
        return "Somebody who had no part in the decision is looking at it."
    match now.ending:
        case Ending.REVERSED:
            return "The decision is reversed. What it did is undone."
        case Ending.STANDS:
            return "We have looked at it again, and the decision stands."
        case _:
            return "It was withdrawn."


def _token(now: datetime) -> str:
    return signing.dumps(now.timestamp(), salt=_SALT)


def _checked(token: str, now: datetime) -> tuple[str, str]:
    """The token to go on with, and what is wrong, empty where nothing is."""
    try:
        opened = datetime.fromtimestamp(float(signing.loads(token, salt=_SALT)), UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return _token(now), "This form was not complete. What you wrote is still here: please send it again."
    if now - opened > LONGEST:
        return _token(now), "This form was open for more than a day. What you wrote is still here: send it again."
    if now - opened < QUICKEST:
        return token, "That was very quick. What you wrote is still here: please send it again."
    return token, ""


def _address(request: HttpRequest) -> str:
    """Of the sender. Behind our own proxy, the last that it has noted; nobody can forge that one."""
    noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return noted if settings.HTTPS and noted else str(request.META.get("REMOTE_ADDR", ""))

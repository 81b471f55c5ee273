"""APL-01: the public form, and where an appeal stands. No account, no cookie, no script, no third party."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.appeals import operations, queries
from evenhand.appeals.attempts import may_try
from evenhand.appeals.models import Appeal
from evenhand.appeals.operations import Asked, Taken
from evenhand.appeals.standing import Standing, standing, steps_of
from evenhand.appeals.telling import lasting_of
from evenhand.appeals.wording import Language, sentence, words
from evenhand.core.appeals import Ending, Stage
from evenhand.core.lifecycle import AppealEvent, AppealState
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body
from evenhand.officers.senders import sender_of
from evenhand.public.appeal_form import AppealForm, checked, opened_now
from evenhand.public.showing import page, public_page

FORM = {Language.ENGLISH: "public-appeal", Language.WELSH: "public-appeal-cy"}
STATUS = {Language.ENGLISH: "public-status", Language.WELSH: "public-status-cy"}


@csrf_exempt  # without a cookie there is nothing that another page could misuse
@require_http_methods(["GET", "POST"])
@public_page(cached=False)
def appeal(request: HttpRequest, body: Body, language: Language) -> HttpResponse:
    """The form. With ?reference= it leads to where that appeal stands."""
    now = datetime.now(UTC)
    if request.method == "GET":
        if asked := request.GET.get("reference", "").strip():
            return HttpResponseRedirect(reverse(STATUS[language], args=[body.slug, _one_part(asked)]))
        form = AppealForm(initial={"reference": request.GET.get("about", "")[:40]}, language=language)
        return _form(body, form, opened_now(now), language)
    form = AppealForm(request.POST, language=language)
    token, wrong = checked(request.POST.get("opened", ""), now)
    if not form.is_valid():
        return _form(body, form, token, language, 422)
    if not wrong and not may_try(sender_of(request), now):
        wrong = "too_many"
    if wrong:
        form.add_error(None, words(language)["wrong"][wrong])
        return _form(body, form, token, language, 429 if wrong == "too_many" else 422)
    return _sent(body, form, token, language, now)


def _one_part(typed: str) -> str:
    """What somebody typed for a reference, as one part of an address."""
    return typed.replace("/", " ").strip()[:40] or "-"


def _sent(body: Body, form: AppealForm, token: str, language: Language, now: datetime) -> HttpResponse:
    given = form.cleaned_data
    asked = Asked(given["words"], given["email"], language.value)
    try:
        taken = operations.receive_publicly(
            body=body, typed=given["reference"], where=given["where"], asked=asked, at=now
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, f"{capfirst(refused.forbids)}: {refused.do}.")
        return _form(body, form, token, language, 422)
    if taken.appeal is None:
        said = {"answer": _answer(taken, language), "words": given["words"]}
        return page("answer.html", body, said | _addresses(body, language), language=language)
    return HttpResponseRedirect(reverse(STATUS[language], args=[body.slug, taken.appeal.reference]), status=303)


def _answer(taken: Taken, language: Language) -> str:
    return sentence(language, f"answer.{taken.kind}", **dict(taken.blanks))


def _form(body: Body, form: AppealForm, token: str, language: Language, status: int = 200) -> HttpResponse:
    context = {"form": form, "token": token} | _addresses(body, language)
    return page("appeal.html", body, context, status, language=language)


def _addresses(body: Body, language: Language, reference: str = "") -> dict[str, str]:
    """Of the form, and of the same page in the other language."""
    other = reverse(FORM[language.other], args=[body.slug])
    if reference:
        other = reverse(STATUS[language.other], args=[body.slug, reference])
    return {"form_url": reverse(FORM[language], args=[body.slug]), "other_url": other}


@require_GET
@public_page(cached=False)
def status(request: HttpRequest, body: Body, reference: str, language: Language) -> HttpResponse:
    """Where an appeal stands. The same answer for a reference that leads to none as for one that is unknown."""
    found = queries.by_reference(body, reference)
    if found is None:
        said = {"looked_for": sentence(language, "unknown.looked_for", reference=reference)}
        return page("unknown.html", body, said | _addresses(body, language, reference), 404, language=language)
    context = _status(found, language, datetime.now(UTC)) | _addresses(body, language, found.reference)
    return page("status.html", body, context, language=language)


def _status(row: Appeal, language: Language, at: datetime) -> dict[str, Any]:
    now = standing(row, at)
    ended = next((step for step in reversed(steps_of(row)) if step.event in _ANSWERS), None)
    kept = lasting_of(ended.undone) if ended else ""
    until = now.ask_again_by if now.ask_again_by and at.date() <= now.ask_again_by else None
    return {
        "title": sentence(language, "status.page", reference=row.reference),
        "said": words(language)["status"][_said(now)],
        "received_on": language.day(now.asked_on),
        "answer_by": language.day(now.promised.answer_by) if now.is_open else "",
        "stage": words(language)["status"]["second" if now.stage is Stage.SECOND else "first"],
        "reasons": ended.words if ended and not now.is_open else "",
        "lasting": sentence(language, kept) if kept else "",
        "until": sentence(language, "status.until", until=until) if until else "",
        "again_url": f"{reverse(FORM[language], args=[row.body.slug])}?about={row.reference}",
    }


_ANSWERS = (AppealEvent.STANDS.value, AppealEvent.REVERSED.value)
_ENDED = {Ending.REVERSED: "reversed", Ending.STANDS: "stands"}


def _said(now: Standing) -> str:
    """Which of the words of [status]."""
    if now.state in (AppealState.RECEIVED, AppealState.SECOND_RECEIVED):
        return "waiting"
    if now.is_open or now.ending is None:
        return "looking"
    return _ENDED.get(now.ending, "withdrawn")

"""MOD-05: what people were told, how, whether it arrived, and trying another way."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from evenhand.cases.models import Case
from evenhand.cases.sight import look, restricted_comments
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.sparing import blurred_comments
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import NOTICE, NoticeEvent, NoticeState
from evenhand.core.notice_words import KINDS, event_words, filled, in_welsh
from evenhand.core.notices import ADDRESS, Event, Told
from evenhand.core.reasons import appeal, statement
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.queries import edition_on
from evenhand.notices import operations, queries
from evenhand.notices.leading import leads
from evenhand.notices.models import Notice, Way
from evenhand.notices.ways import others
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.tasks.queries import open_about

PAGE = 50


class NoticeFilters(forms.Form):
    """Which notices to show."""

    state = forms.ChoiceField(
        required=False, choices=[("", "All"), *((key, key.capitalize()) for key in queries.SHOWN)]
    )
    reference = forms.CharField(required=False, max_length=20, label="Reference")


class AgainForm(forms.Form):
    """Another way for a notice that did not arrive."""

    way = forms.ChoiceField(label="How", error_messages={"required": "Choose a way."})
    email = forms.EmailField(required=False, max_length=254, label="E-mail address, if it goes by e-mail")

    def __init__(self, *args: object, notice: Notice, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        ways = others(notice)
        self.fields["way"].choices = [(way.value, way.capitalize()) for way in ways]  # type: ignore[attr-defined]
        self.fields["email"].initial = notice.email
        if not {Way.SMTP, Way.NOTIFY} & set(ways):
            del self.fields["email"]

    def clean(self) -> None:
        """E-mail needs an address."""
        given = self.cleaned_data
        if given.get("way") in (Way.SMTP, Way.NOTIFY) and "email" in given and not given["email"]:
            self.add_error("email", "No address is known: write their e-mail address.")


@require_GET
@needs(Permission.SEE_CASES)
def notices(request: OfficerRequest) -> HttpResponse:
    """Every notice, newest first."""
    body = request.body_of_page
    filters = NoticeFilters(request.GET or None)
    asked = filters.cleaned_data if filters.is_valid() else {}
    found = queries.listed(body, asked.get("state", "")).exclude(comment_id__in=restricted_comments(body))
    if asked.get("reference"):
        named = queries.by_reference(asked["reference"], body)
        found = found.filter(pk=named.pk) if named else found.none()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "notices": [line(each, body) for each in page],
        "page": page,
        "filters": filters,
        "selected": [{"text": value, "remove_url": request.path} for value in asked.values() if value],
        "clear_url": request.path,
        "wordings_url": reverse("notice-wordings", args=[body.slug]),
        "returned_url": reverse("returned-mails", args=[body.slug]) if _may_do_tasks(request) else "",
    }
    return render(request, "evenhand/notices.html", context)


def _may_do_tasks(request: OfficerRequest) -> bool:
    return Permission.DO_TASKS in request.permissions


def line(notice: Notice, body: Body) -> dict[str, Any]:
    """A notice as lists show it."""
    return {
        "kind": notice.kind,
        "about": notice.about,
        "state": notice.state,
        "way": notice.way if notice.way != Way.NONE else "",
        "why": notice.why,
        "to": notice.to,
        "at": notice.changed_at,
        "reference": notice.reference,
        "url": reverse("notice", args=[body.slug, notice.pk]),
    }


@require_GET
@needs(Permission.SEE_CASES)
def notice(request: OfficerRequest, notice: int) -> HttpResponse:
    """One notice: its words, its way, and what became of it."""
    found = _found(request.body_of_page, notice)
    _look(request, found)
    return _page(request, found, None)


def _look(request: OfficerRequest, found: Notice) -> None:
    """REF-02: a notice about a restricted comment is for those who may see that. Raises: NotLetIn."""
    case = Case.objects.select_related("body").filter(body=found.body_id, comment=found.comment_id).first()
    if found.comment_id and case is not None:
        look(case=case, by=request.user, at=datetime.now(UTC), page="notice")


@require_POST
@needs(Permission.DO_TASKS)
def again(request: OfficerRequest, notice: int) -> HttpResponse:
    """Send it another way."""
    body = request.body_of_page
    found = _found(body, notice)
    _look(request, found)
    form = AgainForm(request.POST, notice=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    way = Way(form.cleaned_data["way"])
    operations.send_again(
        notice_id=found.pk, body=body, way=way, email=form.cleaned_data.get("email", ""), by=request.user,
        at=datetime.now(UTC),
    )  # fmt: skip
    messages.success(request, f"It is queued again: {way}." if way is not Way.HAND else "It is a task now.")
    return redirect("notice", body.slug, found.pk)


def _found(body: Body, notice: int) -> Notice:
    try:
        return queries.get(body, notice)
    except Notice.DoesNotExist:
        raise Http404 from None


def _veiled(found: Notice) -> bool:
    """STF-02: a notice quotes what it tells of."""
    return bool(found.comment_id and blurred_comments(found.body, [found.comment_id]))


def _page(request: OfficerRequest, found: Notice, form: AgainForm | None, status: int = 200) -> HttpResponse:
    body = request.body_of_page
    possible = (NoticeState(found.state), NoticeEvent.TRY_ANOTHER_WAY) in NOTICE and found.paragraphs
    may = possible and others(found) and Permission.DO_TASKS in request.permissions
    context = {
        "notice": line(found, body)
        | {"subject": found.subject, "paragraphs": found.paragraphs, "blurred": _veiled(found)},
        "facts": _facts(found, body),
        "receipts": [
            {"title": f"{receipt.kind.capitalize()}: {receipt.way}", "by": "", "at": receipt.at, "text": receipt.answer}
            for receipt in found.receipts.order_by("-at", "-pk")
        ],
        "form": (form or AgainForm(notice=found)) if may else None,
        "again_url": reverse("notice-again", args=[body.slug, found.pk]),
        "notices_url": reverse("notices", args=[body.slug]),
    }
    return render(request, "evenhand/notice.html", context, status=status)


def _facts(found: Notice, body: Body) -> list[dict[str, object]]:
    case = Case.objects.filter(body=body, comment_id=found.comment_id).first() if found.comment_id else None
    kind, _, number = found.about.partition(" ")
    rows: list[dict[str, object]] = [
        {"key": "Reference", "value": found.reference},
        {"key": "To", "value": found.to},
        {"key": "How", "value": found.way.capitalize()},
        {"key": "Tells of", "value": found.about, "url": reverse("decision", args=[body.slug, int(number)])}
        if kind == "decision"
        else {"key": "Tells of", "value": found.about},
        {"key": "Queued", "value": f"{found.queued_by}, {found.queued_at:%-d %b %Y, %H:%M} UTC"},
    ]
    if found.attempts:
        rows.append({"key": "Tries", "value": found.attempts})
    if task := open_about(body, f"notice {found.pk}", f"action {found.action_id}"):
        rows.append({"key": "Task", "value": task.title, "url": reverse("task", args=[body.slug, task.pk])})
    if case:
        rows.append({"key": "Case", "value": f"Case {case.pk}", "url": reverse("case", args=[body.slug, case.pk])})
    if found.email:
        rows.insert(2, {"key": "Address", "value": found.email})
    return rows


@require_GET
@needs(Permission.SEE_CASES)
def wordings(request: OfficerRequest) -> HttpResponse:
    """STF-03: how the edition in force words each kind of notice, with a made-up example."""
    body = request.body_of_page
    edition = edition_on(body, localdate())
    context = {
        "edition": {"name": edition.name, "in_force_from": edition.in_force_from},
        "wordings": [_wording(edition, kind, body) for kind in KINDS],
        "notices_url": reverse("notices", args=[body.slug]),
    }
    return render(request, "evenhand/wordings.html", context)


QUOTE, REVIEW_ON = "You are a useless muppet", date(2026, 9, 4)
NAMES = "It calls an officer names."
REASONS = {"restore": "", "unblock": "", "appeal_reversed": "What you wrote was about our work, not about a person."}
EXAMPLE = "AP-4F7K-22QX-9"
"""A reference that was never drawn."""


def _wording(edition: Edition, kind: str, body: Body) -> dict[str, Any]:
    text, leading = edition.notices.get(kind), leads(body, kind.replace("_", " "), EXAMPLE)
    parts = [("English", "en", _english(edition, kind, body))]
    if text and text.cy:
        welsh = filled(
            text.cy, {**_example(edition, kind, body), "until": in_welsh(REVIEW_ON), "address": ADDRESS["cy"]}
        )
        parts.insert(0, ("Welsh", "cy", welsh))
    return {
        "kind": kind.replace("_", " "),
        "ours": text is None,
        "languages": [
            {"title": title, "lang": lang, "paragraphs": [leading.into(each) for each in paragraphs]}
            for title, lang, paragraphs in parts
        ],
    }


def _english(edition: Edition, kind: str, body: Body) -> tuple[str, ...]:
    text = edition.notices.get(kind)
    if text:
        return filled(text.en, {**_example(edition, kind, body), "until": f"{REVIEW_ON:%-d %B %Y}"})
    if kind not in tuple(Event):
        return ("The words of the officer who answers the appeal.",)
    told = Told(Event(kind), "CON-02", QUOTE, REASONS.get(kind, NAMES), ("our page",), REVIEW_ON)
    return event_words(edition, told, body=body.name).paragraphs


def _example(edition: Edition, kind: str, body: Body) -> dict[str, str]:
    rule, outcome = edition.rules["CON-02"], Outcome.DELETE if kind == Event.DELETE else Outcome.HIDE
    drafted = statement(edition, "CON-02", outcome, quote=QUOTE, reason=NAMES, body=body.name)
    return {
        "statement": drafted, "quote": QUOTE, "reason": REASONS.get(kind, NAMES), "ground": f"CON-02 ({rule.title})",
        "channels": "our page", "appeal": appeal(edition), "body": body.name,
    }  # fmt: skip

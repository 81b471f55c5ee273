"""Referrals: the list, one with its timeline and its next step, and who takes what."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases import operations as cases
from evenhand.cases import queries as case_queries
from evenhand.cases import sight
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.case_more import ringing
from evenhand.console.referral_forms import (
    FOUND,
    LetInForm,
    PassOnForm,
    ResponsibleForm,
    StepForm,
    TargetForm,
)
from evenhand.console.sparing import blurred
from evenhand.console.words import waiting
from evenhand.core.allegations import Found
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.refusals import Refused
from evenhand.intake.queries import current_words
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding
from evenhand.packs import queries as pack_queries
from evenhand.referrals import alarms, operations, queries
from evenhand.referrals.models import ENDED, Referral, Responsible, Step
from evenhand.referrals.moving import Said
from evenhand.referrals.operations import Ending
from evenhand.referrals.reach import concerns

TITLES = {
    "open": "Passed on", "refer again": "Passed on again", "answer": "Answered the author",
    "alarm": "The alarm sounded",
    "hand over": "Handed over", "acknowledge": "Acknowledged", "send back": "Came back", "conclude": "Ended",
    "withdraw": "Withdrawn", "undo": "The decision was undone", "evidence pack": "Evidence went after it",
}  # fmt: skip


class ReferralFilters(forms.Form):
    """Which referrals to show."""

    rule = forms.ChoiceField(
        required=False, label="Passed on as", choices=[("", "Any"), *((id_, id_) for id_ in queries.ORDER)]
    )
    state = forms.ChoiceField(required=False, choices=[("", "Waiting"), ("ended", "Ended or answered")])


@require_GET
@needs(Permission.SEE_REFERRALS)
def referrals(request: OfficerRequest) -> HttpResponse:
    """What waits: late ones first, then by route."""
    body, now = request.body_of_page, clock.now()
    filters = ReferralFilters(request.GET or None)
    asked = filters.cleaned_data if filters.is_valid() else {}
    found = queries.listed(
        body, request.user, request.permissions, rule=asked.get("rule", ""), ended=asked.get("state") == "ended"
    )
    context = {
        "referrals": [_line(each, body, now) for each in found],
        "filters": filters,
        "clear_url": request.path,
        "responsible_url": reverse("responsible", args=[body.slug])
        if Permission.ADMINISTER in request.permissions
        else "",
    }
    return render(request, "evenhand/referrals.html", context)


def _line(each: queries.ReferralLine, body: Body, now: datetime) -> dict[str, Any]:
    return {
        "id": each.id, "url": reverse("referral", args=[body.slug, each.id]), "rule": each.rule, "to": each.to,
        "state": each.state, "because": each.because, "restricted": each.restricted, "late": each.late,
        "opened_at": each.opened_at, "waiting": waiting(each.opened_at, now),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_REFERRALS)
def referral(request: OfficerRequest, referral: int) -> HttpResponse:
    """One referral. To whom its case is restricted, it shows whom to ring and no word of it."""
    found = queries.get(request.body_of_page, referral, request.user, request.permissions)
    if not sight.may_see(found.case, request.user, request.permissions):
        return _veiled(request, found)
    form = _step_form(request, found)
    if request.method == "POST" and form is not None and form.is_valid() and _took(request, found, form):
        messages.success(request, f"Referral {found.pk}: recorded.")
        return redirect("referral", request.body_of_page.slug, found.pk)
    status = 422 if form is not None and form.is_bound else 200
    return _page(request, found, form, status)


def _step_form(request: OfficerRequest, found: Referral) -> StepForm | None:
    possible = queries.possible(found)
    may = Permission.DECIDE in request.permissions or Permission.CONCLUDE in request.permissions
    if found.rule == "REF-01" and Permission.CONCLUDE not in request.permissions:
        possible = [event for event in possible if event is not ReferralEvent.CONCLUDE]
    if not possible or not may:
        return None
    initial = {"to": found.person if found.state in ("opened", "answered") else "", "on": localdate(clock.now())}
    return StepForm(request.POST or None, initial=initial, possible=possible, allegation=found.rule == "REF-01")


def _took(request: OfficerRequest, found: Referral, form: StepForm) -> bool:
    """Whether the step was recorded; what forbids it stands on the form, with everything that was written."""
    given, body, now = form.cleaned_data, request.body_of_page, clock.now()
    event = ReferralEvent(given["step"])
    try:
        if event is ReferralEvent.CONCLUDE:
            outcome = Ending(
                finder=given["to"], on=given.get("on") or localdate(now), reference=given["reference"],
                found=Found(given["found"]) if given.get("found") else None, said=given["words"],
            )  # fmt: skip
            operations.record_outcome(referral_id=found.pk, body=body, outcome=outcome, by=request.user, at=now)
        else:
            said = Said(given["to"], given.get("how", ""), given["reference"], given["words"])
            operations.take_step(referral_id=found.pk, body=body, event=event, said=said, by=request.user, at=now)
    except Refused as refused:
        form.add_error(None, f"{refused.forbids[:1].upper()}{refused.forbids[1:]}: {refused.do}.")
        return False
    return True


def _page(request: OfficerRequest, found: Referral, form: StepForm | None, status: int) -> HttpResponse:
    body, now, case = request.body_of_page, clock.now(), found.case
    sight.look(case=case, by=request.user, at=now, page="referral")
    context = {
        "referral": _shown(found, now),
        "words": current_words(case.comment),
        "author_name": str(case.comment.author or "Unknown author"),
        "blurred": case.severity in blurred(body),
        "permalink": case.comment.url,
        "case_url": reverse("case", args=[body.slug, case.pk]) if Permission.SEE_CASES in request.permissions else "",
        "timeline": [_entry(each) for each in found.steps.select_related("by").order_by("-at", "-pk")],
        "outcome": _outcome(found),
        "form": form,
        "may_record_outcome": found.rule != "REF-01" or Permission.CONCLUDE in request.permissions,
        **_let_in(request, found),
        **ringing(found, found.rule, now, found.concern),
        **_packs(request, found),
        "referrals_url": reverse("referrals", args=[body.slug]),
    }
    return render(request, "evenhand/referral.html", context, status=status)


def _packs(request: OfficerRequest, found: Referral) -> dict[str, Any]:
    """REF-03: the evidence that goes with a referral to the police, and packs of the case that could."""
    if found.rule != "REF-03" or Permission.SEE_EVIDENCE not in request.permissions:
        return {}
    slug, attached = found.body.slug, pack_queries.with_referral(found)
    may = Permission.EXPORT_EVIDENCE in request.permissions
    others = [pack for pack in pack_queries.about_case(found.body, found.case_id) if pack not in attached]
    return {
        "shows_packs": True,
        "packs": [
            {
                "reference": pack.reference,
                "url": reverse("pack", args=[slug, pack.pk]),
                "state": "sealed" if pack.sealed_at else "draft",
                "police_reference": pack.police_reference,
                "hand_overs": list(pack.hand_overs.all()),
            }
            for pack in attached
        ],
        "other_packs": [{"id": pack.pk, "reference": pack.reference} for pack in others] if may else [],
        "pack_url": reverse("referral-pack", args=[slug, found.pk]) if may else "",
    }


def _veiled(request: OfficerRequest, found: Referral) -> HttpResponse:
    """What somebody needs who was not let in, and hears the alarm: whom to ring, and how to take it on."""
    now = clock.now()
    context = {
        "referral": _shown(found, now) | {"because": ""},
        "veiled": True,
        **_let_in(request, found),
        **ringing(found, found.rule, now, found.concern),
        "referrals_url": reverse("referrals", args=[request.body_of_page.slug]),
    }
    return render(request, "evenhand/referral.html", context, status=403 if request.method == "POST" else 200)


def _let_in(request: OfficerRequest, found: Referral) -> dict[str, Any]:
    """Who may be let in: by somebody who sees it anybody, by a senior officer they themselves."""
    if not found.case.restricted:
        return {}
    sees = sight.may_see(found.case, request.user, request.permissions)
    others = [each for each in holding(found.body, Permission.SEE_REFERRALS) if each.pk != request.user.pk]
    who: list[Officer] = others if sees else [request.user] if Permission.APPROVE in request.permissions else []
    return {
        "let_in": LetInForm(officers=who) if who else None,
        "let_in_url": reverse("let-in", args=[found.body.slug, found.pk]),
        "let_in_text": "Let them in" if sees else "Take it on",
    }


def _shown(found: Referral, now: datetime) -> dict[str, Any]:
    late = queries.is_late(found)
    return {
        "id": found.pk, "rule": found.rule, "kind": found.kind, "to": found.to, "person": found.person,
        "email": found.email, "because": found.because, "state": found.state, "restricted": found.case.restricted,
        "concern": found.concern, "opened_at": found.opened_at, "opened_by": found.opened_by.name, "late": late,
        "ended": found.state in ENDED,
        "heard": alarms.heard_of(found, now).because if found.rule == "REF-02" and queries.unheard(found) else "",
    }  # fmt: skip


def _entry(each: Step) -> dict[str, Any]:
    parts = [
        f"To {each.to}" if each.event == "hand over" else each.to,
        f"by {each.how}" if each.how else "",
        f"reference {each.reference}" if each.reference else "",
    ]
    line = ", ".join(part for part in parts if part)
    return {
        "title": TITLES[each.event], "by": each.by.name if each.by else "Evenhand", "at": each.at,
        "text": "\n".join(part for part in (line, each.words) if part),
    }  # fmt: skip


def _outcome(found: Referral) -> dict[str, Any] | None:
    made = getattr(found, "outcome", None)
    if made is None:
        return None
    return {
        "found": FOUND[Found(made.found)] if made.found else "Ended", "finder": made.finder, "on": made.on,
        "reference": made.reference, "said": made.said, "by": made.by.name,
    }  # fmt: skip


@require_POST
@needs(Permission.SEE_REFERRALS)
def let_in(request: OfficerRequest, referral: int) -> HttpResponse:
    """Let somebody in to a restricted case."""
    body = request.body_of_page
    found = queries.get(body, referral, request.user, request.permissions)
    form = LetInForm(request.POST, officers=holding(body, Permission.SEE_REFERRALS))
    if form.is_valid():
        who = Officer.objects.get(pk=form.cleaned_data["officer"])
        sight.invite(
            case_id=found.case_id, body=body, officer=who, why=form.cleaned_data["why"], by=request.user,
            at=clock.now(),
        )  # fmt: skip
        messages.success(request, f"{who.name} sees it from now on. That is on record.")
    else:
        messages.error(request, "Say who, and why. Nothing was changed.")
    return redirect("referral", body.slug, found.pk)


@require_POST
@needs(Permission.DECIDE)
def pass_on(request: OfficerRequest, case: int) -> HttpResponse:
    """Pass a comment on beside its decision."""
    body, now = request.body_of_page, clock.now()
    found = case_queries.get(body, case)
    form = PassOnForm(request.POST, concerns=concerns(body, now))
    if not form.is_valid():
        messages.error(request, "Say to whom it is passed on, and why. Nothing was passed on.")
        return redirect("case", body.slug, found.pk)
    given = form.cleaned_data
    opened = operations.pass_on(
        case_id=found.pk, body=body, rule=given["rule"], because=given["because"], by=request.user, at=now,
        concern=given["concern"] if given["rule"] == "REF-02" else "",
    )  # fmt: skip
    messages.success(request, f"Passed on under {opened.rule}. The next step stands here.")
    return redirect("referral", body.slug, opened.pk)


@require_POST
@needs(Permission.DECIDE)
def target(request: OfficerRequest, case: int) -> HttpResponse:
    """MOD-08: say at whom a comment is aimed."""
    body = request.body_of_page
    found = case_queries.get(body, case)
    form = TargetForm(request.POST, officers=holding(body, Permission.REPORT_ABUSE))
    if form.is_valid():
        chosen = form.cleaned_data["target"]
        who = get_object_or_404(Officer, pk=chosen) if chosen else None
        cases.set_target(case_id=found.pk, body=body, target=who, by=request.user, at=clock.now())
        messages.success(request, f"Case {found.pk} is aimed at {who.name if who else 'nobody of us'}.")
    return redirect("case", body.slug, found.pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.ADMINISTER)
def responsible(request: OfficerRequest) -> HttpResponse:
    """Who takes what is passed on under each rule."""
    body, now = request.body_of_page, clock.now()
    form = ResponsibleForm(request.POST or None, concerns=concerns(body, now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        operations.set_responsible(
            body=body, rule=given["rule"], concern=given["concern"] if given["rule"] == "REF-02" else "",
            name=given["name"], email=given["email"], by=request.user, at=now,
        )  # fmt: skip
        messages.success(request, f"{given['rule']}: recorded.")
        return redirect("responsible", body.slug)
    named = Responsible.objects.filter(body=body).order_by("rule", "concern")
    rows = [{"rule": n.rule, "concern": n.concern, "name": n.name, "email": n.email} for n in named]
    status = 422 if form.is_bound else 200
    return render(request, "evenhand/responsible.html", {"named": rows, "form": form}, status=status)

"""MCL-01 to MCL-04: the managed contacts list. Each look is an audit entry, also of those who are refused."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.cases.models import Case
from evenhand.cases.sight import RESTRICTED, restricted_comments
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.appeal_page import lines_about
from evenhand.console.forms_of_people import EntryForm, EntryStepForm, object_to, refuse
from evenhand.console.views.people import author_of, form_page
from evenhand.core.dates import day_of
from evenhand.core.managed import Listed
from evenhand.core.managed_entry import routes_paragraph
from evenhand.core.moderation import REMOVALS
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author
from evenhand.intake.queries import current_revisions
from evenhand.officers.permissions import Permission
from evenhand.people import listing
from evenhand.people.enforcing import actions_of, listed
from evenhand.people.listing import AskedEntry, edition_at, latest_review, look
from evenhand.people.models import ManagedEntry
from evenhand.people.persons import links_of, person_of
from evenhand.people.standings import calendar_at, entries_of, entry_standing, review_on

NEWEST = 20


@require_GET
@needs(Permission.SEE_MANAGED_CONTACTS)
def contact_list(request: OfficerRequest) -> HttpResponse:
    """MCL-02: who is on the list, and who was."""
    body, now = request.body_of_page, datetime.now(UTC)
    look(body=body, by=request.user, at=now)
    return render(request, "evenhand/contacts.html", {"entries": [_line(row, now) for row in entries_of(body)]})


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MANAGED_CONTACTS)
def entry(request: OfficerRequest, entry: int) -> HttpResponse:
    """One entry: why, how they were told, which accounts it blocks, and what people did about it."""
    body, now = request.body_of_page, datetime.now(UTC)
    row = get_object_or_404(entries_of(body), pk=entry)
    look(body=body, subject=f"entry {row.pk}", by=request.user, at=now)
    steps = _steps(request, row, now)
    form = EntryStepForm(request.POST or None, steps=steps) if steps else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _take(request, row, form, now)
        except listing.EntryRefused as refused:
            object_to(form, refused.objections)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Entry {row.pk}: “{form.cleaned_data['step']}” is recorded.")
            return redirect("entry", body.slug, row.pk)
    context = _line(row, now) | {"form": form, "contacts_url": reverse("contacts", args=[body.slug])}
    context |= lines_about(row, body, request.permissions) | {"can": any(s.event == "approve" for s in row.steps.all())}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "evenhand/contact.html", context | _more(row, now), status=status)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MANAGED_CONTACTS)
def entry_form(request: OfficerRequest, author: int) -> HttpResponse:
    """MCL-02: a new entry, for a second person to approve."""
    found, body, now = author_of(request, author), request.body_of_page, datetime.now(UTC)
    edition = edition_at(body, now)
    today = day_of(now, calendar_at(edition, now).zone, "MCL-02")
    initial = {
        "starts_on": today, "review_on": latest_review(body, today, now),
        "notice": f"You are blocked from the social media of {body.name}.\n\n{routes_paragraph(edition)}",
    }  # fmt: skip
    form = EntryForm(request.POST or None, initial=initial, removals=_removals(found))
    if request.method == "POST" and form.is_valid():
        try:
            row = listing.propose(body=body, asked=AskedEntry(found, **form.cleaned_data), by=request.user, at=now)
        except listing.EntryRefused as refused:
            object_to(form, refused.objections)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Entry {row.pk} waits for a second person.")
            return redirect("entry", body.slug, row.pk)
    lead = (
        "Who is on the managed contacts list is blocked on every channel, with every other account of theirs (MCL-01)."
    )
    title = f"Put {found} on the managed contacts list"
    return form_page(request, found, form, title=title, text="Propose the entry", lead=lead)


@require_GET
@needs(Permission.SEE_MANAGED_CONTACTS)
def activity(request: OfficerRequest, author: int) -> HttpResponse:
    """MCL-04: what somebody on the list, or somebody like them, has written lately."""
    found, body, now = author_of(request, author), request.body_of_page, datetime.now(UTC)
    look(body=body, subject=f"activity of account {found.pk}", by=request.user, at=now)
    wrote = current_revisions(body).filter(comment__author=found).select_related("comment__channel").defer("payload")
    cases = dict(Case.objects.filter(body=body, author=found).values_list("comment_id", "pk"))
    restricted = restricted_comments(body)
    comments = [
        {
            "text": RESTRICTED if r.comment_id in restricted else r.text,
            "at": r.comment.created_at,
            "channel": r.comment.channel.title,
            "state": r.comment.shown_state,
            "case_url": reverse("case", args=[body.slug, cases[r.comment_id]]) if r.comment_id in cases else "",
        }
        for r in wrote.order_by("-comment__created_at")[:NEWEST]
    ]
    entries = [_line(row, now) for row in entries_of(body) if found in listed(row, links_of(body), now)]
    context = {
        "person": str(found), "comments": comments, "entries": entries,
        "person_url": reverse("person", args=[body.slug, found.pk]),
        "contacts_url": reverse("contacts", args=[body.slug]),
    }  # fmt: skip
    return render(request, "evenhand/contact_activity.html", context)


def _removals(author: Author) -> list[tuple[str, str]]:
    """What was removed of a person, and stands, for a choice."""
    found = Decision.objects.filter(
        comment__author__in=person_of(author).ids, outcome__in=[each.value for each in REMOVALS], reversal=None
    )
    rows = found.order_by("-pk").values_list("pk", "outcome", "ground", "at")[:NEWEST]
    return [(str(pk), f"Decision {pk}: {outcome}, {ground}, {at:%-d %B %Y}") for pk, outcome, ground, at in rows]


def _steps(request: OfficerRequest, row: ManagedEntry, now: datetime) -> list[tuple[str, str]]:
    if not row.steps.all():
        own = row.proposed_by_id == request.user.pk  # MOD-08
        may = Permission.APPROVE_BLOCKS in request.permissions and not own
        return [("approve", "Approve"), ("refuse", "Refuse")] if may else []
    off = entry_standing(row, now).state is Listed.OFF
    may = Permission.DECIDE in request.permissions and not off
    return [("keep", "Keep them on the list"), ("remove", "Take them off the list")] if may else []


def _take(request: OfficerRequest, row: ManagedEntry, form: EntryStepForm, now: datetime) -> None:
    given = form.cleaned_data
    place = {"entry_id": row.pk, "body": request.body_of_page, "reason": given["reason"], "by": request.user, "at": now}
    match given["step"]:
        case "approve" | "refuse":
            listing.answer(approved=given["step"] == "approve", **place)
        case "keep":
            listing.keep(review_on=given["review_on"], **place)
        case "remove":
            listing.remove(**place)


def _line(row: ManagedEntry, now: datetime) -> dict[str, Any]:
    stands = entry_standing(row, now)
    return {
        "entry": row,
        "url": reverse("entry", args=[row.body.slug, row.pk]),
        "person": str(row.author),
        "person_url": reverse("person", args=[row.body.slug, row.author_id]),
        "state": stands.state.value,
        "review_on": review_on(row),
        "approved_by": next((s.by.name for s in row.steps.all() if s.event == "approve"), ""),
    }


def _more(row: ManagedEntry, now: datetime) -> dict[str, Any]:
    return {
        "came_of": [
            {"id": each.decision_id, "url": reverse("decision", args=[row.body.slug, each.decision_id])}
            for each in row.rests_on.all()
        ],
        "accounts": [f"{author} on {author.platform}" for author in listed(row, links_of(row.body), now)],
        "actions": [
            {"verb": f"{action.verb} {action.author} on {action.channel.title}", "state": action.shown_state,
             "at": action.changed_at}
            for action in actions_of(row)
        ],
        "steps": [
            {"title": step.event.capitalize(), "by": step.by.name, "at": step.at, "text": step.reason}
            for step in row.steps.all()
        ],
    }  # fmt: skip

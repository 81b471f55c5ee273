"""A person: what they did, what counts, and the steps that follow: a warning, a block, another account."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.cases.queries import targets_of
from evenhand.console import person_page
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.forms_of_people import BlockForm, FindAccountForm, LinkForm, WarnForm, object_to, refuse
from evenhand.core.aliases import EvidenceKind
from evenhand.core.blocks import block_review_day
from evenhand.core.dates import day_of
from evenhand.core.hours import working_days_after
from evenhand.core.ladder import Step
from evenhand.core.refusals import Refused
from evenhand.core.values import BlockApproval, BlockNotice
from evenhand.intake.models import Author, Channel
from evenhand.intake.queries import channels_of
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import ALLOWED, Permission
from evenhand.people import blocking, linking, warning
from evenhand.people.history import History, history
from evenhand.people.models import Block
from evenhand.people.standings import calendar_at
from evenhand.people.telling import drafted
from evenhand.people.unblocking import by_hand, cannot_unblock

MOST_FOUND = 20


def author_of(request: OfficerRequest, author: int) -> Author:
    """An account of the body. Raises: Http404."""
    return get_object_or_404(Author.objects.select_related("body"), pk=author, body=request.body_of_page)


@require_GET
@needs(Permission.SEE_CASES)
def person(request: OfficerRequest, author: int) -> HttpResponse:
    """STR-01 to STR-04: the record with its working, warnings, blocks and other accounts."""
    found = author_of(request, author)
    return render(request, "evenhand/person.html", person_page.context(found, request.permissions, datetime.now(UTC)))


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE)
def warn(request: OfficerRequest, author: int) -> HttpResponse:
    """MOD-06: the words of the warning, confirmed by an officer."""
    found, now = author_of(request, author), datetime.now(UTC)
    known = history(found, now)
    form = WarnForm(request.POST or None, initial={"words": warning.drafted(known)})
    if request.method == "POST" and form.is_valid():
        try:
            warning.warn(
                author=found, body=request.body_of_page, words=form.cleaned_data["words"],
                aimed_at=_targets(known, request.body_of_page), by=request.user, at=now,
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"The warning of {found} is on its way. It counts once it has arrived.")
            return redirect("person", request.body_of_page.slug, author)
    lead = "A warning is a step of its own before a block. It counts from when it has arrived (MOD-06)."
    points = known.sanction.step is Step.WARNING
    note = "" if points else f"The record points to {known.sanction.step}, so no warning can be given now."
    return form_page(
        request, found, form, title=f"Warn {found}", text="Send the warning", lead=lead, known=known, note=note
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE)
def block_form(request: OfficerRequest, author: int) -> HttpResponse:
    """BLK-01, BLK-02, BLK-06: a block, with nothing left out."""
    found, now = author_of(request, author), datetime.now(UTC)
    known, body = history(found, now), request.body_of_page
    form = _block_form(request, known, found, now)
    if request.method == "POST" and form.is_valid() and not _redrafted(request, form, known):
        try:
            row = _decide(request, form, found, known, now)
        except blocking.BlockRefused as refused:
            object_to(form, refused.objections)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Block {row.pk} is recorded.")
            return redirect("block", body.slug, row.pk)
    lead = "Nobody is blocked by this form alone, unless it cannot wait: a second person approves it (BLK-01)."
    hand = by_hand(channels_of(body))
    titles = ", ".join(channel.title for channel in hand)
    note = f"A person blocks by hand here, as the platform has no call for it: {titles}." if hand else ""
    if not known.sanction.is_block:
        note = f"The record points to {known.sanction.step}, so no block can be decided now. {note}"
    return form_page(
        request, found, form, title=f"Block {found}", text="Record the block", lead=lead, known=known, note=note
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE)
def link_form(request: OfficerRequest, author: int) -> HttpResponse:
    """MCL-03: another account that may be the same person's, with what speaks for it."""
    found, now = author_of(request, author), datetime.now(UTC)
    finding = FindAccountForm(request.GET, auto_id="find_%s")
    words = finding.cleaned_data["words"] if finding.is_valid() else ""
    form = LinkForm(request.POST or None, found=_accounts(found, words, request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = linking.propose(
                body=request.body_of_page, one=found, other=author_of(request, int(given["other"])),
                confidence=float(given["confidence"]), evidence=[(EvidenceKind(given["kind"]), given["words"])],
                by=request.user.email, at=now,
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("link", request.body_of_page.slug, row.pk)
    context = {
        "author": found, "finding": finding, "form": form, "searched": words, "found": form.fields["other"].choices,  # type: ignore[attr-defined]
        "person_url": reverse("person", args=[request.body_of_page.slug, author]),
    }  # fmt: skip
    return render(request, "evenhand/link_form.html", context, status=422 if form.errors else 200)


def form_page(
    request: OfficerRequest, author: Author, form: Any, *, title: str, text: str, lead: str,
    known: History | None = None, note: str = "",
) -> HttpResponse:  # fmt: skip
    """A form about a person, beside what their record says."""
    context = {
        "title": title, "form": form, "text": text, "lead": lead, "note": note, "person": str(author),
        "person_url": reverse("person", args=[author.body.slug, author.pk]),
        "standing": person_page.standing_of(known, author) if known else None,
    }  # fmt: skip
    return render(request, "evenhand/person_form.html", context, status=422 if form.is_bound else 200)


def reviewers_of(body: Body) -> list[Officer]:
    """BLK-03: who may be named to review."""
    deciding = [role.value for role, held in ALLOWED.items() if Permission.DECIDE in held]
    found = Officer.objects.filter(roles__body=body, roles__role__in=deciding, is_active=True)
    return list(found.distinct().order_by("name"))


def _targets(known: History, body: Body) -> list[int]:
    return targets_of(body, (int(strike.comment) for strike in known.sanction.strikes))


def _accounts(author: Author, words: str, request: OfficerRequest) -> Sequence[Author]:
    others = Author.objects.filter(body=author.body_id).exclude(pk=author.pk)
    if chosen := request.POST.get("other", ""):
        return list(others.filter(pk=chosen)) if chosen.isdigit() else []
    if not words.strip():
        return []
    said = Q(name__icontains=words.strip()) | Q(handle__icontains=words.strip()) | Q(native_id=words.strip())
    return list(others.filter(said).order_by("name", "pk")[:MOST_FOUND])


def _block_form(request: OfficerRequest, known: History, author: Author, now: datetime) -> BlockForm:
    body, strikes = request.body_of_page, known.sanction.strikes
    texts = person_page.texts_of(int(strike.comment) for strike in strikes)
    channels = channels_of(body)
    return BlockForm(
        request.POST or None, edition=known.edition, channels=channels, stuck=cannot_unblock(channels),
        strikes=[(strike, texts.get(int(strike.comment), "")) for strike in strikes],
        reviewers=reviewers_of(body), initial=_initial(request, known, channels, now),
    )  # fmt: skip


def _initial(request: OfficerRequest, known: History, channels: Sequence[Channel], now: datetime) -> dict[str, Any]:
    edition, calendar = known.edition, calendar_at(known.edition, now)
    today = starts_on = day_of(now, calendar.zone, "BLK-02")
    prior, notified_on = edition.value("BLK-02", BlockNotice).prior_working_days, None
    if prior:  # the notice goes out once the second person has had their time
        notified_on = working_days_after(calendar, today, edition.value("BLK-01", BlockApproval).within_working_days)
        starts_on = working_days_after(calendar, notified_on, prior)
    platforms = {author.platform for author in known.person.authors}
    return {
        "rests_on": [strike.comment for strike in known.sanction.strikes],
        "channels": [str(channel.pk) for channel in channels if channel.platform in platforms],
        "starts_on": starts_on,
        "notified_on": notified_on,
        "review_on": block_review_day(edition, calendar, starts_on),
        "reviewer": str(request.user.pk),
        "appeal_route": edition.rules["APL-01"].wording,
    }


def _redrafted(request: OfficerRequest, form: BlockForm, known: History) -> bool:
    """The notice is drafted from what was filled in, shown, and sent only when it comes back."""
    given = form.cleaned_data
    titles = [channel.title for channel in channels_of(request.body_of_page) if str(channel.pk) in given["channels"]]
    if given["notice"].strip() or not (given["reason"].strip() and titles and given["review_on"]):
        return False
    if not known.edition.value("BLK-02", BlockNotice).compulsory:
        return False
    words = drafted(known, reason=given["reason"], channels=titles, review_on=given["review_on"])
    form.data = request.POST.copy()
    form.data["notice"] = words
    form.add_error("notice", "The notice was drafted from the above. Read it, then record the block.")
    return True


def _decide(request: OfficerRequest, form: BlockForm, author: Author, known: History, now: datetime) -> Block:
    given, body = form.cleaned_data, request.body_of_page
    asked = blocking.Asked(
        author=author, reason=given["reason"], rests_on=tuple(int(each) for each in given["rests_on"]),
        channels=tuple(channel for channel in channels_of(body) if str(channel.pk) in given["channels"]),
        starts_on=given["starts_on"], review_on=given["review_on"], ends_on=given.get("ends_on"),
        notified_on=given.get("notified_on"), notice=given["notice"], appeal_route=given["appeal_route"],
        answers=form.answers(), acknowledged=frozenset(given.get("acknowledged", ())), extreme=given["extreme"],
        reviewer=Officer.objects.get(pk=int(given["reviewer"])),
    )  # fmt: skip
    return blocking.decide(body=body, asked=asked, aimed_at=_targets(known, body), by=request.user, at=now)

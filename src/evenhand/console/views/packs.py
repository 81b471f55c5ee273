"""EVD-02: evidence packs: the list, the form, the preview, sealing, copies and handing over."""

from datetime import UTC, datetime
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases.models import Case
from evenhand.cases.sight import look, require_sight
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.pack_forms import DownloadForm, HandOverForm, PackForm
from evenhand.officers.permissions import Permission
from evenhand.packs import attaching, operations, queries
from evenhand.packs.gather import contents, wording_of
from evenhand.packs.models import Pack
from evenhand.packs.page import statement_html
from evenhand.referrals.models import Referral
from evenhand.retention.models import Purged
from evenhand.retention.queries import purged_pack

PAGE = 50
_TWIN = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "frame-ancestors": [SELF]}


@require_GET
@needs(Permission.SEE_EVIDENCE)
def packs(request: OfficerRequest) -> HttpResponse:
    """Every pack of the body, newest first."""
    page = Paginator(queries.packs_of(request.body_of_page), PAGE).get_page(request.GET.get("page"))
    shown = [_line(pack) for pack in page]
    return render(request, "evenhand/packs.html", {"packs": shown, "page": page})


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def begin(request: OfficerRequest, case: int) -> HttpResponse:
    """A new draft about a case."""
    body = request.body_of_page
    require_sight(Case.objects.select_related("body").get(pk=case, body=body), request.user)
    made = operations.begin(body=body, case_id=case, by=request.user, at=datetime.now(UTC))
    return redirect("pack-form", body.slug, made.pk)


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def for_referral(request: OfficerRequest, referral: int) -> HttpResponse:
    """REF-03: a new draft that goes with a referral to the police, or a pack that there is already."""
    body, chosen = request.body_of_page, request.POST.get("pack", "")
    get_object_or_404(Referral, pk=referral, body=body)
    made = attaching.attach(
        referral_id=referral, body=body, pack_id=int(chosen) if chosen.isdecimal() else None, by=request.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"Evidence pack {made.reference} goes with referral {referral}.")
    return redirect("pack" if chosen else "pack-form", body.slug, made.pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.EXPORT_EVIDENCE)
def form(request: OfficerRequest, pack: int) -> HttpResponse:
    """What goes in, and the officer's statement. It is kept as it is even where something is missing yet."""
    found = _found(request, pack)
    if found.sealed_at:
        return redirect("pack", request.body_of_page.slug, pack)
    choices = queries.to_choose_from(found)
    if request.method == "GET":
        return _form_page(request, found, PackForm.of(found, choices))
    given = PackForm(request.POST, choices=choices)
    if not given.is_valid():
        return _form_page(request, found, given, status=422)
    now = datetime.now(UTC)
    kept = operations.write(
        pack=found, written=given.written(), captures=given.chosen(), by=request.user, at=now
    )  # fmt: skip
    given.object_to(operations.objections(pack=kept, by=request.user, at=now))
    if given.errors:
        return _form_page(request, kept, given, status=422)
    return redirect("pack", request.body_of_page.slug, pack)


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def capture(request: OfficerRequest, pack: int, case: int) -> HttpResponse:
    """Capture a comment that nothing was done to yet."""
    found = _found(request, pack)
    operations.capture_now(pack=found, case_id=case, by=request.user, at=datetime.now(UTC))
    messages.success(request, f"The comment of case {case} is captured, and its capture is in the pack.")
    return redirect("pack-form", request.body_of_page.slug, pack)


@require_GET
@needs(Permission.SEE_EVIDENCE)
def pack(request: OfficerRequest, pack: int) -> HttpResponse:
    """A draft as it would be sealed, or a sealed pack with who has had it."""
    found = _found(request, pack)
    operations.look(pack=found, by=request.user, at=datetime.now(UTC))
    return _pack_page(request, found)


@require_GET
@xframe_options_sameorigin
@csp_replace(_TWIN)
@needs(Permission.SEE_EVIDENCE)
def statement(request: OfficerRequest, pack: int) -> HttpResponse:
    """The page that is in the archive, as the police will see it."""
    found = _found(request, pack)
    if found.sealed_at:
        return HttpResponse(queries.sealed_page(found))
    return HttpResponse(statement_html(contents(found, datetime.now(UTC))))


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def seal(request: OfficerRequest, pack: int) -> HttpResponse:
    """Make the archive."""
    found = _found(request, pack)
    try:
        operations.seal(pack=found, by=request.user, at=datetime.now(UTC))
    except operations.PackRefused as refused:
        choices = queries.to_choose_from(found)
        again = PackForm(PackForm.of(found, choices).initial, choices=choices)
        again.is_valid()
        again.object_to(refused.objections)
        return _form_page(request, found, again, status=422)
    messages.success(request, f"Pack {found.reference} is sealed.")
    return redirect("pack", request.body_of_page.slug, pack)


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def download(request: OfficerRequest, pack: int) -> HttpResponse:
    """The archive; each copy is in the log with what it is for."""
    found = _found(request, pack)
    given = DownloadForm(request.POST)
    if not given.is_valid():
        return _pack_page(request, found, download=given, status=422)
    content = operations.hand_out(
        pack=found, reason=given.cleaned_data["reason"], by=request.user, at=datetime.now(UTC)
    )
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.zip"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def hand_over(request: OfficerRequest, pack: int) -> HttpResponse:
    """Record to whom the pack was given."""
    found, now = _found(request, pack), datetime.now(UTC)
    given = HandOverForm(request.POST)
    if not given.is_valid():
        return _pack_page(request, found, given=given, status=422)
    attaching.hand_over(pack=found, **given.cleaned_data, by=request.user, at=now)
    messages.success(request, "The hand-over is recorded.")
    return redirect("pack", request.body_of_page.slug, pack)


@require_POST
@needs(Permission.EXPORT_EVIDENCE)
def discard(request: OfficerRequest, pack: int) -> HttpResponse:
    """Throw a draft away."""
    found = _found(request, pack)
    operations.discard(pack=found, by=request.user, at=datetime.now(UTC))
    messages.success(request, f"Draft {found.reference} is thrown away.")
    return redirect("packs", request.body_of_page.slug)


def _found(request: OfficerRequest, pack: int) -> Pack:
    """Raises: Http404, NotLetIn where a case in it is restricted (REF-02)."""
    found = get_object_or_404(queries.packs_of(request.body_of_page), pk=pack)
    for case in found.cases.filter(restricted=True).select_related("body"):
        look(case=case, by=request.user, at=datetime.now(UTC), page="evidence pack")
    return found


def _line(pack: Pack) -> dict[str, Any]:
    place = [pack.body.slug, pack.pk]
    return {
        "reference": pack.reference,
        "url": reverse("pack", args=place),
        "by": pack.by.name,
        "begun_at": pack.begun_at,
        "sealed_at": pack.sealed_at,
        "state": "sealed" if pack.sealed_at else "draft",
        "recipient": pack.recipient,
        "sha256": pack.sha256,
    }


def _form_page(request: OfficerRequest, found: Pack, form: PackForm, *, status: int = 200) -> HttpResponse:
    body = request.body_of_page.slug
    uncaptured = [
        {"case": case.pk, "url": reverse("pack-capture", args=[body, found.pk, case.pk])}
        for case in queries.without_capture(found)
    ]
    context = {
        "pack": _line(found),
        "form": form,
        "wording": wording_of(found),
        "uncaptured": uncaptured,
        "packs_url": reverse("packs", args=[body]),
        "discard_url": reverse("pack-discard", args=[body, found.pk]),
    }
    return render(request, "evenhand/pack_form.html", context, status=status)


def _pack_page(
    request: OfficerRequest,
    found: Pack,
    *,
    download: DownloadForm | None = None,
    given: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    place = [request.body_of_page.slug, found.pk]
    gone = purged_pack(found.body, found.pk)
    may = Permission.EXPORT_EVIDENCE in request.permissions and not gone
    sealed = found.sealed_at is not None
    context = {
        "pack": _line(found) | {"bytes": found.bytes, "police_reference": found.police_reference},
        "cases": [
            {"id": case.pk, "url": reverse("case", args=[place[0], case.pk])} for case in found.cases.order_by("pk")
        ],
        "custody": queries.custody(found),
        "referrals": _referrals(request, found),
        "gone": _gone(gone) if gone else "",
        "statement_url": reverse("pack-statement", args=place),
        "packs_url": reverse("packs", args=place[:1]),
        "edit_url": reverse("pack-form", args=place) if may and not sealed else "",
        "seal_url": reverse("pack-seal", args=place) if may and not sealed else "",
        "download_url": reverse("pack-download", args=place),
        "download": (download or DownloadForm()) if may and sealed else None,
        "hand_over_url": reverse("pack-hand-over", args=place),
        "hand_over": (given or HandOverForm(initial=_now())) if may and sealed else None,
        "form": download or given,
    }
    return render(request, "evenhand/pack.html", context, status=status)


def _referrals(request: OfficerRequest, found: Pack) -> list[dict[str, Any]]:
    """REF-03: what the referrals that it goes with say, for who may see those."""
    if Permission.SEE_REFERRALS not in request.permissions:
        return []
    return [
        {
            "id": each.pk,
            "url": reverse("referral", args=[found.body.slug, each.pk]),
            "state": each.state,
            "to": each.person or each.to,
            "steps": [
                {"event": step.event, "at": step.at, "by": step.by.name if step.by else "", "to": step.to,
                 "how": step.how, "reference": step.reference}
                for step in each.steps.all() if step.event in _TOLD
            ],
        }
        for each in queries.referrals_of(found)
    ]  # fmt: skip


_TOLD = ("hand over", "acknowledge", "evidence pack")


def _gone(row: Purged) -> str:
    return f"Removed on {row.batch.at:%-d %B %Y} under certificate {row.batch.purge.number} (EVD-03)."


def _now() -> dict[str, object]:
    return {"handed_at": f"{localtime(datetime.now(UTC)):%Y-%m-%dT%H:%M}"}

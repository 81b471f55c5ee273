"""REC-01: the audit log on screen, whether it holds, and verifying it."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evenhand.audit.checks import Check, Standing, check_now, standing
from evenhand.audit.models import Anchor
from evenhand.audit.outside import last_anchor
from evenhand.audit.queries import entries_of, line
from evenhand.audit.verification import Verified
from evenhand.cases.sight import RESTRICTED
from evenhand.console import veils
from evenhand.console.access import OfficerRequest, needs
from evenhand.officers.permissions import Permission

PAGE = 50


@require_GET
@needs(Permission.SEE_AUDIT)
def audit_log(request: OfficerRequest) -> HttpResponse:
    """What was done and looked at, newest first."""
    return _page(request, None)


@require_POST
@needs(Permission.SEE_AUDIT)
def audit_verify(request: OfficerRequest) -> HttpResponse:
    """Verify now: the whole log where that is quick, else since the last time."""
    return _page(request, check_now(by=request.user.email, at=datetime.now(UTC)))


def _page(request: OfficerRequest, verified: Verified | None) -> HttpResponse:
    body = request.body_of_page
    page = Paginator(entries_of(body.slug), PAGE).get_page(request.GET.get("page"))
    entries, unseen = [line(entry) for entry in page], veils.unseen(request)
    context = {
        "entries": [
            {
                "number": e.number,
                "at": e.at,
                "by": e.by,
                "what": e.action,
                "subject": RESTRICTED if e.subject in unseen else e.subject,
                "hash": e.hash,
            }
            for e in entries
        ],
        "page": page,
        "verify_url": reverse("audit-verify", args=[body.slug]),
        "tasks_url": reverse("tasks", args=[body.slug]) if Permission.SEE_TASKS in request.permissions else "",
        "verify": _verified(verified) if verified else None,
        **_standing(standing(), last_anchor(), told=verified is not None and bool(verified.breaks)),
    }
    return render(request, "evenhand/audit.html", context)


def _verified(found: Verified) -> dict[str, Any]:
    return {
        "ok": not found.breaks,
        "entries": found.entries,
        "since": found.since,
        "at": datetime.now(UTC),
        "broken_at": found.breaks[0].number if found.breaks else None,
        "message": "; ".join(broken.wrong for broken in found.breaks[:5]),
    }


def _standing(known: Standing, anchored: Anchor | None, *, told: bool) -> dict[str, Any]:
    """`told`: the break is on the page already."""
    return {
        "broken": _check(known.broken) if known.broken and not told else None,
        "whole": _check(known.whole) if known.whole else None,
        "latest": _check(known.latest) if known.latest and known.latest != known.whole else None,
        "anchored": {"at": anchored.at, "number": anchored.number, "kind": anchored.kind} if anchored else None,
    }


def _check(known: Check) -> dict[str, Any]:
    return asdict(known) | {"message": "; ".join(known.wrong[:5])}

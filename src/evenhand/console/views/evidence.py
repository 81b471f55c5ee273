"""What was captured: its parts with their hashes, and each part to look at."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evenhand.console import captures, veils
from evenhand.console.access import OfficerRequest, needs
from evenhand.evidence import operations, queries
from evenhand.evidence.parts import MEDIA
from evenhand.officers.permissions import Permission

# A captured page is somebody else's words: it may run nothing, open nothing, and has the origin of nobody.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_SHOWN = ("image/png", "text/html")


@require_GET
@needs(Permission.SEE_CASES)
def capture(request: OfficerRequest, capture: int) -> HttpResponse:
    """EVD-01: one capture, its parts and its time-stamps."""
    body = request.body_of_page
    found = get_object_or_404(queries.captures_of(body).prefetch_related("stamps"), pk=capture)
    veils.look_at_capture(request, found)
    return render(request, "evenhand/capture.html", {"capture": captures.whole(found, body.slug)})


@require_GET
@needs(Permission.SEE_CASES)
def part(request: OfficerRequest, capture: int, part: str) -> HttpResponse:
    """EVD-01, REC-01: one part as it was kept. The look is audited."""
    found = get_object_or_404(queries.captures_of(request.body_of_page), pk=capture)
    veils.look_at_capture(request, found, part)
    content = operations.look_at(capture=found, part=part, by=request.user.email, at=datetime.now(UTC))
    media = MEDIA.get(part, "application/octet-stream")
    shown = "inline" if media in _SHOWN else "attachment"
    ending = {"image/png": ".png", "text/html": ".html", "application/json": ".json"}.get(media, "")
    return HttpResponse(
        content,
        content_type=media,
        headers={
            "Content-Disposition": f'{shown}; filename="capture-{found.pk}-{part}{ending}"',
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
        },
    )

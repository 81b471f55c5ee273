"""MOD-05: GOV.UK Notify tells us what became of an e-mail, with the bearer token that was agreed with it."""

import json
import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from evenhand.notices.arriving import arrived
from evenhand.notices.models import Notice, Way
from evenhand.notices.ports.notify import arrival

LONGEST_BYTES = 20_000


@csrf_exempt
@login_not_required
@require_POST
def notify_receipt(request: HttpRequest) -> HttpResponse:
    """204 for what was taken, and for notices that are not ours: another system may share the service.

    404 where no token is set; 401 without the token; 400 for what is no receipt.
    """
    token = settings.EVENHAND_NOTIFY_CALLBACK_TOKEN
    if not token:
        return HttpResponse(status=404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), token.encode()):
        return HttpResponse(status=401)
    try:
        told = _receipt(request)
    except ValueError:
        return HttpResponse(status=400)
    if told is not None:
        key, status = told
        found = Notice.objects.filter(key=key, way=Way.NOTIFY.value).first()
        if found:
            arrived(notice_id=found.pk, heard=arrival(status), at=datetime.now(UTC))
    return HttpResponse(status=204)


def _receipt(request: HttpRequest) -> tuple[UUID, str] | None:
    """Our key and the status; None where the reference is no key of ours. Raises: ValueError, for no receipt."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_BYTES:
        raise ValueError("it is too long")
    told = json.loads(request.body)
    if not isinstance(told, dict) or not isinstance(told.get("status"), str):
        raise ValueError("it names no status")
    try:
        return UUID(str(told.get("reference"))), told["status"]
    except ValueError:
        return None

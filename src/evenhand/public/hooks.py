"""Where platforms call: they ask whether an address is ours, and push what is new. Nobody signs in here.

The answer goes out after one short transaction; no platform is called while a platform waits.
"""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evenhand.connections import pushed, pushing
from evenhand.connections.models import Connection
from evenhand.connections.pushed import End, Message
from evenhand.platforms import found
from evenhand.platforms.contract import Pushes

STATUS = {End.UNSIGNED: 401, End.OLD: 403, End.TOO_LONG: 413}
"""All else is 200: a platform that is told otherwise sends the same again for hours, and then stops."""


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, platform: str, token: str) -> HttpResponse:
    """404 for an address that is not open; the platform's own answer to its question; 200 for what was taken."""
    address = pushing.find(platform, token)
    pushes = found.pushes(platform) if address else None
    if address is None or pushes is None:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _shaken(request, address.connection, pushes)
    return HttpResponse(status=STATUS.get(_taken(request, address.connection, pushes), 200))


def _shaken(request: HttpRequest, connection: Connection, pushes: Pushes) -> HttpResponse:
    query = {name: str(value) for name, value in request.GET.items()}
    answer = pushed.shake(connection=connection, pushes=pushes, query=query, at=datetime.now(UTC))
    if answer is None:
        return HttpResponse(status=403)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)


def _taken(request: HttpRequest, connection: Connection, pushes: Pushes) -> End:
    at = datetime.now(UTC)
    if _length(request) > pushed.LONGEST_BYTES:
        pushed.count(connection.pk, End.TOO_LONG, at)
        return End.TOO_LONG
    headers = {name.lower(): value for name, value in request.headers.items()}
    return pushed.take(connection=connection, pushes=pushes, message=Message(headers, request.body, at))


def _length(request: HttpRequest) -> int:
    """As announced; the server reads no more than that."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdigit() else 0

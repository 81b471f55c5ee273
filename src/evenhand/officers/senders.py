"""From where a request comes, for limits and lockouts."""

from django.conf import settings
from django.http import HttpRequest

from evenhand.core.forwarded import sender


def sender_of(request: HttpRequest) -> str:
    """The address of whoever asks. EVENHAND_TRUSTED_PROXIES says whose X-Forwarded-For is believed; unset, nobody's."""
    peer, forwarded = str(request.META.get("REMOTE_ADDR") or ""), request.headers.get("X-Forwarded-For", "")
    return sender(peer, forwarded, settings.EVENHAND_TRUSTED_PROXIES)

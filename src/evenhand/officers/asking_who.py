"""Who somebody is, is asked only where a page is not for everybody."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


class AskWhoMiddleware(LoginRequiredMiddleware):
    """Django's own looks at the session before it looks whether a page is open to all.

    Each public page would then vary by cookie, and no cache could keep it.
    """

    def process_view(self, request: HttpRequest, view_func: Any, *given: Any) -> HttpResponseBase | None:
        """None for a page that is open to all, and for whoever is signed in."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, *given)

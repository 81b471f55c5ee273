"""What people did that may not be done is answered with a page that says what to do next; defects are not."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.cases.models import Case
from evenhand.console.access import NoPermission
from evenhand.core.refusals import Refused, Stale
from evenhand.referrals.models import Referral
from evenhand.staff.models import Report


class RefusalsMiddleware:
    """Turns refusals into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """A page for a refusal; None for anything else, which is a defect and is logged as one."""
        if isinstance(wrong, NoPermission):
            return error(
                request,
                403,
                "You may not open this page",
                tried=f"to open a page for which one may “{wrong.permission.value}”",
                forbids=f"no role of yours at {wrong.body.name} allows it",
                do="ask an administrator of that body for the role",
            )
        if isinstance(wrong, Case.DoesNotExist | Referral.DoesNotExist | Report.DoesNotExist):
            return not_found(request, wrong)
        if isinstance(wrong, Refused):
            status = 409 if isinstance(wrong, Stale) else 422
            return error(
                request, status, "That cannot be done now", tried=wrong.tried, forbids=_cited(wrong), do=wrong.do
            )
        return None


def error(request: HttpRequest, status: int, title: str, *, tried: str, forbids: str, do: str) -> HttpResponse:
    """The one page for everything that did not work."""
    context = {"title": title, "tried": tried, "forbids": forbids, "next": do, "status": status}
    return render(request, "evenhand/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The same whether a thing does not exist or belongs to another body."""
    return error(
        request,
        404,
        "There is no such page",
        tried=f"to open {request.path}",
        forbids="there is nothing at this address, or nothing that you may see",
        do="go back to the queue, or ask who sent you the link",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error(
        request,
        403,
        "You may not do this",
        tried=f"to open {request.path}",
        forbids=str(exception or PermissionDenied("it is not allowed")),
        do="go back to the queue",
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token, as after signing in again in another tab."""
    return error(
        request,
        403,
        "This form is too old",
        tried="to send a form",
        forbids="it was made before you signed in, or in another browser",
        do="go back, reload the page and send it again; what you wrote is still in the form",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return error(
        request,
        500,
        "Something is broken here",
        tried=f"to open {request.path}",
        forbids="a defect of ours; nothing of what you sent was half done",
        do="try again; if it stays, tell whoever looks after Evenhand, with the time",
    )


def _cited(refused: Refused) -> str:
    return f"{refused.forbids} ({refused.rule})" if refused.rule else refused.forbids

"""Who may open a page. Every address of the console names a body and demands a permission."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import permissions

View = Callable[..., HttpResponse]


class OfficerRequest(HttpRequest):
    """A request that `needs` has let through."""

    user: Officer
    body_of_page: Body  # `body` is the request's bytes to Django
    permissions: frozenset[Permission]
    open_by_severity: dict[str, int]  # of the body's cases, where the page has counted them


class NoPermission(Exception):
    """The officer works for this body, but not in a role that may open this page."""

    def __init__(self, permission: Permission, body: Body) -> None:
        super().__init__(permission)
        self.permission, self.body = permission, body


def needs(permission: Permission) -> Callable[[View], View]:
    """A page of one body that asks for a permission. To whom has no role there, the body does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Any, body: str, **rest: object) -> HttpResponse:
            found = Body.objects.filter(slug=body).first()
            held = permissions(request.user, found) if found else frozenset()
            if found is None or not held:
                raise Http404
            request.body_of_page, request.permissions = found, held
            if permission not in held:
                raise NoPermission(permission, found)
            return view(request, **rest)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate

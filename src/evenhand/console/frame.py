"""What stands around every page: the body, the officer, where one can go."""

from django.http import HttpRequest
from django.urls import reverse

from evenhand import __version__
from evenhand.cases.queries import open_by_severity
from evenhand.console import clock
from evenhand.console.alarms import alarms_and_break
from evenhand.console.banners import banners
from evenhand.console.sections import Section, sections
from evenhand.console.sparing import spared
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.tasks.queries import open_count


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. `body` and `officer` are None where nobody has signed in or no body is chosen."""
    body = getattr(request, "body_of_page", None)
    officer = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    return {
        "body": body,
        "officer": officer,
        "navigation": _navigation(request, body) if body else [],
        "banners": banners(body, getattr(request, "permissions", frozenset()), clock.now()) if body else [],
        "version": __version__,
        **alarms_and_break(request, body, officer),
        "offers_grey": spared(body).grey_scale if body else True,
        "demonstration": bool(body and body.is_demonstration),
        "links": {
            "home": reverse("bodies"),
            "sign_out": reverse("sign-out"),
            "keyboard": reverse("keyboard"),
            "choose_body": reverse("bodies") if officer else "",
        },
    }


def _navigation(request: HttpRequest, body: Body) -> tuple[Section, ...]:
    held: frozenset[Permission] = getattr(request, "permissions", frozenset())
    by_severity = getattr(request, "open_by_severity", None) or open_by_severity(body)
    counts = {"queue": sum(by_severity.values()), "tasks": open_count(body)}
    return sections(body.slug, request.path, held, counts)

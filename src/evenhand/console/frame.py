"""What stands around every page: the body, the officer, where one can go."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from evenhand import __version__
from evenhand.cases.queries import open_by_severity
from evenhand.console import clock
from evenhand.console.alarms import alarms_and_break
from evenhand.console.banners import banners
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.tasks.queries import open_count


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation."""

    text: str
    url: str
    current: bool
    count: int | None = None


_PAGES = (
    ("Queue", "queue", Permission.SEE_CASES),
    ("Comments", "comments", Permission.SEE_CASES),
    ("Decisions", "decisions", Permission.SEE_CASES),
    ("Notices", "notices", Permission.SEE_CASES),
    ("Referrals", "referrals", Permission.SEE_REFERRALS),
    ("Blocks", "blocks", Permission.SEE_CASES),
    ("Appeals", "appeals", Permission.HANDLE_APPEALS),
    ("Managed contacts", "contacts", Permission.SEE_MANAGED_CONTACTS),
    ("Tasks", "tasks", Permission.SEE_TASKS),
    ("Report abuse", "reports", Permission.REPORT_ABUSE),
    ("Who takes what", "responsible", Permission.ADMINISTER),
    ("Comments off", "closures", Permission.SEE_CASES),
    ("Calendar", "watch", Permission.SEE_WATCH),
    ("Evidence", "packs", Permission.SEE_EVIDENCE),
    ("Retention", "retention", Permission.SEE_RETENTION),
    ("People's data", "person-requests", Permission.ANSWER_PEOPLE),
    ("Imports", "imports", Permission.SEE_IMPORTS),
    ("Audit", "audit", Permission.SEE_AUDIT),
)


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
        "demonstration": bool(body and body.is_demonstration),
        "links": {
            "home": reverse("bodies"),
            "sign_out": reverse("sign-out"),
            "keyboard": reverse("keyboard"),
            "choose_body": reverse("bodies") if officer else "",
        },
    }


def _navigation(request: HttpRequest, body: Body) -> list[Item]:
    held: frozenset[Permission] = getattr(request, "permissions", frozenset())
    by_severity = getattr(request, "open_by_severity", None) or open_by_severity(body)
    counts = {"queue": sum(by_severity.values()), "tasks": open_count(body)}
    return [
        Item(text, url, request.path.startswith(url), counts.get(name))
        for text, name, permission in _PAGES
        if permission in held
        for url in [reverse(name, args=[body.slug])]
    ]

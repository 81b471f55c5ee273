"""What stands above every page: an alarm that nobody has answered, and a break that is suggested."""

from django.http import HttpRequest
from django.urls import reverse

from evenhand.console import clock
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.referrals.queries import alarms as unheard
from evenhand.staff.queries import exposure_of

PUT_AWAY = "break_put_away_at"


def alarms_and_break(request: HttpRequest, body: Body | None, officer: object) -> dict[str, object]:
    """REF-02, STF-02: context of base.html; nothing where nobody has signed in."""
    held: frozenset[Permission] = getattr(request, "permissions", frozenset())
    if body is None or not isinstance(officer, Officer):
        return {}
    shown: dict[str, object] = {}
    if Permission.SEE_REFERRALS in held and (count := unheard(body)):
        shown["alarms"] = {"count": count, "url": reverse("referrals", args=[body.slug])}
    if Permission.SEE_CASES in held and (because := _break(request, body, officer)):
        shown["take_a_break"] = {"because": because, "url": reverse("put-break-away", args=[body.slug])}
    return shown


def _break(request: HttpRequest, body: Body, officer: Officer) -> str:
    """Why a break is suggested; put away, it comes again after as much more, or after a break."""
    seen = exposure_of(body, officer, clock.now())
    if seen is None or not seen.break_suggested:
        return ""
    put_away = request.session.get(PUT_AWAY) or {}
    same_stretch = put_away.get("since") == (seen.since.isoformat() if seen.since else "")
    if same_stretch and seen.counted < 2 * int(put_away.get("counted", 0)):
        return ""
    return f"You have read {seen.because}"


def put_away(request: HttpRequest, body: Body, officer: Officer) -> None:
    """STF-02: the officer has seen the suggestion."""
    seen = exposure_of(body, officer, clock.now())
    if seen is not None:
        since = seen.since.isoformat() if seen.since else ""
        request.session[PUT_AWAY] = {"counted": seen.counted, "since": since}

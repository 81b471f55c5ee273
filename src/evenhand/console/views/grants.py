"""Signing in at a platform: the page before, which says where to and what is asked for, and the way back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from evenhand.connections import authorising, operations
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.sign_in_panel import redirect_address
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Permission
from evenhand.platforms import found


@require_POST
@needs(Permission.CONNECT)
def begin(request: OfficerRequest, channel: int) -> HttpResponse:
    """A page with a link, since a form may lead nowhere but here (our content security policy)."""
    row = _of(request, channel)
    leaving = operations.begin(
        channel_id=row.pk, body=row.body, session=_session(request), redirect=redirect_address(), by=request.user,
        at=clock.now(),
    )  # fmt: skip
    manifest = found.manifest(row.platform)
    assert manifest.oauth is not None, "nobody begins where nobody signs in"
    context = {
        "channel": {"title": row.title, "account": row.account, "platform": manifest.title},
        "address": leaving.address, "host": leaving.host, "asks_for": leaving.asks_for, "until": leaving.until,
        "signs_in_as": manifest.oauth.signs_in_as, "ends_with": manifest.oauth.ends_with,
        "channel_url": reverse("channel", args=[row.body.slug, row.pk]),
    }  # fmt: skip
    response = render(request, "evenhand/sign_in_there.html", context)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_variables("given", "code")
@require_GET
def back(request: Any) -> HttpResponse:
    """Where every platform sends officers back to; the state that it echoes says for which channel."""
    officer, given = request.user, request.GET
    assert isinstance(officer, Officer), "LoginRequiredMiddleware lets nobody else through"
    state = given.get("state", "")
    code = given.get("code") or given.get("auth_code") or ""
    about = authorising.channel_of(state, _session(request), officer)
    try:
        channel, name = operations.finish(
            state=state, code=code, error=given.get("error", ""), session=_session(request),
            data=settings.EVENHAND_DATA, by=officer, at=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        if about is None:
            raise
        messages.error(request, f"{refused.forbids[:1].upper()}{refused.forbids[1:]}. Next: {refused.do}.")
        return _page_of(about)
    messages.success(request, f"Connected with {name}. It is read within a minute.")
    return _page_of(channel)


def _page_of(channel: Channel) -> HttpResponse:
    return redirect("channel", channel.body.slug, channel.pk)


def _session(request: HttpRequest) -> str:
    assert request.session.session_key, "whoever is signed in has a session"
    return request.session.session_key


def _of(request: OfficerRequest, channel: int) -> Channel:
    connected = Channel.objects.select_related("body").filter(connection__isnull=False)
    return get_object_or_404(connected, pk=channel, body=request.body_of_page)

"""Push on a channel's page: an address is opened and closed, and the platform asked to call there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from evenhand.connections import operations
from evenhand.connections.models import Connection
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.views.channels import page
from evenhand.intake.models import Channel
from evenhand.officers.permissions import Permission
from evenhand.platforms import found


@never_cache
@require_POST
@needs(Permission.CONNECT)
def open_push(request: OfficerRequest, channel: int) -> HttpResponse:
    """The page itself, not a way to it: what was made for the platform is shown this once."""
    row = _connected(request, channel)
    opened = operations.open_address(
        channel_id=row.pk, body=request.body_of_page, manifest=found.manifest(row.platform), by=request.user,
        at=clock.now(),
    )  # fmt: skip
    once = [{"key": title, "value": words} for title, words in opened.shown_once.items()]
    return page(request, row, more={"push_opened": True, "push_once": once})


@require_POST
@needs(Permission.CONNECT)
def close_push(request: OfficerRequest, channel: int) -> HttpResponse:
    """Nothing is taken there any more."""
    row = _connected(request, channel)
    operations.close_address(channel_id=row.pk, body=request.body_of_page, by=request.user, at=clock.now())
    messages.success(request, "Closed. Polling goes on.")
    return redirect("channel", request.body_of_page.slug, row.pk)


@require_POST
@needs(Permission.CONNECT)
def ask_push(request: OfficerRequest, channel: int) -> HttpResponse:
    """The platform is asked once more."""
    row = _connected(request, channel)
    operations.subscribe(channel_id=row.pk, body=request.body_of_page, by=request.user, at=clock.now())
    messages.success(request, "Asked. What the platform says stands here in a moment.")
    return redirect("channel", request.body_of_page.slug, row.pk)


def _connected(request: OfficerRequest, channel: int) -> Channel:
    row = get_object_or_404(Channel.objects.select_related("body"), pk=channel, body=request.body_of_page)
    get_object_or_404(Connection, channel=row)
    return row

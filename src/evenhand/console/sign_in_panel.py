"""What a channel's page says about signing in at its platform."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from evenhand.connections import authorising
from evenhand.connections.models import Connection, Grant
from evenhand.connections.queries import living_grant
from evenhand.platforms.contract import Manifest


def redirect_address() -> str:
    """Where platforms send officers back to: the console as their own browsers reach it, behind a firewall or not."""
    return settings.EVENHAND_ADDRESS.rstrip("/") + reverse("signed-in-there")


def sign_in(slug: str, connection: Connection | None, manifest: Manifest, *, may: bool) -> dict[str, Any] | None:
    """None where nobody signs in, or it is not for this officer."""
    if connection is None or connection.cut_at or manifest.oauth is None or not may:
        return None
    whole = Connection.objects.select_related("approver", "channel").get(pk=connection.pk)
    grant = living_grant(connection)
    return {
        "title": manifest.title, "lacks": authorising.lacks(whole, manifest), "redirect": redirect_address(),
        "url": reverse("sign-in-there", args=[slug, connection.channel_id]), "again": grant is not None,
        "given": said(grant) if grant else "", "ends_with": manifest.oauth.ends_with,
    }  # fmt: skip


def said(grant: Grant) -> str:
    """Who gave access to what, when, and how long it lasts."""
    words = f"{grant.by.name} signed in on {localtime(grant.at):%-d %B %Y}, and opened {grant.name}."
    if grant.trouble:
        return f"{words} It is not renewed any more: {grant.trouble}."
    if grant.ends_at:
        return f"{words} Somebody must sign in again by {localtime(grant.ends_at):%-d %B %Y}."
    return words

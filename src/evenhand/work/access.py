"""What opens a channel: the one place where work asks for credentials, and for what carries acts out there."""

from django.conf import settings

from evenhand.connections import opening, pushing, shadow
from evenhand.intake.models import Channel
from evenhand.platforms import found
from evenhand.platforms.contract import Access, Manifest, Performer


def access_to(channel: Channel) -> Access:
    """A channel's access; its platform keeps what it must in the data folder. Raises: AccessRefused."""
    manifest = found.manifest(channel.platform)
    called = pushing.addresses(channel)
    return opening.access_to(channel, manifest=manifest, data=settings.EVENHAND_DATA, push_addresses=called)


def performer_for(channel: Channel, *, in_shadow: bool = False) -> Performer:
    """For `actions.carry_out` alone: the platform's own, or in shadow mode one that only writes down.

    `in_shadow`: what is to be done was asked for in shadow mode. Raises: AccessRefused.
    """
    return shadow.performer(channel, lambda: found.performer(channel.platform, access_to(channel)), never=in_shadow)


def manifest_for(channel: Channel, *, in_shadow: bool = False) -> Manifest:
    """What that performer can do."""
    return shadow.manifest(channel, found.manifest(channel.platform), never=in_shadow)

"""What opens a channel: the one place where work asks for credentials."""

from django.conf import settings

from evenhand.platforms.contract import Access, OfChannel


def access_to(channel: OfChannel) -> Access:
    """A channel's access; its platform keeps what it must in the data folder. Raises: AccessRefused."""
    return Access(account=channel.account, data=settings.EVENHAND_DATA)

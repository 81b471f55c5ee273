"""Which channels a sign-in opens."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.youtube.client import Client


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """Those that are “mine” to whoever signed in. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    mine = Client(access).page("channels", {"part": "id,snippet", "mine": "true"}, acting=True).items
    return tuple(Opened(fields.identity(one, "id"), fields.text(one, "snippet", "title")) for one in mine)

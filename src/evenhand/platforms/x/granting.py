"""Which account a sign-in opens."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.x.client import Client


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """The one that signed in. It is paid for. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    found = Client(access).whoever()
    return (Opened(fields.identity(found, "data", "id"), f"@{fields.text(found, 'data', 'username')}"),)

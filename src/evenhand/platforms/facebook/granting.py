"""Which Pages a sign-in opens."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.graph_signing_in import opened, pages


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """Every Page that whoever signed in has a token for. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    return tuple(opened(page, fields.identity(page, "id"), fields.text(page, "name")) for page in pages(access))

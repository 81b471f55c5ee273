"""Which Instagram accounts a sign-in opens: those connected to a Page."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.graph_signing_in import opened, pages

_ACCOUNT = "instagram_business_account"


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """Behind every Page of whoever signed in. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    return tuple(
        opened(page, fields.text(page, _ACCOUNT, "id"), fields.text(page, _ACCOUNT, "username"))
        for page in pages(access, f",{_ACCOUNT}{{id,username}}")
        if fields.text(page, _ACCOUNT, "id")
    )

"""Which account a sign-in opens. TikTok says so with the token itself."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """The one that signed in. Raises: NotReadable."""
    open_id = fields.identity(tokens.answer, "open_id")
    return (Opened(open_id, open_id),)

"""Which profile a sign-in opens."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.graph import THREADS, Graph


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """The one that signed in. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    found = Graph(access, THREADS).get("/me", {"fields": "id,username"})
    return (Opened(fields.identity(found, "id"), fields.text(found, "username")),)

"""Which account a sign-in opens."""

from urllib.parse import urlsplit

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, NotDone, Opened, Tokens
from evenhand.platforms.mastodon.client import Client


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """The one that signed in, as the channel may call it: with its server, without, with or without an @ in front.

    The server's own name for itself may differ from its address, so the part after the @ is compared only where an
    account is written with one, and then may be either.
    Raises: TryAgain, AccessRefused, NotDone, NotReadable.
    """
    found = Client(access).query("/api/v1/accounts/verify_credentials")
    name = fields.identity(found, "acct").partition("@")[0]
    if fields.at(found, "bot") is None and not name:
        raise NotDone("the server does not say whose account it is")
    host = urlsplit(access.address or access.secrets.get("server", "")).hostname or ""
    home = urlsplit(fields.link(found, "url")).hostname or host
    called = [name, *(f"{name}@{one}" for one in dict.fromkeys((host, home)))]
    return tuple(Opened(at + one, f"@{name}") for one in called for at in ("", "@"))

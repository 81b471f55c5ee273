"""X: replies in our own threads hidden and shown, answered where we were named; each call is paid for."""

from evenhand.platforms.contract import Access
from evenhand.platforms.x.connection import Connection
from evenhand.platforms.x.granting import accounts
from evenhand.platforms.x.manifest import MANIFEST
from evenhand.platforms.x.native import comments_in, translate
from evenhand.platforms.x.push import handshake, receive

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One account, by its number and a token of its own. Nothing is called yet."""
    return Connection(access)

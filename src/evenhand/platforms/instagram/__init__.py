"""Instagram professional accounts, through Meta's Graph: comments under an account's media, and their replies."""

from evenhand.platforms.contract import Access
from evenhand.platforms.graph_push import handshake
from evenhand.platforms.instagram.connection import Connection
from evenhand.platforms.instagram.granting import accounts
from evenhand.platforms.instagram.manifest import MANIFEST
from evenhand.platforms.instagram.native import comments_in, receive, translate

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One account, by the number that Graph gives it."""
    return Connection(access)

"""TikTok business accounts: comments under our own videos read, hidden, shown again and answered."""

from evenhand.platforms.contract import Access
from evenhand.platforms.tiktok.connection import Connection
from evenhand.platforms.tiktok.granting import accounts
from evenhand.platforms.tiktok.manifest import MANIFEST
from evenhand.platforms.tiktok.native import comments_in, translate
from evenhand.platforms.tiktok.push import handshake, receive

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One business account, by its open_id and a token of its own. Nothing is called yet."""
    return Connection(access)

"""YouTube: comments under a channel's videos, held, shown, rejected and answered."""

from evenhand.platforms.contract import Access
from evenhand.platforms.youtube.connection import Connection
from evenhand.platforms.youtube.granting import accounts
from evenhand.platforms.youtube.manifest import MANIFEST
from evenhand.platforms.youtube.native import comments_in, translate

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "translate"]


def connect(access: Access) -> Connection:
    """One channel, by its id and a token of its owner. Nothing is called yet."""
    return Connection(access)

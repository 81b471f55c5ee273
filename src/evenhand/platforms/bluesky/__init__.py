"""Bluesky and other servers of the AT Protocol: replies read, hidden, answered, blocked, reported and closed."""

from evenhand.platforms.bluesky.connection import Connection
from evenhand.platforms.bluesky.manifest import MANIFEST
from evenhand.platforms.bluesky.native import comments_in, translate
from evenhand.platforms.contract import Access

__all__ = ["MANIFEST", "comments_in", "connect", "translate"]


def connect(access: Access) -> Connection:
    """One account, by its DID or handle and an app password. Nothing is called yet."""
    return Connection(access)

"""LinkedIn pages of organisations: comments read, answered and deleted, posts closed, which destroys their comments."""

from evenhand.platforms.contract import Access
from evenhand.platforms.linkedin.connection import Connection
from evenhand.platforms.linkedin.granting import accounts
from evenhand.platforms.linkedin.manifest import MANIFEST
from evenhand.platforms.linkedin.native import comments_in, translate
from evenhand.platforms.linkedin.push import handshake, receive

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One organisation's page, by its URN and a token of one who administers it. Nothing is called yet."""
    return Connection(access)

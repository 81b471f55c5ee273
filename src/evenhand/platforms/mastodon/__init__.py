"""Mastodon and servers that speak its interface: replies read, answered and reported, authors blocked."""

from evenhand.platforms.contract import Access
from evenhand.platforms.mastodon.connection import Connection
from evenhand.platforms.mastodon.granting import accounts
from evenhand.platforms.mastodon.manifest import MANIFEST
from evenhand.platforms.mastodon.native import comments_in, translate

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "translate"]


def connect(access: Access) -> Connection:
    """One account on one server, by a token of its own. Nothing is called yet."""
    return Connection(access)

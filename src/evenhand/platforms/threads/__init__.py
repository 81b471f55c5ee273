"""Threads, through Meta's Graph for it: the replies under an account's posts, at any depth."""

from evenhand.platforms.contract import Access
from evenhand.platforms.graph_push import handshake
from evenhand.platforms.threads.connection import Connection
from evenhand.platforms.threads.granting import accounts
from evenhand.platforms.threads.manifest import MANIFEST
from evenhand.platforms.threads.native import comments_in, receive, translate

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One profile, by the number that Graph gives it."""
    return Connection(access)

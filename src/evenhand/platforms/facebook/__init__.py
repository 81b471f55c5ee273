"""Facebook Pages, through Meta's Graph: comments under the Page's posts and advertisements."""

from evenhand.platforms.contract import Access
from evenhand.platforms.facebook.connection import Connection
from evenhand.platforms.facebook.granting import accounts
from evenhand.platforms.facebook.manifest import MANIFEST
from evenhand.platforms.facebook.native import comments_in, receive, translate
from evenhand.platforms.graph_push import handshake

__all__ = ["MANIFEST", "accounts", "comments_in", "connect", "handshake", "receive", "translate"]


def connect(access: Access) -> Connection:
    """One Page. The account is its number."""
    return Connection(access)

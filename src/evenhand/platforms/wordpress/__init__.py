"""Comments on a website that runs WordPress: held, shown, binned, answered, and closed."""

from evenhand.platforms.contract import Access
from evenhand.platforms.wordpress.connection import Connection
from evenhand.platforms.wordpress.manifest import MANIFEST
from evenhand.platforms.wordpress.native import comments_in, translate

__all__ = ["MANIFEST", "comments_in", "connect", "translate"]


def connect(access: Access) -> Connection:
    """One site, by its address and an application password. Nothing is called yet."""
    return Connection(access)

"""A pretend platform: keeps its own state, shows a public page, fails when it is told to."""

from evenhand.platforms.contract import Access
from evenhand.platforms.simulator.connection import Connection
from evenhand.platforms.simulator.manifest import MANIFEST
from evenhand.platforms.simulator.native import comments_in, translate

__all__ = ["MANIFEST", "comments_in", "connect", "translate"]


def connect(access: Access) -> Connection:
    """One account on the network that lies in the data folder."""
    return Connection(access)

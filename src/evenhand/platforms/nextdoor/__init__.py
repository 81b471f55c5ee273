"""Nextdoor, for agencies: no client, since its interface is for partners; comments come by import, people act."""

from evenhand.platforms.contract import Access
from evenhand.platforms.nextdoor.manifest import MANIFEST
from evenhand.platforms.nextdoor.native import comments_in, translate

__all__ = ["MANIFEST", "comments_in", "connect", "translate"]


def connect(access: Access) -> object:
    """Nothing that acts or reads: whatever is done there, a person does."""
    return object()

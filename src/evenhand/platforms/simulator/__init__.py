"""A pretend platform: keeps its own state, shows a public page, fails when it is told to."""

from evenhand.platforms.simulator.manifest import MANIFEST
from evenhand.platforms.simulator.network import Network as perform_with

__all__ = ["MANIFEST", "perform_with"]

"""A pretend platform: keeps its own state, shows a public page, fails when it is told to."""

from evenhand.platforms.simulator.manifest import MANIFEST
from evenhand.platforms.simulator.network import Network

__all__ = ["MANIFEST", "PERFORMER"]

PERFORMER = Network

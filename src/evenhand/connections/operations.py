"""The only writes of this room: declaring and confirming, credentials, reading, health, shadow mode."""

from evenhand.connections.declaring import Whose, confirm, declare, disconnect
from evenhand.connections.opening import enter_secrets, seal_again
from evenhand.connections.reading import (
    failed,
    forget_unreadable,
    hold_back,
    look_failed,
    looked,
    page_taken,
    plan_looks,
)
from evenhand.connections.shadow import agree, ask, take_back
from evenhand.connections.standing import look, probed

__all__ = [
    "Whose", "agree", "ask", "confirm", "declare", "disconnect", "enter_secrets", "failed", "forget_unreadable",
    "hold_back", "look", "look_failed", "looked", "page_taken", "plan_looks", "probed", "seal_again", "take_back",
]  # fmt: skip

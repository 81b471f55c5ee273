"""The only writes of this room: declaring and confirming, credentials, reading, push, health, shadow mode."""

from evenhand.connections.authorising import begin, finish
from evenhand.connections.declaring import Whose, confirm, declare
from evenhand.connections.opening import enter_secrets, seal_again
from evenhand.connections.pushed import forget_raw
from evenhand.connections.pushing import close_address, open_address, subscribe, subscribed
from evenhand.connections.reading import (
    failed,
    forget_unreadable,
    hold_back,
    look_failed,
    looked,
    page_taken,
    plan_looks,
)
from evenhand.connections.refreshing import hasten, renew
from evenhand.connections.revoking import disconnect
from evenhand.connections.shadow import agree, ask, take_back
from evenhand.connections.standing import look, probed
from evenhand.connections.wanted import brought

__all__ = [
    "Whose", "agree", "ask", "begin", "brought", "close_address", "confirm", "declare", "disconnect", "enter_secrets",
    "failed", "finish", "forget_raw", "forget_unreadable", "hasten", "hold_back", "look", "look_failed", "looked",
    "open_address", "page_taken", "plan_looks", "probed", "renew", "seal_again", "subscribe", "subscribed", "take_back",
]  # fmt: skip

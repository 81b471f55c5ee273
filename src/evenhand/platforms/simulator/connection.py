"""One account on the pretend network, as the contract wants it."""

import sqlite3

from evenhand.platforms import fields
from evenhand.platforms.contract import (
    Access,
    Act,
    Answer,
    Fetched,
    Gone,
    Health,
    NotReadable,
    Observed,
    Polled,
    Probe,
    Ref,
    Unreadable,
)
from evenhand.platforms.simulator.native import native, translate
from evenhand.platforms.simulator.network import Network

PAGE = 500


class Connection:
    """Polls by the number of the last change seen: every new comment and every change of one has the next number."""

    def __init__(self, access: Access) -> None:
        self.account = access.account
        self.network = Network(access.data / "simulator.sqlite3")

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, NotDone, Unknown."""
        return self.network.perform(act)

    def observe(self, act: Act) -> Observed:
        """Whether the act is in effect."""
        return self.network.observe(act)

    def poll(self, cursor: str) -> Polled:
        """A page of what has changed since; "" begins with all there is. Raises: TryAgain."""
        self.network.strike_reader()
        rows = self.network.changes(self.account, int(cursor or 0), PAGE)
        incoming, unreadable = [], []
        for row in rows:
            try:
                incoming.append(translate(native(row)))
            except NotReadable as odd:
                unreadable.append(Unreadable(row.id, str(odd), fields.payload(native(row))))
        last = str(rows[-1].number) if rows else cursor
        return Polled(tuple(incoming), last, len(rows) == PAGE, tuple(unreadable))

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now. Raises: TryAgain."""
        self.network.strike_reader()
        row = self.network.stored(self.account, ref.id)
        if row is None or row.state == "deleted":
            return Gone(f"404: there is no comment {ref.id}")
        return translate(native(row))

    def probe(self) -> Probe:
        """Whether its file can be opened."""
        try:
            posts = self.network.wall(self.account)
        except sqlite3.Error as broken:
            return Probe(Health.BROKEN, f"the simulator's file cannot be read: {broken}")
        return Probe(Health.HEALTHY, f"{len(posts)} posts are there")

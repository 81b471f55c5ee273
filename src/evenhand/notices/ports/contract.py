"""What a way of sending is asked, and what it says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from evenhand.platforms.contract import NotDone, TryAgain, Unknown

__all__ = ["Accepted", "Arrival", "Heard", "Letter", "NotDone", "Port", "TryAgain", "Unknown"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to send. `key` is the same at every try."""

    key: str
    email: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """It was taken on, which is not delivered. `id`: the way's own name for it."""

    id: str
    words: str


class Arrival(StrEnum):
    """What is known of a letter after it was accepted."""

    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of a letter later."""

    arrival: Arrival
    words: str


class Port(Protocol):
    """Sends letters. `looks_up`: whether it can say afterwards what became of a letter."""

    looks_up: bool

    def send(self, letter: Letter) -> Accepted:
        """Raises: TryAgain when it was not sent for now, NotDone for good, Unknown when nobody knows."""
        ...

    def find(self, key: str) -> Accepted | None:
        """A letter that was sent with this key. Raises: TryAgain."""
        ...

    def heard(self, id_: str) -> Heard:
        """What became of it. Raises: TryAgain."""
        ...

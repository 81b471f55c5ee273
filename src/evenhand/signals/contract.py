"""What a signal is: a program that finds facts in a comment. It holds no verdict and knows no rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from evenhand.core.vocabulary import Comment, Reading
from evenhand.signals.normalise import Normalised


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """One line of a body's roster: an officer or an elected member, and the contacts that are public."""

    name: str
    role: str = "officer"  # "officer" or "member"
    also_known_as: tuple[str, ...] = ()
    public_contacts: tuple[str, ...] = ()  # phone numbers and e-mail addresses that anybody may quote


@dataclass(frozen=True, slots=True)
class Roster:
    """The people a body names in public, and its own public contacts. Those are not personal data."""

    people: tuple[NamedPerson, ...] = ()
    public_contacts: tuple[str, ...] = ()


class Signal(Protocol):
    """One file in this folder, or an entry point `evenhand.signals` of another package."""

    name: str  # the variable under which editions ask for its facts
    version: str  # changes whenever the same comment could read differently
    facts: Mapping[str, str]  # every fact it states, each with one line of plain English

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        """Every fact named in `facts`, always; findings carry offsets in `comment.text`."""
        ...

"""EVD-02: what an evidence pack for the police must hold, and what it may not say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from evenhand.core.given import aware
from evenhand.core.moderation import Objection
from evenhand.core.values import EvidencePack

RULE = "EVD-02"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing that is handed over, with the SHA-256 of its bytes in small hexadecimal letters."""

    name: str
    sha256: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, or of the custody: who did what, when."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class Pack:
    """`verify`: the command by which a stranger checks the hashes; `statement`: in the officer's own words."""

    exhibits: tuple[Exhibit, ...]
    timeline: tuple[Entry, ...]
    custody: tuple[Entry, ...]
    statement: str
    statement_by: str
    cover: str
    verify: str
    has_pdf: bool


def lacking(pack: Pack, values: EvidencePack) -> tuple[Objection, ...]:
    """EVD-02: everything that keeps a pack from going to the police; nothing when it may. Instants are aware.

    Raises: Refused, for an instant without a zone.
    """
    for each in pack.exhibits:
        aware(RULE, "to check an evidence pack", capture=each.captured_at)
    for entry in (*pack.timeline, *pack.custody):
        aware(RULE, "to check an evidence pack", entry=entry.at)
    return (*_exhibits(pack), *_entries(pack), *_parts(pack), *_words(pack, values))


def _exhibits(pack: Pack) -> Iterator[Objection]:
    if not pack.exhibits:
        yield Objection("exhibits", RULE, "there is no exhibit", "add the capture of the comment")
    for exhibit in pack.exhibits:
        if not _SHA256.fullmatch(exhibit.sha256):
            wrong = f"{exhibit.name} has no SHA-256 of its bytes"
            yield Objection("exhibits", RULE, wrong, "write all 64 hexadecimal letters")
    names = [exhibit.name for exhibit in pack.exhibits]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Objection("exhibits", RULE, f"two exhibits are called {name}", "give each a name of its own")


def _entries(pack: Pack) -> Iterator[Objection]:
    for field, entries in (("timeline", pack.timeline), ("custody", pack.custody)):
        if not entries:
            yield Objection(field, RULE, f"the {field} is empty", "say who did what, when")
        if any(later.at < earlier.at for earlier, later in pairwise(entries)):
            yield Objection(field, RULE, f"the {field} goes back in time", "put it in order")
        if any(not entry.by.strip() or not entry.what.strip() for entry in entries):
            yield Objection(field, RULE, f"a line of the {field} does not say who or what", "fill it in")
    first = min((exhibit.captured_at for exhibit in pack.exhibits), default=None)
    if first is not None and pack.custody and pack.custody[0].at > first:
        wrong = "nobody is named who held the first exhibit from its capture on"
        yield Objection("custody", RULE, wrong, "begin the custody with the capture")


def _parts(pack: Pack) -> Iterator[Objection]:
    if not pack.statement.strip() or not pack.statement_by.strip():
        wrong = "the officer's statement is missing, or nobody has signed it"
        yield Objection("statement", RULE, wrong, "ask the officer who saw it to write and sign it")
    if not pack.verify.strip():
        wrong = "no command is given by which a stranger can check it"
        yield Objection("verify", RULE, wrong, "state the command, as in sha256sum -c manifest-sha256.txt")
    if not pack.has_pdf:
        yield Objection("pdf", RULE, "there is no PDF to read", "make the PDF again")


def _words(pack: Pack, values: EvidencePack) -> Iterator[Objection]:
    if _plain(values.wording) not in _plain(pack.cover):
        yield Objection("cover", RULE, f"it does not say “{values.wording}”", "put that sentence on the cover")
    own = _plain(" ".join((pack.cover, pack.statement, *(entry.what for entry in pack.timeline))))
    for phrase in values.never_says:
        if _plain(phrase) in own:
            yield Objection("statement", RULE, f"it says “{phrase}”, which is for the police", "say what was seen")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())

"""What leaves the house has no personal data that we can find: marks stand in its place.

Found are what `signals.personal_data` and `signals.named_people` find, handles, links, long numbers and the author's
own name. A first name alone, or a nickname, is not found: docs/explanation/data-protection.md says so.
"""

import re
from collections.abc import Iterator
from datetime import date

from evenhand.core.vocabulary import Author, Comment, Finding
from evenhand.signals.contract import Roster
from evenhand.signals.named_people import SIGNAL as NAMED_PEOPLE
from evenhand.signals.normalise import normalise
from evenhand.signals.personal_data import SIGNAL as PERSONAL_DATA

MARKS = {
    "phone": "telephone",
    "email": "e-mail address",
    "address": "home address",
    "ni_number": "National Insurance number",
    "nhs_number": "NHS number",
    "passport": "passport number",
    "driving_licence": "driving licence number",
    "bank": "bank account",
    "card": "payment card",
    "plate": "number plate",
    "date_of_birth": "date of birth",
    "child_school": "child and school",
    "officers": "council officer",
    "members": "councillor",
    "private_people": "private person",
}
_AUTHOR = "author"
_PATTERNS = (
    ("link", re.compile(r"https?://\S{1,2000}|\bwww\.\S{1,500}", re.IGNORECASE)),
    ("account", re.compile(r"(?<!\w)@\w[\w.-]{0,80}(?:@[\w.-]{1,120})?")),
    ("number", re.compile(r"\+?\d(?:[ .\-/]?\d){5,40}")),
)
_SHORTEST_NAME = 3
_ANY_DAY = date(2000, 1, 1)  # neither signal asks when

Cover = tuple[int, int, str]  # start, end (exclusive), mark


class StillPersonal(ValueError):
    """Personal data is found in what was to be sent after all. The message is for people."""


def covered(text: str, author: Author, roster: Roster) -> str:
    """The text with marks such as [telephone] in it. Raises: StillPersonal."""
    done = _with_marks(text, sorted(_covers(text, author, roster), key=lambda cover: cover[0]))
    left = [finding.fact for finding in _found(done, roster)]
    if left:
        raise StillPersonal(f"personal data could not be covered: {MARKS[left[0]]}")
    return done


def _covers(text: str, author: Author, roster: Roster) -> Iterator[Cover]:
    """What the signals found comes first: of two at one place it says more."""
    for finding in _found(text, roster):
        yield finding.start, finding.end, MARKS[finding.fact]
    for mark, pattern in (*_PATTERNS, *_own_name(author)):
        yield from ((match.start(), match.end(), mark) for match in pattern.finditer(text))


def _found(text: str, roster: Roster) -> list[Finding]:
    """The body's own public contacts are covered too, so the roster's are not told to the first signal."""
    comment = Comment(text, on=_ANY_DAY)
    plain = normalise(text)
    return [
        *PERSONAL_DATA.read(comment, plain, Roster()).findings,
        *NAMED_PEOPLE.read(comment, plain, roster).findings,
    ]


def _own_name(author: Author) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name in (author.name, author.handle.lstrip("@")):
        if len(name.strip()) >= _SHORTEST_NAME:
            yield _AUTHOR, re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)


def _with_marks(text: str, covers: list[Cover]) -> str:
    """Each stretch that is covered, with what overlaps it, becomes the mark of the first."""
    pieces: list[str] = []
    done = 0
    for start, end, mark in covers:
        if start >= done:
            pieces += (text[done:start], f"[{mark}]")
        done = max(done, end)
    return "".join((*pieces, text[done:]))

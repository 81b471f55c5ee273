"""The words of the policy, as values. One meaning each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How much harm a clause sees in a comment, least first."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    GRAVE = "grave"

    @property
    def rank(self) -> int:
        """0 for none to 4 for grave."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Suggestion(StrEnum):
    """What an edition points to, mildest first. Nobody has decided."""

    LEAVE = "leave"
    REPLY = "reply"
    HIDE = "hide"
    DELETE = "delete"
    REFER = "refer"


class Outcome(StrEnum):
    """What an officer may decide about a comment."""

    LEAVE = "leave"
    PROTECT = "protect"  # criticism, left up: CON-00
    REPLY = "reply"
    HIDE = "hide"
    DELETE = "delete"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class Finding:
    """The author's own words that made a signal speak. Offsets are code points in the original text, end exclusive."""

    fact: str  # the fact it counts towards, without the signal's name: "phone"
    words: str
    start: int
    end: int
    confidence: float = 1.0
    note: str = ""  # for people: "UK mobile number", "look-alike letters folded"


FactValue = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one signal found in one comment: facts by name, never a judgement."""

    signal: str
    version: str
    facts: Mapping[str, FactValue]
    findings: tuple[Finding, ...] = ()
    vector: bytes = b""
    """What the text is about in numbers of this version, for finding others like it. No clause can ask for it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A signal that could not be read. It means that a person must look, never that the comment is clean."""

    signal: str
    why: str


@dataclass(frozen=True, slots=True)
class Author:
    """The account that wrote a comment; any part may be unknown."""

    id: str = ""
    handle: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Repetition:
    """CON-05: how often nearly the same came before this comment, and how fast its author writes.

    A person is an account with those that decided links join to it (MCL-03). Copies are looked for over 30 days.
    """

    own: int = 0
    own_posts: int = 0
    others: int = 0
    in_10_minutes: int = 0
    posts_in_10_minutes: int = 0
    in_a_day: int = 0
    posts_in_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as the signals see it.

    `repeats`: earlier comments by the same author with the same words; `attachments`: how many, none of them read.
    """

    text: str
    on: date
    post: str = ""
    author: Author = field(default_factory=Author)
    attachments: int = 0
    repeats: int = 0
    pre_election: bool = False
    repetition: Repetition = field(default_factory=Repetition)


class Verb(StrEnum):
    """What can be asked of a platform: about a comment, its author, or the body's own post."""

    HIDE = "hide"
    UNHIDE = "unhide"
    DELETE = "delete"
    REPLY = "reply"
    PRIVATE_REPLY = "reply privately"
    BLOCK = "block"
    UNBLOCK = "unblock"
    REPORT = "report"
    CLOSE = "close"
    REOPEN = "reopen"

    @property
    def subject(self) -> "Subject":
        """What it is done to."""
        return _SUBJECT.get(self, Subject.COMMENT)


class Subject(StrEnum):
    """What a verb is done to."""

    COMMENT = "comment"
    AUTHOR = "author"
    POST = "post"


_SUBJECT = {
    Verb.BLOCK: Subject.AUTHOR,
    Verb.UNBLOCK: Subject.AUTHOR,
    Verb.CLOSE: Subject.POST,
    Verb.REOPEN: Subject.POST,
}


class Support(StrEnum):
    """How far a platform carries a verb out for us."""

    SUPPORTED = "supported"
    CONDITIONAL = "conditional"
    MANUAL = "manual"

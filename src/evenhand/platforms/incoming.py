"""What is read from a platform: comments, and how far the reading has come."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Incoming:
    """A comment as a platform or a file gives it. Ids are strings always; instants are aware, UTC.

    What the account itself wrote has that account (`Access.account`) as its `author_id`: it is never flagged.

    Source: the fields of the canonical NDJSON, docs/reference/import-format.md.
    """

    id: str
    text: str
    created_at: datetime
    payload: bytes
    parent_id: str = ""
    url: str = ""
    edited_at: datetime | None = None
    state: str = "visible"
    author_id: str = ""
    author_handle: str = ""
    author_name: str = ""
    author_url: str = ""
    post_id: str = ""
    post_text: str = ""
    post_url: str = ""
    post_created_at: datetime | None = None
    attachments: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Ref:
    """Where one comment is: its id, and what some platforms need besides to find it."""

    id: str
    post_id: str = ""
    parent_id: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that stood where a comment should and could not be read: its id as far as it has one, why, its bytes.

    It is shown to people; it neither stops the reading nor is dropped in silence.
    """

    id: str
    why: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Polled:
    """One page of what is new. `cursor` is for the next poll; `more`: there is something to be had at once.

    Ids are unique in one page. In another a comment may come again, unchanged or edited. That one does not come again
    says nothing: ask `fetch`.
    """

    incoming: tuple[Incoming, ...]
    cursor: str
    more: bool = False
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """The platform says of this very comment that it is no more."""

    words: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """We cannot see the comment, and the platform does not say that it is gone: hidden, blocked or private."""

    words: str


Fetched = Incoming | Gone | Withheld


@runtime_checkable
class Reads(Protocol):
    """A connection whose comments can be polled."""

    def poll(self, cursor: str) -> Polled:
        """What is new since a cursor of ours; "" begins, with whatever history the platform gives, as a baseline.

        One call is one bounded piece of work, a few requests at most. A cursor is opaque, and text that can be kept.
        Raises: TryAgain, AccessRefused.
        """
        ...

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now. Absence from any list is never deletion. Raises: TryAgain, AccessRefused."""
        ...

"""What a platform is to Evenhand: what it says it can do, and what it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from evenhand.core.vocabulary import Support, Verb


@dataclass(frozen=True, slots=True)
class VerbSupport:
    """How far a platform carries one verb out. `steps` are what a person does by hand, in order.

    `destroys`: what others wrote there goes with it for good, as where turning comments off deletes them.
    `longest_text`: characters that it takes, 0 where it does not say.
    """

    support: Support
    why: str = ""
    reversible: bool = True
    observable: bool = True
    steps: tuple[str, ...] = ()
    destroys: bool = False
    longest_text: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a platform says of itself. A verb that is not named cannot be done there, even by hand.

    `permalink_hosts`: the hosts of its public pages, which anybody may look at and so may be shot as evidence, and
    of the pictures on them; `*.` in front names every host under one. Without any, no page is shot.
    `seconds_between_calls`: to one account, over all our workers together. `settles_seconds`: how long after a call
    that broke off it may still take effect; what is read back sooner proves nothing. `hold_steps`: what a person does
    so that new comments on a post wait until somebody has looked; empty where the platform cannot hold them.
    """

    name: str
    title: str
    verbs: Mapping[Verb, VerbSupport]
    permalink_hosts: tuple[str, ...] = ()
    seconds_between_calls: float = 0.0
    settles_seconds: float = 30.0
    hold_steps: tuple[str, ...] = ()

    @property
    def supported(self) -> dict[Verb, Support]:
        """How far each verb goes."""
        return {verb: how.support for verb, how in self.verbs.items()}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. `key` is the same at every try, so that a platform that knows keys does it once.

    `subject_id`: the platform's id of the comment, author or post that the verb is done to. `already`: the platform's
    ids of what stood there before the first try and looks the same; see `TellsApart`.
    """

    key: str
    verb: Verb
    account: str
    subject_id: str
    text: str = ""
    already: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform answered, in its own words."""

    words: str


@dataclass(frozen=True, slots=True)
class Observed:
    """What is seen on reading back: whether the act has taken effect."""

    in_effect: bool
    words: str


class TryAgain(Exception):
    """The platform did not do it for now. `after_seconds`: what it asked for, 0 if it did not say."""

    def __init__(self, words: str, after_seconds: int = 0) -> None:
        super().__init__(words)
        self.after_seconds = after_seconds


class NotDone(Exception):
    """The platform refused for good: a person must look."""


class Unknown(Exception):
    """The call broke off: nobody knows whether it was done. Read back before another try."""


class Performer(Protocol):
    """Whatever carries acts out. Handed to `actions.carry_out` alone."""

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, NotDone, Unknown."""
        ...

    def observe(self, act: Act) -> Observed:
        """Whether the act is in effect. Raises: TryAgain."""
        ...


@runtime_checkable
class TellsApart(Protocol):
    """A performer for a platform that knows no keys, where one reply of ours looks like another."""

    def standing(self, act: Act) -> tuple[str, ...]:
        """Ids of what stands there now and could be taken for this act. Asked before the first try, kept, and given
        back as `Act.already`, so that `observe` sees only what came since. Raises: TryAgain."""
        ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """A comment as a platform or a file gives it. Ids are strings always; instants are aware, UTC.

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

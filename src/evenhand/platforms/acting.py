"""What a platform is asked to do, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from evenhand.core.vocabulary import Verb


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. `key` is the same at every try, so that a platform that knows keys does it once.

    `subject_id`: the platform's id of the comment, author or post that the verb is done to. `already`: the platform's
    ids of what stood there before the first try and looks the same; see `TellsApart`. The rest is what we know of a
    comment's place: the ids of its post, of the comment it answers and of its author, and when it was written.
    """

    key: str
    verb: Verb
    account: str
    subject_id: str
    text: str = ""
    already: tuple[str, ...] = ()
    post_id: str = ""
    parent_id: str = ""
    author_id: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform answered, in its own words."""

    words: str


@dataclass(frozen=True, slots=True)
class Observed:
    """What is seen on reading back: whether the act has taken effect."""

    in_effect: bool
    words: str


@runtime_checkable
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

"""What a platform says of itself: what it can do, what it needs, and what a person does where it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.acting import Act
from evenhand.platforms.oauth_manifests import OAuth


class Scope(StrEnum):
    """Whose comments, and which, a verb can be done to."""

    OWN = "own"
    ANY = "any"
    TOP_LEVEL = "top level"


class Identity(StrEnum):
    """What a platform tells of an author: the same id everywhere, one for us alone, a name without id, or nothing."""

    FULL = "full"
    SCOPED = "scoped"
    NAME = "name"
    NONE = "none"


class Permalink(StrEnum):
    """The nearest page that a person can open."""

    COMMENT = "comment"
    POST = "post"
    NONE = "none"


class Push(StrEnum):
    """Whether a platform calls us when something is new, and whether it signs what it says."""

    NONE = "none"
    SIGNED = "signed"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class VerbSupport:
    """How far a platform carries one verb out. `steps` are what a person does by hand, in order.

    `destroys`: what others wrote there goes with it for good, as where turning comments off deletes them.
    `longest_text`: characters that it takes, 0 where it does not say. `only_at_creation`: it can be chosen while a
    post is written and never after. `affects_descendants`: the replies under the comment go the same way.
    `needs_author_id`: where the platform named no author, a person does it. `window_days`: how long after it was
    written it can still be done, 0 for always. `max_items`: how many of one thread at once, 0 for any number.
    `cost`: units of the platform's budget for all its calls.
    """

    support: Support
    why: str = ""
    reversible: bool = True
    observable: bool = True
    steps: tuple[str, ...] = ()
    destroys: bool = False
    longest_text: int = 0
    scope: Scope = Scope.ANY
    only_at_creation: bool = False
    affects_descendants: bool = False
    needs_author_id: bool = False
    window_days: int = 0
    max_items: int = 0
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Secret:
    """One thing that a person enters to connect a channel. `write_only`: never shown again. `help`: where to find it.

    `optional`: it may stay empty. `renewed`: the platform's own client replaces it, and nobody enters it. `made_here`:
    where push is wanted and nobody entered one, we make it; a person tells it to the platform.
    """

    name: str
    title: str
    help: str = ""
    write_only: bool = True
    optional: bool = False
    renewed: bool = False
    made_here: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """How much an account may ask for: `units` in every `seconds`. `kept_for_actions`: the share reads never touch."""

    units: int
    seconds: int
    of: str = "calls"  # what is counted: "calls", "points", "units", "US cents"
    reads: bool = True  # whether reading costs any of it
    kept_for_actions: float = 0.2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a platform says of itself. A verb that is not named cannot be done there, even by hand.

    `permalink_hosts`: the hosts of its public pages, which anybody may look at and so may be shot as evidence, and
    of the pictures on them; `*.` in front names every host under one. Without any, no page is shot.
    `seconds_between_calls`: to one account, over all our workers together. `settles_seconds`: how long after a call
    that broke off it may still take effect; what is read back sooner proves nothing. `hold_steps`: what a person does
    so that new comments on a post wait until somebody has looked; empty where the platform cannot hold them.
    `reads`: its comments can be polled; `not_polled`: which of them cannot, in words for people. `connecting_steps`:
    what a person does to connect a channel, in order. `account_help`: what to enter as the account.
    `personal_accounts`: how a profile of a person is told from one of an organisation, where the platform says; only
    official channels may be connected.
    """

    name: str
    title: str
    verbs: Mapping[Verb, VerbSupport]
    permalink_hosts: tuple[str, ...] = ()
    seconds_between_calls: float = 0.0
    settles_seconds: float = 30.0
    hold_steps: tuple[str, ...] = ()
    reads: bool = False
    not_polled: tuple[str, ...] = ()
    identity: Identity = Identity.FULL
    permalink: Permalink = Permalink.COMMENT
    push: Push = Push.NONE
    secrets: tuple[Secret, ...] = ()
    oauth: OAuth | None = None
    budgets: tuple[Budget, ...] = ()
    connecting_steps: tuple[str, ...] = ()
    account_help: str = ""
    personal_accounts: str = ""

    @property
    def supported(self) -> dict[Verb, Support]:
        """How far each verb goes."""
        return {verb: how.support for verb, how in self.verbs.items()}


def by_hand_because(manifest: Manifest, act: Act, at: datetime) -> str:
    """Why no program does this act on this platform, in words for people; empty where one does."""
    how = manifest.verbs.get(act.verb)
    if how is None:
        return f"{manifest.title} has no way to {act.verb} a {act.verb.subject}"
    if how.support is Support.MANUAL:
        return how.why or f"{manifest.title} has no way to {act.verb} a {act.verb.subject}"
    if how.only_at_creation:
        return f"{manifest.title} lets this be chosen only while a post is written"
    if how.scope is Scope.TOP_LEVEL and act.parent_id and act.parent_id != act.post_id:
        return (
            f"{manifest.title} can {act.verb} only what stands directly under a post, and this is a reply to a comment"
        )
    if how.needs_author_id and not act.author_id:
        return f"{manifest.title} did not say who wrote this, and cannot {act.verb} without"
    return _too_late_or_too_long(manifest, how, act, at)


def _too_late_or_too_long(manifest: Manifest, how: VerbSupport, act: Act, at: datetime) -> str:
    if how.window_days and act.written_at and at > act.written_at + timedelta(days=how.window_days):
        return f"{manifest.title} allows this for {how.window_days} days after the comment was written"
    if how.longest_text and len(act.text) > how.longest_text:
        return f"{manifest.title} takes {how.longest_text} characters, and the words have {len(act.text)}"
    return ""

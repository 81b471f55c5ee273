"""How a channel is connected: what opens it, whether it works, and how a platform calls us."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from evenhand.platforms.incoming import Ref


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _forget(_: Mapping[str, str]) -> None:
    """Nobody keeps renewed secrets here."""


@dataclass(frozen=True, slots=True)
class Access:
    """What opens one account on a platform. `secrets`: by the names that the manifest gives them; never shown.

    `address` stands in for the platform's own, for servers of one's own and for tests. `data`: a folder for what the
    platform's client keeps between calls. `keep`: called with the secrets that the client renewed by itself, to be
    encrypted and used from then on. `push_addresses`: where the platform may call us, this channel's own first, then
    those of our other channels there; empty where no push is wanted.
    """

    account: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    address: str = ""
    data: Path = Path()
    keep: Callable[[Mapping[str, str]], None] = field(default=_forget, repr=False)
    push_addresses: tuple[str, ...] = ()
    now: Callable[[], datetime] = field(default=_utc_now, repr=False)


class OfChannel(Protocol):
    """As much of a channel as finding its access takes."""

    @property
    def platform(self) -> str: ...

    @property
    def account(self) -> str: ...


AccessTo = Callable[[OfChannel], Access]
"""The port by which credentials come: whoever keeps them says what opens a channel. Raises: AccessRefused."""


class Health(StrEnum):
    """What a probe finds."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether a connection works, in words for people, and when its access ends, where the platform says.

    `names`: by which the whole platform knows the account, its ids and its handle; `local_names`: by which its own
    pages alone do. What any of them wrote is the council's own and never flagged.
    """

    health: Health
    words: str
    expires_at: datetime | None = None
    names: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()


@runtime_checkable
class Probes(Protocol):
    """A connection that can be asked whether it works."""

    def probe(self) -> Probe:
        """Look at the account as itself, changing nothing. Raises: nothing that a platform can cause."""
        ...


@runtime_checkable
class Subscribes(Protocol):
    """A connection by which the platform can be asked to push. `probe` reads back whether it still does."""

    def subscribe(self) -> str:
        """Have what is new pushed to the first of `Access.push_addresses`; what was agreed, in words for people.

        Asked twice, it is so once. Raises: TryAgain, AccessRefused, NotDone, Unknown.
        """
        ...


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What a platform gets that asks whether an address is ours, before it pushes anything there."""

    status: int
    body: str
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Wake:
    """Something is new on an account: poll it. It carries no words, since what was pushed is never believed unread.

    `event_id`: the same for the same event sent twice. `account`: "" where the platform does not say which.
    """

    account: str
    event_id: str
    kind: str = ""
    ref: Ref | None = None
    at: datetime | None = None


class Pushes(Protocol):
    """A platform's folder, where its manifest says that it pushes."""

    def handshake(self, query: Mapping[str, str], secrets: Mapping[str, str]) -> PushAnswer:
        """The answer to a platform that asks whether an address is ours. Raises: WrongSignature."""
        ...

    def receive(
        self, headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime
    ) -> tuple[Wake, ...]:
        """Whom to wake. `headers`: names in lower case. `raw`: the body before anything is parsed.

        An event of a kind that nobody knows wakes too: polling is the truth. Raises: WrongSignature, Replayed,
        NotReadable.
        """
        ...

"""One account on X, as the contract wants it."""

from evenhand.platforms import fields
from evenhand.platforms.contract import (
    Access,
    AccessRefused,
    Act,
    Answer,
    Fetched,
    Health,
    NotDone,
    NotReadable,
    Observed,
    Polled,
    Probe,
    Ref,
    TryAgain,
)
from evenhand.platforms.x import acting
from evenhand.platforms.x.client import Client
from evenhand.platforms.x.reading import Reader


class Connection:
    """Acts, reads and says whether it works."""

    def __init__(self, access: Access) -> None:
        self._client = Client(access)
        self._reader = Reader(self._client)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        return acting.perform(self._client, act)

    def observe(self, act: Act) -> Observed:
        """Whether the act is in effect. Raises: TryAgain, AccessRefused."""
        try:
            return acting.observe(self._client, act)
        except NotDone as refused:
            return Observed(False, str(refused))

    def standing(self, act: Act) -> tuple[str, ...]:
        """What already looks like this act; X knows no keys. Raises: TryAgain, AccessRefused."""
        return acting.standing(self._client, act)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the token is taken and whose it is, and how much of today's money is spent."""
        try:
            found = self._client.whoever()
            number, name = fields.identity(found, "data", "id"), fields.text(found, "data", "username")
            spent = self._client.ledger.spent(self._client.now)
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"the access token is not taken: {refused}")
        except (TryAgain, NotDone, NotReadable) as busy:
            return Probe(Health.DEGRADED, f"X does not answer as it should: {busy}")
        if number != self._client.me:
            return Probe(Health.BROKEN, f"the access token is that of @{name}, number {number}")
        return Probe(Health.HEALTHY, f"signed in as @{name}; ${spent / 1000:.2f} are spent today", names=(number, name))

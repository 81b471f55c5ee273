"""One account on the network, as the contract wants it."""

from evenhand.platforms import fields
from evenhand.platforms.bluesky import acting
from evenhand.platforms.bluesky.client import Client
from evenhand.platforms.bluesky.reading import Reader
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

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the app password is taken, and the account is one that others see."""
        try:
            found = self._client.query("com.atproto.server.getSession")
            handle, status = fields.text(found, "handle"), fields.text(found, "status")
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"the app password is not taken: {refused}")
        except (TryAgain, NotDone, NotReadable) as busy:
            return Probe(Health.DEGRADED, f"the server does not answer as it should: {busy}")
        if found.get("active") is False:
            return Probe(Health.BROKEN, f"the account {handle} is {status or 'not active'}")
        return Probe(Health.HEALTHY, f"signed in as {handle}", names=(fields.text(found, "did"), handle))

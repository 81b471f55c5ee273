"""One account on its server, as the contract wants it."""

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
from evenhand.platforms.mastodon import acting
from evenhand.platforms.mastodon.client import Client
from evenhand.platforms.mastodon.reading import Reader


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
        """What already looks like this act. Servers that ignore keys are told apart by it. Raises: TryAgain."""
        return acting.standing(self._client, act)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the token is taken, and whose it is."""
        try:
            found = self._client.whoever_we_are()
            name = fields.identity(found, "acct")
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"the access token is not taken: {refused}")
        except (TryAgain, NotReadable) as busy:
            return Probe(Health.DEGRADED, f"the server does not answer as it should: {busy}")
        if name.casefold() != _local(self._client.account):
            return Probe(Health.BROKEN, f"the access token is that of @{name}, not of {self._client.account}")
        return Probe(
            Health.HEALTHY, f"signed in as @{name}", names=(self._client.account,),
            local_names=(fields.identity(found, "id"),),
        )  # fmt: skip


def _local(account: str) -> str:
    """“@harrowmere@social.example” is “harrowmere” on its own server."""
    return account.removeprefix("@").partition("@")[0].casefold()

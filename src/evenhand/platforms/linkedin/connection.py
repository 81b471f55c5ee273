"""One page on LinkedIn, as the contract wants it."""

from evenhand.platforms.contract import (
    Access,
    AccessRefused,
    Act,
    Answer,
    Fetched,
    Health,
    NotDone,
    Observed,
    Polled,
    Probe,
    Ref,
    TryAgain,
)
from evenhand.platforms.linkedin import acting
from evenhand.platforms.linkedin.client import Client
from evenhand.platforms.linkedin.reading import Reader


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
        """What already looks like this act; LinkedIn knows no keys. Raises: TryAgain, AccessRefused."""
        return acting.standing(self._client, act)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the token is taken, and may read the page's posts."""
        try:
            asked: dict[str, str | int] = {"q": "author", "author": self._client.me, "count": 1}
            self._client.query("/rest/posts", asked, "FINDER")
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"the access token is not taken: {refused}")
        except (TryAgain, NotDone) as busy:
            return Probe(Health.DEGRADED, f"LinkedIn does not answer as it should: {busy}")
        return Probe(Health.HEALTHY, f"the posts of {self._client.me} can be read", names=(self._client.me,))

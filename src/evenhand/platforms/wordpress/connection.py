"""One site, as the contract wants it."""

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
from evenhand.platforms.wordpress import acting
from evenhand.platforms.wordpress.client import Client
from evenhand.platforms.wordpress.reading import Reader

_NEEDED = {"moderate_comments": "moderate comments", "edit_others_posts": "turn comments on posts off and on"}


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
        """Answers of ours that look like this one. Raises: TryAgain, AccessRefused, NotDone."""
        return acting.standing(self._client, act)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the password is taken, and the user may do what a channel needs."""
        try:
            found = self._client.get("users/me", {"_fields": "id,name,capabilities"})
            name, may = fields.text(found, "name"), fields.at(found, "capabilities")
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"the site does not let us in: {refused}")
        except (TryAgain, NotDone, NotReadable) as busy:
            return Probe(Health.DEGRADED, f"the site does not answer as it should: {busy}")
        lacking = [words for needed, words in _NEEDED.items() if fields.at(may, needed) is not True]
        if lacking:
            return Probe(Health.BROKEN, f"the user {name} may not {' or '.join(lacking)}: give it the role Editor")
        return Probe(Health.HEALTHY, f"signed in as {name}", local_names=(f"user {fields.identity(found, 'id')}",))

"""Names on the AT Protocol: where a record is, which key a new one gets, and the page a person opens."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

POST, GATE, BLOCK = "app.bsky.feed.post", "app.bsky.feed.threadgate", "app.bsky.graph.block"
_URI = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([a-zA-Z0-9.-]+)/([A-Za-z0-9._~:-]{1,512})")
_SORTED_32 = "234567abcdefghijklmnopqrstuvwxyz"
_BEGINNING = datetime(2023, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Uri:
    """Where a record is: whose, of which kind, under which key."""

    did: str
    collection: str
    key: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"

    @property
    def page(self) -> str:
        """Its permalink, by the DID: a handle may go to somebody else."""
        return f"{profile_page(self.did)}/post/{self.key}"


def uri(words: str) -> Uri | None:
    """None where the words are no at-uri of a record."""
    found = _URI.fullmatch(words)
    return Uri(*found.groups()) if found else None


def profile_page(did: str) -> str:
    """An account's page."""
    return f"https://bsky.app/profile/{did}"


def key_for(act_key: str, written_at: datetime | None) -> str:
    """The key of the record that an act makes: the same at every try, so that it is made once.

    In the form that the protocol asks for, a time in microseconds and ten bits. The time is that of the comment, its
    last second given to the act's own hash. Source: atproto.com/specs/tid.
    """
    drawn = int.from_bytes(hashlib.sha256(act_key.encode()).digest()[:4])
    second = int((written_at or _BEGINNING).timestamp())
    number = (second * 1_000_000 + drawn % 1_000_000) << 10 | drawn >> 22
    return "".join(_SORTED_32[number >> 5 * place & 31] for place in range(12, -1, -1))

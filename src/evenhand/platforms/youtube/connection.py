"""One channel, as the contract wants it."""

from evenhand.core.vocabulary import Verb
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
from evenhand.platforms.youtube.client import Client, Refusal
from evenhand.platforms.youtube.reading import Reader
from evenhand.platforms.youtube.standing import located, same_answers, thread_of

_STATUS = {Verb.HIDE: "heldForReview", Verb.UNHIDE: "published", Verb.DELETE: "rejected"}
_IN_EFFECT = {Verb.HIDE: ("hidden", "deleted"), Verb.UNHIDE: ("visible",), Verb.DELETE: ("deleted", "")}


class Connection:
    """Acts, reads and says whether it works."""

    def __init__(self, access: Access) -> None:
        self._client = Client(access)
        self._reader = Reader(self._client)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        if act.verb is Verb.REPLY:
            made = self._client.answer(thread_of(act.subject_id), act.text)
            return Answer(f"200: comment {fields.identity(made, 'id')}")
        try:
            self._client.moderate([act.subject_id], _STATUS[act.verb])
        except Refusal as refused:
            if act.verb is Verb.DELETE and refused.reason == "commentNotFound":
                return Answer("404: it is not there any more")
            raise
        return Answer(f"204: {_STATUS[act.verb]}")

    def observe(self, act: Act) -> Observed:
        """Whether the act is in effect. Raises: TryAgain, AccessRefused."""
        try:
            if act.verb is Verb.REPLY:
                new = set(self.standing(act)) - set(act.already)
                return Observed(bool(new), "the answer stands" if new else "no answer stands")
            _, state = located(self._client, act.subject_id, act.post_id)
        except Refusal as refused:
            return Observed(False, str(refused))
        return Observed(state in _IN_EFFECT[act.verb], f"the comment is {state or 'not shown to us'}")

    def standing(self, act: Act) -> tuple[str, ...]:
        """Answers of ours that look like this one. Raises: TryAgain, AccessRefused, NotDone."""
        return same_answers(self._client, act.subject_id, act.text)

    def poll(self, cursor: str) -> Polled:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.poll(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """Raises: TryAgain, AccessRefused."""
        return self._reader.fetch(ref)

    def probe(self) -> Probe:
        """Whether the token is taken, and is the channel's own."""
        try:
            mine = self._client.page("channels", {"part": "id,snippet", "mine": "true"}, acting=True).items
            ids = {fields.text(channel, "id"): fields.text(channel, "snippet", "title") for channel in mine}
        except AccessRefused as refused:
            return Probe(Health.BROKEN, f"YouTube does not let us in: {refused}")
        except (TryAgain, NotDone, NotReadable) as busy:
            return Probe(Health.DEGRADED, f"YouTube does not answer as it should: {busy}")
        if self._client.account not in ids:
            return Probe(Health.BROKEN, "whoever signed in is not this channel: sign in as its owner")
        return Probe(Health.HEALTHY, f"signed in as {ids[self._client.account]}", names=(self._client.account,))

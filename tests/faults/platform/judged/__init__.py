"""The judging platform as Evenhand sees it: found by an entry point, spoken with through `platforms.exchange`."""

import os
from urllib.parse import quote

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Access, Act, Answer, Manifest, Observed, VerbSupport
from evenhand.platforms.exchange import Exchange, Limits

MANIFEST = Manifest(
    name="judged",
    title="Judge",
    settles_seconds=5,  # over the judge's longest delay, counted from when the caller began
    verbs={
        verb: VerbSupport(
            Support.SUPPORTED, reversible=verb in (Verb.HIDE, Verb.UNHIDE), steps=(f"Open the comment; {verb} it",)
        )
        for verb in (Verb.HIDE, Verb.UNHIDE, Verb.DELETE, Verb.REPLY)
    },
)
_STATE = {Verb.HIDE: "hidden", Verb.UNHIDE: "visible", Verb.DELETE: "deleted"}
_PATIENCE = Limits(connect_seconds=2, read_seconds=1.5, whole_seconds=2)


class Judge:
    """The performer. It keeps nothing."""

    def __init__(self, _: Access) -> None:
        self._exchange = Exchange(os.environ["EVENHAND_JUDGE"], limits=_PATIENCE)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, NotDone, Unknown."""
        told = {"key": act.key, "account": act.account, "text": act.text}
        done = self._exchange.change("POST", f"{_page(act)}/{act.verb}", told)
        return Answer(f"200: {done.get('said')}")

    def observe(self, act: Act) -> Observed:
        """Raises: TryAgain, NotDone."""
        if act.verb is Verb.REPLY:
            ours = sorted(set(self.standing(act)) - set(act.already))
            return Observed(bool(ours), f"reply {ours[0]} stands" if ours else "no reply stands")
        seen = self._exchange.read(_page(act))
        return Observed(seen["state"] == _STATE[act.verb], f"the comment is {seen['state']}")

    def standing(self, act: Act) -> tuple[str, ...]:
        """Replies under this comment by our own account with these words. Raises: TryAgain, NotDone."""
        replies = self._exchange.read(_page(act))["replies"]
        return tuple(reply["id"] for reply in replies if (reply["by"], reply["text"]) == (act.account, act.text))


def _page(act: Act) -> str:
    return f"/comments/{quote(act.subject_id, safe='')}"


connect = Judge

"""How a comment stands now. Asked for by its id, YouTube does not say: it has to be found in the list it stands in."""

from collections.abc import Iterator, Mapping

from evenhand.platforms import fields
from evenhand.platforms.contract import TryAgain
from evenhand.platforms.youtube.client import Client, Refusal
from evenhand.platforms.youtube.native import state_of, text_of, under

MOST_PAGES = 20
_HIDDEN_IN = {"heldForReview": "hidden", "rejected": "deleted"}


def located(client: Client, comment: str, video: str) -> tuple[Mapping[str, object] | None, str]:
    """The comment and its state, as `Incoming.state` names it; None where YouTube does not show it.

    Raises: TryAgain, AccessRefused, Refusal.
    """
    if thread_of(comment) != comment:
        found = next((one for one in answers(client, thread_of(comment)) if one.get("id") == comment), None)
        state = state_of(found)
        return (under(found, video), "visible" if state == "unknown" else state) if found else (None, "")
    for status, state in _HIDDEN_IN.items():
        for item in _threads(client, video, status):
            top = fields.at(item, "snippet", "topLevelComment")
            if fields.text(top, "id") == comment and isinstance(top, Mapping):
                return top, state
    shown = client.by_id("comments", "snippet", [comment], acting=True)
    return (under(shown[0], video), "visible") if shown else (None, "")


def same_answers(client: Client, comment: str, text: str) -> tuple[str, ...]:
    """Answers of ours with these words in the thread of a comment. Raises: TryAgain, AccessRefused, Refusal."""
    return tuple(
        fields.identity(one, "id")
        for one in answers(client, thread_of(comment))
        if fields.text(one, "snippet", "authorChannelId", "value") == client.account
        and text_of(one).split() == text.split()
    )


def thread_of(comment: str) -> str:
    """An answer's id is its thread's, a point, and its own."""
    return comment.partition(".")[0]


def answers(client: Client, thread: str) -> Iterator[Mapping[str, object]]:
    """Every answer in a thread. Raises: TryAgain, AccessRefused, Refusal."""
    yield from _all(client, "comments", {"part": "snippet", "parentId": thread, "maxResults": 100})


def _threads(client: Client, video: str, status: str) -> Iterator[Mapping[str, object]]:
    """Threads of one video, or of the whole channel where it is not known. None where its comments are off."""
    where = {"videoId": video} if video else {"allThreadsRelatedToChannelId": client.account}
    asked: dict[str, str | int] = {"part": "snippet", **where, "moderationStatus": status, "maxResults": 100}
    try:
        yield from _all(client, "commentThreads", asked)
    except Refusal as refused:
        if refused.reason != "commentsDisabled":
            raise


def _all(client: Client, kind: str, asked: Mapping[str, str | int]) -> Iterator[Mapping[str, object]]:
    token = ""
    for _ in range(MOST_PAGES):
        page = client.page(kind, asked, token, acting=True)
        yield from page.items
        token = page.next
        if not token:
            return
    raise TryAgain(f"not found among {MOST_PAGES * 100:,}, and there are more")

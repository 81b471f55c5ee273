"""The one record in which a post says what is hidden under it and who may reply. Two writers never undo each other.

Its key is the post's own: under any other the server takes it and the network ignores it.
"""

from collections.abc import Callable, Mapping

from evenhand.platforms import fields
from evenhand.platforms.bluesky.client import Client, Refusal
from evenhand.platforms.bluesky.manifest import MOST_HIDDEN
from evenhand.platforms.bluesky.names import GATE, Uri
from evenhand.platforms.contract import NotDone, Observed, TryAgain

Gate = Mapping[str, object]
TRIES = 5
SHOWN_AFTER_SECONDS = 2


def hidden_in(gate: Gate) -> list[str]:
    """The replies that a gate hides."""
    return [str(uri) for uri in fields.listed(gate, "hiddenReplies")]


def is_closed(gate: Gate) -> bool:
    """Whether nobody may reply: an empty list of who may. Without a list, everybody may."""
    return gate.get("allow") == []


def hiding(reply: str) -> Callable[[Gate], Gate]:
    """Raises: NotDone, when the list is full."""

    def edited(gate: Gate) -> Gate:
        hidden = hidden_in(gate)
        if reply in hidden:
            return gate
        if len(hidden) >= MOST_HIDDEN:
            raise NotDone(f"{MOST_HIDDEN} replies are hidden under this post, and Bluesky takes no more")
        return {**gate, "hiddenReplies": [*hidden, reply]}

    return edited


def showing(reply: str) -> Callable[[Gate], Gate]:
    """The reply out of the list."""

    def edited(gate: Gate) -> Gate:
        hidden = hidden_in(gate)
        return {**gate, "hiddenReplies": [uri for uri in hidden if uri != reply]} if reply in hidden else gate

    return edited


def closing(gate: Gate) -> Gate:
    """Nobody may reply; what is hidden stays hidden."""
    return gate if is_closed(gate) else {**gate, "allow": []}


def reopening(gate: Gate) -> Gate:
    """Everybody may reply; what is hidden stays hidden."""
    return {name: value for name, value in gate.items() if name != "allow"} if is_closed(gate) else gate


def change(client: Client, post: Uri, edited: Callable[[Gate], Gate]) -> str:
    """Edit the gate of a post of ours, over what stands there now and nothing else; what came of it, in words.

    Raises: TryAgain, AccessRefused, NotDone, Unknown.
    """
    at = _of(post)
    for _ in range(TRIES):
        held = client.record(at)
        before: Gate = held.value if held else {}
        after = edited(before)
        if after == before:
            return "200: done before"
        whole = {"$type": GATE, "post": str(post), "createdAt": _written(client), **after}
        try:
            client.put(at, whole, held.cid if held else None)
        except Refusal as refused:
            if refused.name != "InvalidSwap":
                raise
            continue
        return "200: done"
    raise TryAgain(f"the settings of {post} were changed by somebody else at each of {TRIES} tries")


def observed(client: Client, post: Uri, holds: Callable[[Gate], bool], words: tuple[str, str]) -> Observed:
    """Whether something holds of the gate, in our own record and as the network shows it to others.

    `words`: for when it holds, and for when it does not. Raises: TryAgain, while the network does not show it yet.
    """
    held = client.record(_of(post))
    wanted = holds(held.value if held else {})
    if holds(_shown(client, post)) != wanted:
        raise TryAgain("it is written, and the network does not show it yet", SHOWN_AFTER_SECONDS)
    return Observed(wanted, words[0] if wanted else words[1])


def _shown(client: Client, post: Uri) -> Gate:
    posts = client.posts([str(post)])
    gate = fields.at(posts[0], "threadgate", "record") if posts else None
    return gate if isinstance(gate, dict) else {}


def _of(post: Uri) -> Uri:
    return Uri(post.did, GATE, post.key)


def _written(client: Client) -> str:
    return client.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

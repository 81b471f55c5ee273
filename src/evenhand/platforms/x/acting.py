"""What an account of ours does on X: hide and show replies, answer where it was named, take back its own."""

import re
from collections.abc import Callable, Mapping

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, NotDone, Observed
from evenhand.platforms.x.client import Client, Missing, problem
from evenhand.platforms.x.native import answered, comments_in, page, quoted, words

MOST_LATER = 100  # posts of ours, newest first, among which an answer of ours is looked for
_ADDRESS = re.compile(r"https?://\S+|\b[\w-]+\.(?:uk|com|org|net)\b\S*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,19}")


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    if not _NUMBER.fullmatch(act.subject_id):
        raise NotDone(f"400: “{act.subject_id[:80]}” is not the number of a post")
    return Answer(_PERFORMS[act.verb](client, act))


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect. Raises: TryAgain, AccessRefused, NotDone."""
    match act.verb:
        case Verb.REPLY:
            came = set(standing(client, act)) - set(act.already)
            return Observed(bool(came), "the reply stands" if came else "no reply stands")
        case Verb.DELETE:
            gone = _is_gone(client, act)
            return Observed(gone, "it is gone" if gone else "it stands there")
        case _:
            return Observed(False, "X does not tell whether a reply is hidden")


def standing(client: Client, act: Act) -> tuple[str, ...]:
    """Numbers of what we answered there with these very words. Raises: TryAgain, AccessRefused."""
    if act.verb is not Verb.REPLY or not _NUMBER.fullmatch(act.subject_id):
        return ()
    asked: dict[str, str | int] = {"max_results": MOST_LATER, "since_id": act.subject_id}
    try:
        found = client.posts("own posts", f"/2/users/{client.me}/tweets", asked, MOST_LATER, "owned_post_read")
    except NotDone:  # the post is not there, or too old to begin from; the call itself will say so
        return ()
    return tuple(
        fields.text(one, "id")
        for one in comments_in(found)
        if answered(one) == act.subject_id and _plain(act.text) in _plain(words(one))
    )


def _hide(client: Client, act: Act) -> str:
    wanted = act.verb is Verb.HIDE
    found = client.change("PUT", f"/2/tweets/{act.subject_id}/hidden", {"hidden": wanted})
    if (said := fields.at(found, "data", "hidden")) is not wanted:
        raise problem(found) or NotDone(f"200: X was asked for hidden {wanted}, and says {said}")
    return f"200: hidden is {said}"


def _reply(client: Client, act: Act) -> str:
    above = _post(client, act.subject_id)
    if not _summoned(client, above):
        raise NotDone("403: X lets a program answer only where the author named the account or quoted it")
    price = "reply_with_address" if _ADDRESS.search(act.text) else "summoned_reply"
    content = {"text": act.text, "reply": {"in_reply_to_tweet_id": act.subject_id}}
    found = client.change("POST", "/2/tweets", content, price)
    return f"201: {page(fields.identity(found, 'data', 'id'))}"


def _delete(client: Client, act: Act) -> str:
    if _is_gone(client, act):
        return "404: it is gone already"
    found = client.change("DELETE", f"/2/tweets/{act.subject_id}", None)
    return f"200: deleted is {fields.at(found, 'data', 'deleted')}"


_PERFORMS: Mapping[Verb, Callable[[Client, Act], str]] = {
    Verb.HIDE: _hide,
    Verb.UNHIDE: _hide,
    Verb.REPLY: _reply,
    Verb.DELETE: _delete,
}


def _post(client: Client, number: str) -> Mapping[str, object]:
    """Raises: NotDone where X does not give it."""
    found = client.post(number)
    for one in comments_in(found) if "data" in found else ():
        return one
    raise problem(found) or Missing("404: X gives nothing for this number")


def _summoned(client: Client, above: Mapping[str, object]) -> bool:
    named = {fields.text(one, "id") for one in fields.listed(above, "entities", "mentions")}
    if client.me in named:
        return True
    other = quoted(above)
    return bool(other) and fields.text(_post(client, other), "author_id") == client.me


def _is_gone(client: Client, act: Act) -> bool:
    """Raises: NotDone, for what another wrote."""
    try:
        found = _post(client, act.subject_id)
    except Missing:
        if act.author_id == act.account:
            return True
        raise
    if fields.text(found, "author_id") != client.me:
        raise NotDone("403: only what the account wrote itself can be deleted by it")
    return False


def _plain(text: str) -> str:
    """Without addresses, which X replaces by its own."""
    return " ".join(_ADDRESS.sub("", text).split())

"""What an organisation's page does on LinkedIn: answer and delete comments, close and reopen its posts."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, NotDone, Observed
from evenhand.platforms.linkedin.client import Client, Missing, comments_of
from evenhand.platforms.linkedin.native import place_of, urn_of

CLOSED, OPEN = "CLOSED", "OPEN"


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    return Answer(_PERFORMS[act.verb](client, act))


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect. Raises: TryAgain, AccessRefused, NotDone."""
    match act.verb:
        case Verb.REPLY:
            came = set(standing(client, act)) - set(act.already)
            return Observed(bool(came), "the answer stands" if came else "no answer stands")
        case Verb.DELETE:
            gone = _comment(client, act) is None
            return Observed(gone, "it is gone" if gone else "it stands there")
        case _:
            found = fields.text(client.query(_settings(act.subject_id)), "commentsState")
            return Observed(found == _state(act.verb), f"commentsState is {found or 'not told'}")


def standing(client: Client, act: Act) -> tuple[str, ...]:
    """URNs of what we answered there with these very words. Raises: TryAgain, AccessRefused."""
    if act.verb is not Verb.REPLY:
        return ()
    try:
        asked: dict[str, str | int] = {"start": 0, "count": 100}
        found = fields.listed(client.query(comments_of(_above(act)), asked), "elements")
    except Missing:
        return ()
    ours = [one for one in found if fields.text(one, "actor") == client.me]
    return tuple(urn_of(one) for one in ours if fields.text(one, "message", "text") == act.text)


def _reply(client: Client, act: Act) -> str:
    """LinkedIn knows answers to comments and none to those, so an answer to an answer goes beside it."""
    if _comment(client, act) is None:
        raise NotDone(f"404: there is no comment {act.subject_id}")
    thread = _place(act)[0]
    content = {"actor": client.me, "object": thread, "message": {"text": act.text}, "parentComment": _above(act)}
    found = client.change("POST", comments_of(_above(act)), content).json_object()
    return f"201: {urn_of(found)}"


def _delete(client: Client, act: Act) -> str:
    thread, number = _place(act)
    try:
        client.change("DELETE", f"{comments_of(thread)}/{number}")
    except Missing:
        return "404: it is gone already"
    return "204: deleted"


def _set(client: Client, act: Act) -> str:
    """Closing deletes every comment there is: who asks for it has had them captured."""
    patch = {"patch": {"$set": {"commentsState": _state(act.verb)}}}
    client.change("POST", _settings(act.subject_id), patch, "PARTIAL_UPDATE")
    return f"202: commentsState is set to {_state(act.verb)}"


_PERFORMS: Mapping[Verb, Callable[[Client, Act], str]] = {
    Verb.REPLY: _reply,
    Verb.DELETE: _delete,
    Verb.CLOSE: _set,
    Verb.REOPEN: _set,
}


def _comment(client: Client, act: Act) -> object | None:
    thread, number = _place(act)
    try:
        return client.query(f"{comments_of(thread)}/{number}")
    except Missing:
        return None


def _place(act: Act) -> tuple[str, str]:
    found = place_of(act.subject_id)
    if found is None:
        raise NotDone(f"400: “{act.subject_id[:80]}” is not the URN of a comment")
    return found


def _above(act: Act) -> str:
    """The comment at the top that an answer goes under."""
    return act.parent_id if act.parent_id and act.parent_id != act.post_id else act.subject_id


def _settings(post: str) -> str:
    return f"/rest/socialMetadata/{quote(post, safe='')}"


def _state(verb: Verb) -> str:
    return CLOSED if verb is Verb.CLOSE else OPEN

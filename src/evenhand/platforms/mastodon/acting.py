"""What an account of ours does on its server: answer, report, block, and take back what it wrote itself."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, NotDone, Observed
from evenhand.platforms.mastodon.client import Client, Missing
from evenhand.platforms.mastodon.native import words

_NAMES_SOMEBODY = re.compile(r"(?<![\w/])@\w")
_REPLIES = (Verb.REPLY, Verb.PRIVATE_REPLY)


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    return Answer(_PERFORMS[act.verb](client, act))


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect. Raises: TryAgain, AccessRefused, NotDone."""
    match act.verb:
        case Verb.REPLY | Verb.PRIVATE_REPLY:
            came = set(standing(client, act)) - set(act.already)
            return Observed(bool(came), "the reply stands" if came else "no reply stands")
        case Verb.BLOCK | Verb.UNBLOCK:
            blocked = _is_blocked(client, act.subject_id)
            return Observed(blocked == (act.verb is Verb.BLOCK), f"they are {'' if blocked else 'not '}blocked")
        case Verb.DELETE:
            gone = _is_gone(client, act)
            return Observed(gone, "it is gone" if gone else "it stands there")
        case _:
            return Observed(False, "nobody can look whether this was done")


def standing(client: Client, act: Act) -> tuple[str, ...]:
    """Ids of what we answered there with these very words, as openly or as privately. Raises: TryAgain."""
    if act.verb not in _REPLIES:
        return ()
    try:
        _, below = client.context(act.subject_id)
    except Missing:
        return ()
    return tuple(fields.text(one, "id") for one in below if _is_ours(client, act, one))


def _is_ours(client: Client, act: Act, found: object) -> bool:
    private = fields.text(found, "visibility") == "direct"
    return (
        fields.text(found, "account", "id") == client.me
        and fields.text(found, "in_reply_to_id") == act.subject_id
        and private == (act.verb is Verb.PRIVATE_REPLY)
        and _one_line(act.text) in _one_line(words(found))
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _reply(client: Client, act: Act) -> str:
    """To whom it answers is named, or their server is never told of it. No more openly than they wrote themselves."""
    above = _standing_status(client, act)
    private = act.verb is Verb.PRIVATE_REPLY
    if private and _NAMES_SOMEBODY.search(act.text):
        raise NotDone("422: the words name an account, and whoever is named in a private mention can read it")
    name = f"@{fields.text(above, 'account', 'acct')}"
    found = client.change(
        "POST",
        "/api/v1/statuses",
        {
            "status": act.text if name in act.text else f"{name} {act.text}",
            "in_reply_to_id": act.subject_id,
            "visibility": "direct" if private else fields.text(above, "visibility") or "public",
        },
        key=act.key,
    )
    return f"200: {fields.text(found, 'url') or fields.text(found, 'id')}"


def _block(client: Client, act: Act) -> str:
    found = client.change("POST", f"/api/v1/accounts/{quote(act.subject_id, safe='')}/{act.verb.value}")
    return f"200: blocking is {found.get('blocking')}"


def _report(client: Client, act: Act) -> str:
    """To our own server's moderators; what we say of a resident goes to no other server."""
    author = fields.text(_standing_status(client, act), "account", "id")
    told = {"account_id": author, "status_ids": [act.subject_id], "comment": act.text, "forward": False}
    return f"200: report {fields.text(client.change('POST', '/api/v1/reports', told), 'id')}"


def _delete(client: Client, act: Act) -> str:
    if _is_gone(client, act):
        return "404: it is gone already"
    client.change("DELETE", f"/api/v1/statuses/{quote(act.subject_id, safe='')}")
    return "200: deleted"


def _is_gone(client: Client, act: Act) -> bool:
    """Of what we wrote ourselves, a 404 means that it is no more. Raises: NotDone, for what another wrote."""
    try:
        found = client.status(act.subject_id)
    except Missing:
        if act.author_id == act.account:
            return True
        raise
    if fields.text(found, "account", "id") != client.me:
        raise NotDone("403: only what the account wrote itself can be deleted by it")
    return False


_PERFORMS: Mapping[Verb, Callable[[Client, Act], str]] = {
    Verb.REPLY: _reply,
    Verb.PRIVATE_REPLY: _reply,
    Verb.BLOCK: _block,
    Verb.UNBLOCK: _block,
    Verb.REPORT: _report,
    Verb.DELETE: _delete,
}


def _standing_status(client: Client, act: Act) -> object:
    """The status that an act is about. Raises: NotDone."""
    return client.status(act.subject_id)


def _is_blocked(client: Client, account: str) -> bool:
    found = client.query("/api/v1/accounts/relationships", [("id[]", account)])
    return isinstance(found, list) and any(fields.at(one, "blocking") is True for one in found)

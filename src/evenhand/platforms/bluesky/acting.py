"""What an account of ours does on the network: hide, answer, block, report, close, and the way back."""

import re
from collections.abc import Callable, Iterator, Mapping

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.bluesky import gate
from evenhand.platforms.bluesky.client import Client, Record, Refusal
from evenhand.platforms.bluesky.names import BLOCK, POST, Uri, key_for, uri
from evenhand.platforms.contract import Act, Answer, NotDone, Observed

BLUESKY_LABELLER = "did:plc:ar7c4by46qjdydhdevvrndac"  # Source: docs.bsky.app, moderation
OTHER_REASON = "com.atproto.moderation.defs#reasonOther"
_LINK = re.compile(rb"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
MOST_BLOCK_PAGES = 100


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    return Answer(_PERFORMS[act.verb](client, act))


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect. Raises: TryAgain, AccessRefused, NotDone."""
    match act.verb:
        case Verb.HIDE | Verb.UNHIDE:
            return _seen_hidden(client, act)
        case Verb.CLOSE | Verb.REOPEN:
            post = _ours(client, _uri(act.subject_id))
            words = ("nobody may reply", "everybody may reply")
            seen = gate.observed(client, post, gate.is_closed, words)
            return Observed(seen.in_effect == (act.verb is Verb.CLOSE), seen.words)
        case Verb.REPLY:
            found = client.record(_own(client, POST, act))
            return Observed(found is not None, "the reply stands" if found else "no reply stands")
        case Verb.BLOCK | Verb.UNBLOCK:
            blocked = next(_blocks_of(client, act.subject_id), None) is not None
            return Observed(blocked == (act.verb is Verb.BLOCK), f"they are {'' if blocked else 'not '}blocked")
        case _:
            return Observed(False, "nobody can look whether this was done")


def _seen_hidden(client: Client, act: Act) -> Observed:
    root = _root(client, act, client.record(_uri(act.subject_id)))
    words = ("the reply is hidden", "the reply is shown")
    seen = gate.observed(client, root, lambda held: act.subject_id in gate.hidden_in(held), words)
    return Observed(seen.in_effect == (act.verb is Verb.HIDE), seen.words)


def _hide(client: Client, act: Act) -> str:
    return gate.change(client, _root(client, act, _standing(client, act)), gate.hiding(act.subject_id))


def _unhide(client: Client, act: Act) -> str:
    return gate.change(client, _root(client, act, _standing(client, act)), gate.showing(act.subject_id))


def _close(client: Client, act: Act) -> str:
    _standing(client, act)
    return gate.change(client, _ours(client, _uri(act.subject_id)), gate.closing)


def _reopen(client: Client, act: Act) -> str:
    _standing(client, act)
    return gate.change(client, _ours(client, _uri(act.subject_id)), gate.reopening)


def _reply(client: Client, act: Act) -> str:
    above = _standing(client, act)
    mine = _own(client, POST, act)
    if client.record(mine):
        return f"200: done before, {mine}"
    parent = {"uri": act.subject_id, "cid": above.cid}
    root = fields.at(above.value, "reply", "root")
    value = {
        "$type": POST, "text": act.text, "createdAt": client.now.isoformat(timespec="milliseconds"), "langs": ["en"],
        "reply": {"root": root if isinstance(root, dict) else parent, "parent": parent}, **_links(act.text),
    }  # fmt: skip
    return _once(client, mine, value)


def _block(client: Client, act: Act) -> str:
    if next(_blocks_of(client, act.subject_id), None):
        return "200: done before"
    made = client.now.isoformat(timespec="milliseconds")
    return _once(client, _own(client, BLOCK, act), {"$type": BLOCK, "subject": act.subject_id, "createdAt": made})


def _unblock(client: Client, act: Act) -> str:
    """Every block of theirs: one that somebody made by hand counts like ours."""
    for at in list(_blocks_of(client, act.subject_id)):
        place = {"repo": at.did, "collection": at.collection, "rkey": at.key}
        client.change("com.atproto.repo.deleteRecord", place)
    return "200: no block stands"


def _report(client: Client, act: Act) -> str:
    above = _standing(client, act)
    found = client.change(
        "com.atproto.moderation.createReport",
        {
            "reasonType": OTHER_REASON, "reason": act.text,
            "subject": {"$type": "com.atproto.repo.strongRef", "uri": act.subject_id, "cid": above.cid},
        },
        atproto_proxy=f"{client.labeller or BLUESKY_LABELLER}#atproto_labeler",
    )  # fmt: skip
    return f"200: report {fields.text(found, 'id')}"


_PERFORMS: Mapping[Verb, Callable[[Client, Act], str]] = {
    Verb.HIDE: _hide,
    Verb.UNHIDE: _unhide,
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
    Verb.REPLY: _reply,
    Verb.BLOCK: _block,
    Verb.UNBLOCK: _unblock,
    Verb.REPORT: _report,
}


def _once(client: Client, at: Uri, value: Mapping[str, object]) -> str:
    """Make a record under a key of our choice. That one stands there means that an earlier try made it."""
    try:
        client.put(at, value, None)
    except Refusal as refused:
        if refused.name != "InvalidSwap":
            raise
        return f"200: done before, {at}"
    return f"200: {at}"


def _standing(client: Client, act: Act) -> Record:
    """The comment or post that an act is about. Raises: NotDone where it is no more."""
    found = client.record(_uri(act.subject_id))
    if found is None:
        raise NotDone(f"404: there is no {act.verb.subject} {act.subject_id}")
    return found


def _root(client: Client, act: Act, reply: Record | None) -> Uri:
    """The post of ours under which a reply stands. Raises: NotDone where it is another's."""
    named = fields.text(reply.value, "reply", "root", "uri") if reply else ""
    return _ours(client, _uri(named or act.post_id))


def _ours(client: Client, post: Uri) -> Uri:
    if post.did != client.did:
        raise NotDone(f"403: {post} is not ours, and only whoever began a thread decides what is shown in it")
    return post


def _uri(words: str) -> Uri:
    found = uri(words)
    if found is None:
        raise NotDone(f"400: “{words[:80]}” is not the address of a record on this network")
    return found


def _own(client: Client, collection: str, act: Act) -> Uri:
    return Uri(client.did, collection, key_for(act.key, act.written_at))


def _blocks_of(client: Client, did: str) -> Iterator[Uri]:
    """Our records that block an account, from our own server: the network shows them a little later."""
    cursor = ""
    for _ in range(MOST_BLOCK_PAGES):
        more = {"cursor": cursor} if cursor else {}
        page = client.query("com.atproto.repo.listRecords", repo=client.did, collection=BLOCK, limit=100, **more)
        for found in fields.listed(page, "records"):
            if fields.text(found, "value", "subject") == did and (at := uri(fields.text(found, "uri"))):
                yield at
        cursor = fields.text(page, "cursor")
        if not cursor:
            return


def _links(text: str) -> dict[str, object]:
    """Addresses in our words become links; their places are counted in bytes."""
    found = [
        {
            "index": {"byteStart": link.start(), "byteEnd": link.end()},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link[0].decode()}],
        }
        for link in _LINK.finditer(text.encode())
    ]
    return {"facets": found} if found else {}

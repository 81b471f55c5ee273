"""What our user does on a site: hold, show, bin, answer, close, and the way back."""

import html
from collections.abc import Callable, Mapping

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, NotDone, Observed, TryAgain
from evenhand.platforms.wordpress.client import Client, Refusal

_SHOWN = "approved"
_ASKED_FOR = "id,post,status"
_MOST_PAGES = 20


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    return Answer(_PERFORMS[act.verb](client, act))


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect. Raises: TryAgain, AccessRefused, NotDone."""
    match act.verb:
        case Verb.HIDE | Verb.UNHIDE | Verb.DELETE:
            status = _status(client, act)
            return Observed(_is_as_asked(act.verb, status), f"the comment is {status or 'not there any more'}")
        case Verb.CLOSE | Verb.REOPEN:
            status = fields.text(_post(client, act)[1], "comment_status")
            return Observed((status == "closed") == (act.verb is Verb.CLOSE), f"comments are {status}")
        case Verb.REPLY:
            new = set(standing(client, act)) - set(act.already)
            return Observed(bool(new), "the answer stands" if new else "no answer stands")
        case _:
            return Observed(False, "nobody can look whether this was done")


def standing(client: Client, act: Act) -> tuple[str, ...]:
    """Answers of ours with the same words under the same comment. Raises: TryAgain, AccessRefused, NotDone."""
    found: list[str] = []
    asked: dict[str, str | int] = {"parent": act.subject_id, "author": client.me(), "status": "all", "per_page": 100}
    for number in range(1, _MOST_PAGES + 1):
        page = client.page("comments", {**asked, "page": number, "_fields": "id,content"})
        found += [fields.identity(row, "id") for row in page.rows if _says(row, act.text)]
        if number >= page.pages:
            return tuple(found)
    raise TryAgain(f"there are more than {_MOST_PAGES * 100:,} answers of ours under this comment")


def _says(row: object, text: str) -> bool:
    written = fields.text(row, "content", "raw") or fields.text(row, "content", "rendered")
    return fields.plain(written).split() == text.split()


def _hide(client: Client, act: Act) -> str:
    return _moved(client, act, "hold")


def _unhide(client: Client, act: Act) -> str:
    return _moved(client, act, _SHOWN)


def _moved(client: Client, act: Act, status: str) -> str:
    """WordPress answers 500 to a change that changes nothing, so it is looked at first."""
    now = _status(client, act)
    if not now:
        raise NotDone(f"404: there is no comment {act.subject_id}")
    if _is_as_asked(act.verb, now):
        return f"200: done before, the comment is {now}"
    return f"200: {fields.text(client.change(f'comments/{act.subject_id}', {'status': status}), 'status')}"


def _delete(client: Client, act: Act) -> str:
    """To the bin; where the site keeps none, for good."""
    if _is_as_asked(act.verb, _status(client, act)):
        return "200: done before"
    try:
        client.bin(act.subject_id)
    except Refusal as refused:
        if refused.code != "rest_trash_not_supported":
            raise
        client.bin(act.subject_id, for_good=True)
        return "200: deleted for good, since the site keeps no bin"
    return "200: in the bin"


def _reply(client: Client, act: Act) -> str:
    above = client.get(f"comments/{act.subject_id}", {"_fields": _ASKED_FOR})
    content = {
        "post": above.get("post"), "parent": above.get("id"), "status": _SHOWN,
        "content": html.escape(act.text, quote=False),
    }  # fmt: skip
    try:
        made = client.change("comments", content)
    except Refusal as refused:
        if refused.code == "comment_duplicate" and set(standing(client, act)) - set(act.already):
            return "409: done before"
        raise
    return f"201: comment {fields.identity(made, 'id')} is {fields.text(made, 'status')}"


def _close(client: Client, act: Act) -> str:
    return _switched(client, act, "closed")


def _reopen(client: Client, act: Act) -> str:
    return _switched(client, act, "open")


def _switched(client: Client, act: Act, status: str) -> str:
    route, _ = _post(client, act)
    return f"200: comments are {fields.text(client.change(route, {'comment_status': status}), 'comment_status')}"


_PERFORMS: Mapping[Verb, Callable[[Client, Act], str]] = {
    Verb.HIDE: _hide,
    Verb.UNHIDE: _unhide,
    Verb.DELETE: _delete,
    Verb.REPLY: _reply,
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
}


def _is_as_asked(verb: Verb, status: str) -> bool:
    """`status`: "" where there is no such comment."""
    return {
        Verb.HIDE: status not in ("", _SHOWN),
        Verb.UNHIDE: status == _SHOWN,
        Verb.DELETE: status in ("", "trash"),
    }[verb]


def _status(client: Client, act: Act) -> str:
    try:
        return fields.text(client.get(f"comments/{act.subject_id}", {"_fields": _ASKED_FOR}), "status")
    except Refusal as refused:
        if refused.status == 404:
            return ""
        raise


def _post(client: Client, act: Act) -> tuple[str, dict[str, object]]:
    """Where a post stands: what WordPress calls a page has another route. Raises: NotDone where it is neither."""
    for kind in ("posts", "pages"):
        try:
            route = f"{kind}/{act.subject_id}"
            return route, client.get(route, {"_fields": "id,comment_status"})
        except Refusal as refused:
            if refused.status != 404:
                raise
    raise NotDone(f"404: there is no post or page {act.subject_id}")

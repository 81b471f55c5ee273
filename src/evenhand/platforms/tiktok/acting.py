"""What a business account does on TikTok: hide, show again and answer. What TikTok says of it is read again."""

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, NotDone, Observed, Ref
from evenhand.platforms.tiktok.client import Client
from evenhand.platforms.tiktok.native import comments_in, is_hidden
from evenhand.platforms.tiktok.reading import listed, look_for


def perform(client: Client, act: Act) -> Answer:
    """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
    about = {"video_id": act.post_id, "comment_id": act.subject_id}
    if act.verb is Verb.REPLY:
        if look_for(client, _ref(act)) is None:
            raise NotDone(f"there is no comment {act.subject_id} under the video")
        made = client.change("/comment/reply/create/", {**about, "text": act.text})
        return Answer(f"0: comment {fields.text(made, 'comment_id')}")
    wanted = "HIDE" if act.verb is Verb.HIDE else "UNHIDE"
    client.change("/comment/hide/", {**about, "action": wanted})
    return Answer(f"0: {wanted}")


def observe(client: Client, act: Act) -> Observed:
    """Whether the act is in effect: an OK alone may mean nothing. Raises: TryAgain, AccessRefused, NotDone."""
    if act.verb is Verb.REPLY:
        came = set(standing(client, act)) - set(act.already)
        return Observed(bool(came), "the answer stands" if came else "no answer stands")
    found = look_for(client, _ref(act))
    if found is None:
        return Observed(False, "TikTok does not list the comment")
    hidden = is_hidden(found)
    return Observed(hidden == (act.verb is Verb.HIDE), f"the comment is {'hidden' if hidden else 'shown'}")


def standing(client: Client, act: Act) -> tuple[str, ...]:
    """Ids of what we answered there with these very words, among the newest. Raises: TryAgain, AccessRefused."""
    if act.verb is not Verb.REPLY:
        return ()
    above = _ref(act).parent_id or act.subject_id
    try:
        found = comments_in(listed(client, act.post_id, above, ""))
        ours = [one for one in found if one.get("owner") is True and fields.text(one, "text") == act.text]
    except NotDone:
        return ()
    return tuple(fields.text(one, "comment_id") for one in ours)


def _ref(act: Act) -> Ref:
    return Ref(act.subject_id, act.post_id, act.parent_id if act.parent_id != act.post_id else "")

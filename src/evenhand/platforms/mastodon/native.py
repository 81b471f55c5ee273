"""A status as Mastodon's interface gives it, and what it is to us. Source: docs.joinmastodon.org/entities/Status."""

from collections.abc import Iterator, Mapping

from evenhand.platforms import fields
from evenhand.platforms.contract import Incoming, NotReadable


def translate(native: Mapping[str, object]) -> Incoming:
    """A status; which post of ours it stands under, it does not say itself. Raises: NotReadable."""
    text, attached = words(native), _attached(native)
    if not text and not attached:
        raise NotReadable("neither words nor anything attached: there is nothing to look at")
    return Incoming(
        id=fields.identity(native, "id"),
        text=text,
        created_at=fields.when(native, "created_at"),
        edited_at=fields.instant(native, "edited_at"),
        payload=fields.payload(native),
        parent_id=fields.text(native, "in_reply_to_id"),
        url=fields.link(native, "url") or fields.link(native, "uri"),
        author_id=fields.identity(native, "account", "id"),
        author_handle=fields.text(native, "account", "acct"),
        author_name=fields.text(native, "account", "display_name"),
        author_url=fields.link(native, "account", "url"),
        attachments=attached,
    )


def words(native: object) -> str:
    """What a reader sees: the warning that stands above the words, and the words."""
    warning, content = fields.text(native, "spoiler_text").strip(), fields.plain(fields.text(native, "content"))
    return f"{warning}\n\n{content}".strip()


def comments_in(document: object) -> Iterator[Mapping[str, object]]:
    """Every status in an answer of /context (below the post), /notifications (mentions) or in a list of statuses.

    Raises: NotReadable.
    """
    if isinstance(document, Mapping) and "descendants" in document:
        found = fields.listed(document, "descendants")
    elif isinstance(document, list):
        found = [fields.at(one, "status") if fields.at(one, "type") == "mention" else one for one in document]
    else:
        raise NotReadable("neither a thread nor a list: export /context of a post, or /notifications")
    for one in found:
        if not isinstance(one, Mapping):
            raise NotReadable("a status is not a JSON object")
        if "content" in one:
            yield one


def _attached(native: Mapping[str, object]) -> tuple[str, ...]:
    media = [
        f"{fields.text(one, 'type')} {fields.link(one, 'url')}: {fields.text(one, 'description')}"
        for one in fields.listed(native, "media_attachments")
    ]
    poll = [f"choice: {fields.text(option, 'title')}" for option in fields.listed(native, "poll", "options")]
    return (*media, *poll)

"""What a capture consists of: each part's bytes, which parts are missing, and the manifest that seals them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from evenhand.core.chain import words
from evenhand.evidence import chromium
from evenhand.evidence.chromium import NoPicture, Picture
from evenhand.evidence.rendering import page, shortened
from evenhand.evidence.thread import Thread, instant, of_comment
from evenhand.intake.models import Revision
from evenhand.platforms import found

MANIFEST = "manifest"
MOST_SHOT = 60_000  # characters; they fill the highest picture, and a megabyte takes Chromium ten seconds
MEDIA = {
    "payload": "application/octet-stream",
    "record": "application/json",
    "thread": "application/json",
    "rendering": "text/html",
    "screenshot": "image/png",
    "permalink": "image/png",
    MANIFEST: "application/json",
}


@dataclass
class Contents:
    """Bytes by the name of their part; and what there should be and is not, with why."""

    parts: dict[str, bytes] = field(default_factory=dict)
    missing: list[dict[str, str]] = field(default_factory=list)

    def lack(self, part: str, why: object) -> None:
        """A part that there should be, and is not, or not whole."""
        self.missing.append({"part": part, "why": str(why)})


def of_revision(revision: Revision, at: datetime) -> Contents:
    """EVD-01: everything that is to be kept of one wording of a comment."""
    around, comment = of_comment(revision), revision.comment
    contents = Contents({"payload": bytes(revision.payload), "record": encoded(_record(revision, at))})
    contents.parts["thread"] = encoded(asdict(around))
    title = f"Comment {comment.native_id} on {comment.channel.title}"
    _render(contents, around, title, at)
    _shoot(contents, comment.url, comment.channel.platform)
    return contents


def manifest(contents: Contents, *, subject: str, at: datetime) -> bytes:
    """The hashes and sizes of all parts, as canonical JSON: what authorities stamp."""
    return encoded(
        {
            "capture": subject,
            "captured_at": instant(at),
            "parts": [described(name, content) for name, content in sorted(contents.parts.items())],
            "missing": contents.missing,
        }
    )


def described(name: str, content: bytes) -> dict[str, str | int]:
    """A part as the row of its capture names it."""
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def encoded(known: Mapping[str, object]) -> bytes:
    """JSON, the same for the same content; half a character is written as JSON escapes it."""
    return words(known).encode("utf-8", "backslashreplace")


def _render(contents: Contents, around: Thread, title: str, at: datetime) -> None:
    about = f"Drawn by Evenhand from what it held, {instant(at)}. Not the platform's own page. All times are UTC."
    html = page(around, title=title, about=about)
    contents.parts["rendering"] = html.encode()
    short = shortened(around, MOST_SHOT)
    try:
        _keep(contents, "screenshot", chromium.of_html(page(short, title=title, about=about)))
    except NoPicture as why:
        contents.lack("screenshot", why)


def _shoot(contents: Contents, url: str, platform: str) -> None:
    """The page as the public sees it, on platforms that say their pages may be shot."""
    hosts = found.manifest(platform).permalink_hosts if platform in found.names() else ()
    if not hosts:
        return
    if not url:
        contents.lack("permalink", "the platform gave no address of the comment")
        return
    try:
        _keep(contents, "permalink", chromium.of_page(url, hosts))
    except NoPicture as why:
        contents.lack("permalink", why)


def _keep(contents: Contents, part: str, picture: Picture) -> None:
    contents.parts[part] = picture.png
    if picture.cut:
        contents.lack(part, f"it shows the first {chromium.MOST_HEIGHT:,} pixels; the rest is in the other parts")


def _record(revision: Revision, at: datetime) -> dict[str, object]:
    comment = revision.comment
    return {
        "channel": comment.channel.name,
        "platform": comment.channel.platform,
        "account": comment.channel.account,
        "comment": comment.native_id,
        "url": comment.url,
        "post": comment.post.native_id if comment.post else None,
        "parent": comment.parent_native_id or None,
        "author": {"id": comment.author.native_id, "name": comment.author.name} if comment.author else None,
        "text": revision.text,
        "attachments": revision.attachments,
        "revision": revision.number,
        "state": comment.state,
        "created_at": instant(comment.created_at),
        "edited_at": instant(revision.edited_at) if revision.edited_at else None,
        "received_at": instant(revision.received_at),
        "captured_at": instant(at),
    }

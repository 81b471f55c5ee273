"""What a capture consists of: each part's bytes, which parts are missing, and the manifest that seals them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from evenhand.core.chain import words
from evenhand.evidence import chromium, records
from evenhand.evidence.chromium import NoPicture, Picture
from evenhand.evidence.rendering import page, shortened
from evenhand.evidence.thread import Thread, captured_of, instant, of_comment, under_post
from evenhand.intake.models import Author, Post, Revision
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
    contents = Contents({"payload": bytes(revision.payload), "record": encoded(records.of_comment(revision, at))})
    _draw(contents, around, f"Comment {comment.native_id} on {comment.channel.title}", at)
    _shoot(contents, comment.url, comment.channel.platform)
    return contents


def of_post(post: Post, at: datetime) -> Contents:
    """EVD-01: everything that is to be kept of a post and of what stands under it."""
    contents = Contents({"record": encoded(records.of_post(post, at))})
    _draw(contents, under_post(post), f"Post {post.native_id} on {post.channel.title}", at)
    _shoot(contents, post.url, post.channel.platform)
    return contents


def of_author(author: Author, at: datetime) -> Contents:
    """EVD-01: everything that is to be kept of an account."""
    contents = Contents({"record": encoded(records.of_author(author, at))})
    title = f"Account {author} ({author.native_id}) on {author.platform}"
    _draw(contents, captured_of(author), title, at)
    _shoot(contents, author.url, author.platform)
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


def _draw(contents: Contents, around: Thread, title: str, at: datetime) -> None:
    about = f"Drawn by Evenhand from what it held, {instant(at)}. Not the platform's own page. All times are UTC."
    contents.parts["thread"] = encoded(asdict(around))
    contents.parts["rendering"] = page(around, title=title, about=about).encode()
    short = page(shortened(around, MOST_SHOT), title=title, about=about)
    try:
        _keep(contents, "screenshot", chromium.of_html(short))
    except NoPicture as why:
        contents.lack("screenshot", why)


def _shoot(contents: Contents, url: str, platform: str) -> None:
    """The page as the public sees it, on platforms that say their pages may be shot."""
    hosts = found.manifest(platform).permalink_hosts if platform in found.names() else ()
    if not hosts:
        return
    if not url:
        contents.lack("permalink", "the platform gave no address of it")
        return
    try:
        _keep(contents, "permalink", chromium.of_page(url, hosts))
    except NoPicture as why:
        contents.lack("permalink", why)


def _keep(contents: Contents, part: str, picture: Picture) -> None:
    contents.parts[part] = picture.png
    if picture.cut:
        contents.lack(
            part, f"it shows {chromium.MOST_HEIGHT:,} pixels of a longer page; the words are in the other parts"
        )

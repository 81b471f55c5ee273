"""REC-01: whether what is kept outside fits the log."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from evenhand.audit.models import Anchor, Entry
from evenhand.audit.outlets import authority_of
from evenhand.core.anchors import read_line
from evenhand.core.chain import Break
from evenhand.core.refusals import Refused


def wrong_outside() -> Iterator[Break]:
    """What is kept outside and does not fit the log: tokens that prove nothing, lines of the file that are not in it.

    The anchors' own rows are checked while the log is walked over.
    """
    for anchored in Anchor.objects.filter(kind="time-stamp").order_by("number"):
        if wrong := _wrong_token(anchored):
            yield Break(anchored.number, wrong)
    if path := settings.EVENHAND_ANCHOR_FILE:
        yield from _wrong_lines(Path(path))


def _wrong_token(anchored: Anchor) -> str:
    from evenhand.timestamps import WrongStamp, verify

    try:
        verify(bytes(anchored.token), bytes(anchored.document), roots_of(anchored))
    except WrongStamp as wrong:
        return f"the time-stamp by {anchored.place} of {anchored.at:%Y-%m-%d %H:%M} UTC does not prove it: {wrong}"
    return ""


def roots_of(anchored: Anchor) -> bytes:
    """Those that are set up now, which nobody who owns the database owns; for an authority of the past, those kept."""
    words = settings.EVENHAND_ANCHOR_AUTHORITY
    if not words or (authority := authority_of(words)).place != anchored.place:
        return bytes(anchored.roots)
    try:
        return authority.roots.read_bytes()
    except OSError as error:
        raise Refused(
            tried=f"to check the time-stamps by {anchored.place}",
            forbids=f"its root certificates in {authority.roots} cannot be read: {error.strerror}",
            do="put the file back, or correct EVENHAND_ANCHOR_AUTHORITY",
            rule="REC-01",
        ) from None


def _wrong_lines(path: Path) -> Iterator[Break]:
    kept = Anchor.objects.filter(kind="file", place=str(path.absolute()))
    if not path.exists():
        if kept.exists():
            yield Break(0, f"the anchor file {path} is gone, and {kept.count()} anchors were written to it")
        return
    for place, text in enumerate(path.read_text(errors="replace").splitlines(), 1):
        anchored = read_line(text)
        if anchored is None:
            yield Break(0, f"line {place} of {path} is not an anchor")
        elif not Entry.objects.filter(number=anchored.number, hash=anchored.hash).exists():
            yield Break(anchored.number, f"entry {anchored.number} is not the one that line {place} of {path} holds")


def last_anchor() -> Anchor | None:
    """The newest, whatever its kind."""
    return Anchor.objects.order_by("-at").first()

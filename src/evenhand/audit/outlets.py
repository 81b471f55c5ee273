"""REC-01: the places outside of the database where the log's head can be kept."""

import os
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from evenhand.core.anchors import Anchored, line
from evenhand.core.refusals import Refused

ANSWERS_WITHIN_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came back: an authority's token, and the roots (PEM) that it was checked with. Other places give none."""

    token: bytes = b""
    roots: bytes = b""


class Outlet(Protocol):
    """Somewhere that who owns the database does not own."""

    @property
    def kind(self) -> str: ...
    @property
    def place(self) -> str: ...

    def keep(self, head: Anchored, document: bytes, at: datetime) -> Receipt:
        """`document` is a SHA-256. Raises: NotKept."""
        ...


class NotKept(Exception):
    """The place did not take it. Try again later."""


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """A line is appended: on write-once storage, or on another machine's."""

    path: Path
    kind: str = "file"

    @property
    def place(self) -> str:
        return str(self.path)

    def keep(self, head: Anchored, document: bytes, at: datetime) -> Receipt:
        words = line(head, _text(at)) + "\n"
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                os.write(descriptor, words.encode())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise NotKept(f"{self.path} could not be appended to: {error.strerror}") from None
        return Receipt()


@dataclass(frozen=True, slots=True)
class AnchorMail:
    """A line is sent, for instance to the auditors' mailbox."""

    place: str
    kind: str = "e-mail"

    def keep(self, head: Anchored, document: bytes, at: datetime) -> Receipt:
        body = (
            f"{line(head, _text(at))}\n\nThe audit log's last entry then, and its hash. Keep this message: whether the "
            f"log still holds it is checked with\n\n    evenhand audit verify --head {head.hash.hex()}\n"
        )
        if not settings.EMAIL_HOST:
            raise NotKept("no mail can be sent: EVENHAND_SMTP_URL is not set")
        try:
            EmailMessage(f"Audit log of Evenhand: entry {head.number}", body, to=[self.place]).send()
        except (OSError, smtplib.SMTPException) as error:
            raise NotKept(f"the mail to {self.place} was not taken: {error}") from None
        return Receipt()


@dataclass(frozen=True, slots=True)
class AnchorAuthority:
    """An RFC 3161 authority states when it saw the document's hash."""

    place: str  # its name
    url: str
    roots: Path
    kind: str = "time-stamp"

    def keep(self, head: Anchored, document: bytes, at: datetime) -> Receipt:
        from evenhand.timestamps import Authority, NoStamp, stamp  # loads an HTTP client, which few commands need

        try:
            authority = Authority(self.place, self.url, self.roots.read_bytes())
            return Receipt(stamp(document, authority, ANSWERS_WITHIN_SECONDS), authority.roots)
        except OSError as error:
            raise NotKept(f"the roots in {self.roots} cannot be read: {error.strerror}") from None
        except NoStamp as none:
            raise NotKept(str(none)) from None


def configured() -> list[Outlet]:
    """Every place that the settings name. Raises: Refused where one cannot be read."""
    outlets: list[Outlet] = []
    if authority := settings.EVENHAND_ANCHOR_AUTHORITY:
        outlets.append(authority_of(authority))
    if path := settings.EVENHAND_ANCHOR_FILE:
        outlets.append(AnchorFile(Path(path).absolute()))
    if address := settings.EVENHAND_ANCHOR_EMAIL:
        outlets.append(AnchorMail(address))
    return outlets


def authority_of(words: str) -> AnchorAuthority:
    """From `name=url|roots.pem`."""
    name, _, rest = words.partition("=")
    url, _, roots = rest.rpartition("|")
    if not name or not url.startswith(("http://", "https://")) or not roots:
        raise Refused(
            tried=f"to read EVENHAND_ANCHOR_AUTHORITY, “{words}”",
            forbids="it does not name an authority, its address and the file with its root certificates",
            do="write it as NAME=https://stamp.example/tsr|/etc/evenhand/roots.pem",
            rule="REC-01",
        )
    return AnchorAuthority(name.strip(), url.strip(), Path(roots.strip()))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")

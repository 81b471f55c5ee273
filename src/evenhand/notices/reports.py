"""MOD-05: what a letter that came back says, from its bytes alone: about which of ours it is, and whether it arrived.

Mail servers say it in three ways: delivery reports (RFC 3464), qmail's own form (QSBMF), and a header of Exim's. What
none of them says is for a person, as is an answer that somebody wrote.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32, default
from enum import StrEnum
from uuid import UUID

_UUID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_OURS = re.compile(rf"(?:message-id:\s*<|\+|envelope-id:\s*|in-reply-to:\s*<)({_UUID})(?=@|\s|$)", re.IGNORECASE)
_QMAIL = re.compile(r"^Hi\. This is the .*?\n\s*\n(<.*?)(?=\n\s*\n--- |\Z)", re.DOTALL)
LONGEST_WORDS = 500
LONGEST_QMAIL = 4_000
"""Characters of its form that are read; what is longer was not written by it."""


class Said(StrEnum):
    """What a letter says of one of ours."""

    FAILED = "not delivered"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AUTOMATIC = "an automatic answer"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Report:
    """`keys`: of our sendings that it names, the likeliest first. `words`: what it says, on one line."""

    said: Said
    keys: tuple[UUID, ...]
    words: str
    subject: str = ""
    sender: str = ""


def read(raw: bytes, recipient: str = "") -> Report:
    """Never fails: what cannot be read is unclear. `recipient`: to whom the mail server was to give it."""
    mail = message_from_bytes(raw, policy=compat32)
    text = _decoded(raw)
    said, words = _verdict(mail, text)
    subject, sender = _header(raw, "Subject"), _header(raw, "From")
    return Report(said, tuple(_keys(recipient, text)), _line(words), _line(subject), _line(sender))


def _keys(recipient: str, text: str) -> Iterator[UUID]:
    """Each once: the address that it came back to goes first, since no server leaves that out."""
    seen = set()
    for found in _OURS.finditer(f"{recipient}\n{text}"):
        key = UUID(found[1])
        if key not in seen:
            seen.add(key)
            yield key


def _verdict(mail: Message, text: str) -> tuple[Said, str]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and (told := _of_report(part)):
            return told
    if failed := mail.get("X-Failed-Recipients"):
        return Said.FAILED, f"could not be delivered to {failed}"
    body = _first_text(mail)
    if found := _QMAIL.match(body.lstrip()[:LONGEST_QMAIL]):
        return Said.FAILED, found[1]
    if str(mail.get("Auto-Submitted", "no")).strip().lower().startswith("auto-replied") or mail.get("X-Autoreply"):
        return Said.AUTOMATIC, str(mail.get("Subject", ""))
    return Said.UNCLEAR, body or text


_ACTIONS = {"failed": Said.FAILED, "delayed": Said.DELAYED, "delivered": Said.DELIVERED}


def _of_report(part: Message) -> tuple[Said, str] | None:
    """RFC 3464: fields of the message, then of each recipient. Ours have one; None where no action is named."""
    for block in _blocks(part):
        action = str(block.get("Action", "")).strip().lower()
        if action:
            status = str(block.get("Status", "")).strip()
            diagnosis = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
            return _ACTIONS.get(action, Said.UNCLEAR), f"{action} ({status}) {diagnosis}".replace(" ()", "").strip()
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """The parser makes a message of each; of a part that was encoded it makes one without fields."""
    payload = part.get_payload()
    blocks = [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    if any(block.keys() for block in blocks):
        yield from blocks
        return
    text = "".join(str(block.get_payload()) for block in blocks)
    if str(part.get("Content-Transfer-Encoding", "")).lower() == "base64":
        text = _from_base64(text)
    for block in re.split(r"\r?\n[ \t]*\r?\n", text.strip()):
        yield message_from_bytes(block.encode("utf-8", "replace"), policy=compat32)


def _from_base64(text: str) -> str:
    try:
        return b64decode(text).decode("utf-8", "replace")
    except ValueError:
        return text


def _first_text(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain" and not part.is_multipart():
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _decoded(raw: bytes) -> str:
    """All text there is, parts that were encoded too: the name of our letter may stand in any."""
    parts = [raw.decode("utf-8", "replace")]
    for part in message_from_bytes(raw, policy=compat32).walk():
        if not part.is_multipart() and part.get("Content-Transfer-Encoding", "").lower() in (
            "base64",
            "quoted-printable",
        ):
            payload = part.get_payload(decode=True)
            parts.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return "\n".join(parts)


def _header(raw: bytes, name: str) -> str:
    """As people read it; as it stands where it is broken."""
    try:
        return str(message_from_bytes(raw, policy=default).get(name, ""))
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):  # broken headers raise what they like
        return str(message_from_bytes(raw, policy=compat32).get(name, ""))


def _line(words: str) -> str:
    return " ".join(words.replace("\x00", "").split())[:LONGEST_WORDS]

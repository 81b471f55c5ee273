"""EVD-02: what one pack holds, as values. Nothing here reads a table, a file or a clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from evenhand.core import evidence_pack as rule

VERIFY_COMMAND = "sha256sum --check --strict manifest-sha256.txt"
EXHIBITS, CERTIFICATES = "data/exhibits", "data/certificates"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One part of one capture. `file`: its path in the archive; `part_of`: the capture, in words."""

    number: str  # EH-001
    file: str
    part: str
    part_of: str
    content: bytes
    captured_at: datetime

    @property
    def sha256(self) -> str:
        """Of the bytes, in small hexadecimal letters."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """An RFC 3161 time-stamp response over the bytes of one exhibit, and the certificates it is checked against."""

    file: str
    exhibit: str  # its number
    stamped_file: str
    token: bytes
    authority: str
    certificates_file: str
    certificates: bytes  # PEM


@dataclass(frozen=True, slots=True)
class AboutComment:
    """A comment as it was when the pack was made; `text` is the wording that was captured."""

    case: int
    native_id: str
    channel: str
    platform: str
    author: str
    author_id: str
    url: str
    posted_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a pack says. `wording` is the edition's; instants are in UTC."""

    reference: str
    body: str
    wording: str
    edition: str  # name, day and hash
    police_reference: str
    recipient: str
    statement: str
    statement_by: str
    made_at: datetime
    comments: tuple[AboutComment, ...]
    exhibits: tuple[Exhibit, ...]
    stamps: tuple[Stamp, ...]
    timeline: tuple[rule.Entry, ...]
    custody: tuple[rule.Entry, ...]

    @property
    def cover(self) -> str:
        """The words on the first page."""
        return f"Evidence pack {self.reference}. {self.body}. {self.wording[:1].upper()}{self.wording[1:]}."

    def checked(self, *, has_pdf: bool) -> rule.Pack:
        """As the rule takes it."""
        return rule.Pack(
            exhibits=tuple(rule.Exhibit(each.number, each.sha256, each.captured_at) for each in self.exhibits),
            timeline=self.timeline, custody=self.custody, statement=self.statement, statement_by=self.statement_by,
            cover=self.cover, verify=VERIFY_COMMAND, has_pdf=has_pdf,
        )  # fmt: skip


def said_at(at: datetime) -> str:
    """An instant as people read it in a pack: UTC, to the second, with the zone's name."""
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"


def written_at(at: datetime) -> str:
    """An instant for programs: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def exhibit_file(number: str, part: str, content: bytes) -> str:
    """Where an exhibit lies: its number, its part's name in plain letters, and an ending that fits its bytes."""
    plain = plain_name(part)
    ending = "" if "." in plain else f".{_ending(content)}"
    return f"{EXHIBITS}/{number}-{plain}{ending}"


def plain_name(name: str) -> str:
    """A name in letters that every file system takes."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "-" for letter in name)
    return plain.strip(".-")[:60] or "part"


def _ending(content: bytes) -> str:
    start = content.lstrip()[:15].lower()
    for ending, begins in (
        ("png", b"\x89png"),
        ("jpg", b"\xff\xd8\xff"),
        ("pdf", b"%pdf"),
        ("html", b"<!doctype html"),
    ):
        if start.startswith(begins):
            return ending
    if start[:1] in (b"{", b"["):
        return "json"
    return "txt" if _is_text(content) else "bin"


def _is_text(content: bytes) -> bool:
    try:
        return content.decode().isprintable() or b"\n" in content
    except UnicodeDecodeError:
        return False

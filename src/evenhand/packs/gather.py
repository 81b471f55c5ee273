"""EVD-02: the contents of a pack, gathered from the tables and from the store, where each byte is checked."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import count

from evenhand.core.evidence_pack import Entry
from evenhand.core.refusals import Refused
from evenhand.core.values import EvidencePack
from evenhand.decisions.queries import edition_on
from evenhand.evidence.models import Capture
from evenhand.evidence.parts import MANIFEST
from evenhand.evidence.storage import Damaged, read
from evenhand.intake.models import Comment, Revision
from evenhand.packs.contents import (
    CERTIFICATES,
    EXHIBITS,
    AboutComment,
    Contents,
    Exhibit,
    Stamp,
    exhibit_file,
    plain_name,
)
from evenhand.packs.models import Pack
from evenhand.packs.story import captured_by, named, timeline


def contents(pack: Pack, made_at: datetime) -> Contents:
    """What the pack would hold if it were made at that instant. Raises: Refused when a part is damaged."""
    captures = list(captures_of(pack))
    comments = list({capture.comment_id: of_comment(capture)[0] for capture in captures}.values())
    numbered = _exhibits(captures)
    exhibits = tuple(each for each, _ in numbered)
    return Contents(
        reference=pack.reference,
        body=pack.body.name,
        wording=wording_of(pack),
        edition=f"{pack.edition.name}, in force from {pack.edition.in_force_from:%-d %B %Y}, SHA-256 {pack.edition_id}",
        police_reference=pack.police_reference.strip(),
        recipient=pack.recipient.strip(),
        statement=pack.statement.strip(),
        statement_by=pack.signed.strip(),
        made_at=made_at,
        comments=tuple(_about(pack, capture) for capture in _last_of_each(captures)),
        exhibits=exhibits,
        stamps=tuple(_stamps(captures, numbered)),
        timeline=timeline(pack.body.slug, comments),
        custody=tuple(_custody(pack, captures, numbered, made_at)),
    )


def captures_of(pack: Pack) -> Iterator[Capture]:
    """The chosen captures, oldest first."""
    found = pack.captures.select_related(
        "revision", "comment__channel__body", "comment__author", "comment__post", "comment__case"
    )
    return found.order_by("captured_at", "pk").iterator()


def of_comment(capture: Capture) -> tuple[Comment, Revision]:
    """What a capture that goes into a pack is of: a wording of a comment, never an author or a post alone."""
    assert capture.comment is not None, "only captures of comments are offered"
    assert capture.revision is not None, "the database keeps both or neither"
    return capture.comment, capture.revision


def read_checked(sha256_hex: str) -> bytes:
    """Bytes from the store. Raises: Refused when they are gone or were changed; nothing is made of the rest."""
    try:
        return read(sha256_hex)
    except Damaged as damaged:
        raise Refused(
            tried="to read evidence from the store", forbids=str(damaged),
            do="tell whoever looks after Evenhand at once: the part must come back from a backup", rule="EVD-02",
        ) from damaged  # fmt: skip


def values_of(pack: Pack) -> EvidencePack:
    """What the edition says of packs, on the day the pack was begun."""
    return edition_on(pack.body, pack.begun_at.date()).value("EVD-02", EvidencePack)


def wording_of(pack: Pack) -> str:
    """The sentence that every pack carries."""
    return values_of(pack).wording


def _exhibits(captures: list[Capture]) -> list[tuple[Exhibit, int]]:
    """Each part of each capture with its number, and the id of its capture."""
    numbers = count(1)
    return [(_exhibit(capture, part, next(numbers)), capture.pk) for capture in captures for part in capture.parts]


def _exhibit(capture: Capture, part: dict[str, str], number: int) -> Exhibit:
    comment, revision = of_comment(capture)
    label, content = f"EH-{number:03}", read_checked(part["sha256"])
    return Exhibit(
        number=label, file=exhibit_file(label, part["name"], content), part=part["name"],
        part_of=f"the capture of comment {comment.native_id} on {comment.channel.title}, wording {revision.number}",
        content=content, captured_at=capture.captured_at,
    )  # fmt: skip


def _stamps(captures: list[Capture], numbered: list[tuple[Exhibit, int]]) -> Iterator[Stamp]:
    """What authorities answered over the manifest of each capture, in which the hashes of its other parts are."""
    manifests = {of: exhibit for exhibit, of in numbered if exhibit.part == MANIFEST}
    for capture in captures:
        for stamp in capture.stamps.order_by("authority"):
            over, roots, name = manifests[capture.pk], bytes(stamp.roots), plain_name(stamp.authority)
            yield Stamp(
                file=f"{EXHIBITS}/{over.number}-{name}.tsr", exhibit=over.number, stamped_file=over.file,
                token=bytes(stamp.token), authority=stamp.authority,
                certificates_file=f"{CERTIFICATES}/{name}-{sha256(roots).hexdigest()[:8]}.pem", certificates=roots,
            )  # fmt: skip


def _last_of_each(captures: list[Capture]) -> list[Capture]:
    return list({capture.comment_id: capture for capture in captures}.values())


def _about(pack: Pack, capture: Capture) -> AboutComment:
    comment, revision = of_comment(capture)
    return AboutComment(
        case=comment.case.pk,
        native_id=comment.native_id,
        channel=comment.channel.title,
        platform=comment.channel.platform,
        author=str(comment.author or "Unknown author"),
        author_id=comment.author.native_id if comment.author else "",
        url=comment.url,
        posted_at=comment.created_at,
        text=revision.text,
    )


def _custody(
    pack: Pack, captures: list[Capture], numbered: list[tuple[Exhibit, int]], made_at: datetime
) -> Iterator[Entry]:
    for capture in captures:
        own = [each.number for each, of in numbered if of == capture.pk]
        line = captured_by(pack.body.slug, of_comment(capture)[0].pk, capture.pk)
        who = named(line.by) if line else "Evenhand"
        yield Entry(capture.captured_at, who, f"captured {_range(own)} and kept them under their SHA-256")
    checked = f"read {_range([each.number for each, _ in numbered])} from the store, each with the SHA-256 listed"
    yield Entry(made_at, named(pack.by.email), f"{checked}, and put them into pack {pack.reference}")


def _range(numbers: list[str]) -> str:
    if not numbers:
        return "no exhibit"
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"

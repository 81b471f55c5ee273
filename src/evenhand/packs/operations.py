"""Drafting, sealing, handing out and handing over evidence packs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.core.evidence_pack import lacking
from evenhand.core.moderation import Objection
from evenhand.core.references import reference
from evenhand.core.refusals import Refused
from evenhand.decisions.operations import pin
from evenhand.decisions.queries import edition_on
from evenhand.evidence import operations as evidence
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.packs.archive import archive
from evenhand.packs.gather import contents, read_checked, values_of
from evenhand.packs.models import HandOver, Pack
from evenhand.packs.queries import is_there

RULE = "EVD-02"


class PackRefused(Refused):
    """A pack that may not be sealed as it stands, with every objection."""

    def __init__(self, found: Sequence[Objection]) -> None:
        self.objections = tuple(found)
        first = found[0]
        super().__init__(tried="to seal this evidence pack", forbids=first.wrong, do=first.do, rule=RULE)


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer wrote on the form of a pack."""

    statement: str
    signed: str
    recipient: str
    police_reference: str = ""


def begin(*, body: Body, case_id: int, by: Officer, at: datetime) -> Pack:
    """A draft about a case, with every capture there is of its comment. Raises: Case.DoesNotExist, Refused."""
    require(by, body, Permission.EXPORT_EVIDENCE)
    with audit.one_transaction():
        case = Case.objects.select_related("comment").get(pk=case_id, body=body)
        edition = edition_on(body, at.date())
        pin(edition=edition, body=body, at=at)
        pack = Pack.objects.create(
            body=body,
            reference=reference(secrets.randbelow, prefix="EP"),
            edition_id=edition.sha256,
            by=by,
            begun_at=at,
        )
        pack.cases.set([case])
        pack.captures.set([held for held in Capture.objects.filter(comment=case.comment) if is_there(held)])
        audit.record(
            body=body.slug, at=at, by=by.email, action="packs.begin", subject=_subject(pack), cases=[case.pk]
        )  # fmt: skip
    return pack


def capture_now(*, pack: Pack, case_id: int, by: Officer, at: datetime) -> Capture:
    """EVD-01: capture a comment as it is now, though nothing is to be done to it yet, and put it into the draft."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    case = Case.objects.select_related("comment__channel__body").get(pk=case_id, body=pack.body)
    revision = case.comment.revisions.select_related("comment__channel__body").get(number=case.comment.revision)
    captured = evidence.capture(revision=revision, by=by.email, at=at)
    with audit.one_transaction():
        draft = _draft(pack.pk, pack.body, "to add to a pack")
        draft.cases.add(case)
        draft.captures.add(captured)
        _changed(draft, by, at)
    return captured


def write(*, pack: Pack, written: Written, captures: Sequence[int], by: Officer, at: datetime) -> Pack:
    """Change a draft: its words, and which captures go in. Raises: Refused for captures of several authors."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    with audit.one_transaction():
        draft = _draft(pack.pk, pack.body, "to change a pack")
        chosen = Capture.objects.filter(pk__in=captures, comment__channel__body=draft.body)
        _check_one_author(chosen)
        draft.statement, draft.signed = written.statement.strip(), written.signed.strip()
        draft.recipient, draft.police_reference = written.recipient.strip(), written.police_reference.strip()
        draft.by = by
        draft.save()
        draft.captures.set(chosen)
        draft.cases.set(Case.objects.filter(comment__capture__in=chosen) if chosen else draft.cases.all())
        _changed(draft, by, at)
    return draft


def _check_one_author(chosen: QuerySet[Capture]) -> None:
    authors = set(chosen.values_list("comment__author", flat=True))
    if len(authors) > 1:
        raise Refused(
            tried="to put comments of several authors into one pack", forbids="a pack is about one author",
            do="make a pack for each", rule=RULE,
        )  # fmt: skip


def objections(*, pack: Pack, by: Officer, at: datetime) -> tuple[Objection, ...]:
    """EVD-02: everything that keeps a pack from being sealed by this officer now."""
    found = [*lacking(contents(pack, at).checked(has_pdf=True), values_of(pack))]
    if not pack.recipient.strip():
        found.append(Objection("recipient", RULE, "it does not say for whom it is", "name the police force or unit"))
    if pack.signed.strip() and _plain(pack.signed) != _plain(by.name):
        wrong = f"it is signed “{pack.signed}”, and you are {by.name}"
        found.append(Objection("signed", RULE, wrong, "whoever seals it signs with their own name"))
    return tuple(found)


def seal(*, pack: Pack, by: Officer, at: datetime) -> Pack:
    """Make the archive, once and for all. Raises: PackRefused, Refused."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    with audit.one_transaction():
        draft = _draft(pack.pk, pack.body, "to seal a pack")
        draft.by = by
        if found := objections(pack=draft, by=by, at=at):
            raise PackRefused(found)
        made = contents(draft, at)
        content = archive(made)
        draft.sealed_at, draft.sha256, draft.bytes = at, storage.store(content), len(content)
        draft.save()
        audit.record(
            body=draft.body.slug, at=at, by=by.email, action="packs.seal", subject=_subject(draft),
            sha256=draft.sha256, bytes=draft.bytes, exhibits={each.number: each.sha256 for each in made.exhibits},
        )  # fmt: skip
        _note_on_comments(draft, "packs.include", by, at)
    return draft


def look(*, pack: Pack, by: Officer, at: datetime) -> None:
    """REC-01: somebody opened a pack."""
    with audit.one_transaction():
        audit.record(body=pack.body.slug, at=at, by=by.email, action="packs.look", subject=_subject(pack))


def hand_out(*, pack: Pack, reason: str, by: Officer, at: datetime) -> bytes:
    """The archive's bytes, checked, for a named purpose. Raises: Refused."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    _check_sealed(pack, "to download a pack")
    if not reason.strip():
        raise Refused(
            tried="to download a pack without saying what for", forbids="every copy of evidence is accounted for",
            do="write what the copy is for", rule=RULE,
        )  # fmt: skip
    content = read_checked(pack.sha256)
    with audit.one_transaction():
        audit.record(
            body=pack.body.slug, at=at, by=by.email, action="packs.download", subject=_subject(pack),
            reason=reason.strip(), sha256=pack.sha256,
        )  # fmt: skip
    return content


def hand_over(
    *, pack: Pack, to: str, how: str, note: str, handed_at: datetime, reference: str = "", by: Officer, at: datetime
) -> HandOver:
    """EVD-02: record that a pack was given to somebody. Raises: Refused before it is sealed, or for a later time."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    _check_sealed(pack, "to hand a pack over")
    assert pack.sealed_at is not None
    if not pack.sealed_at.replace(second=0, microsecond=0) <= handed_at <= at:
        raise Refused(
            tried="to record a hand-over", forbids="its time is before the pack was sealed, or not yet come",
            do="write when it was given", rule=RULE,
        )  # fmt: skip
    with audit.one_transaction():
        given = HandOver.objects.create(
            pack=pack, to=to.strip(), how=how.strip(), reference=reference.strip(), note=note.strip(), at=handed_at,
            by=by, recorded_at=at,
        )  # fmt: skip
        audit.record(
            body=pack.body.slug, at=at, by=by.email, action="packs.hand_over", subject=_subject(pack),
            to=given.to, how=given.how, reference=given.reference, handed_at=audit.as_text(handed_at),
            sha256=pack.sha256,
        )  # fmt: skip
        _note_on_comments(pack, "packs.hand_over", by, at)
    return given


def discard(*, pack: Pack, by: Officer, at: datetime) -> None:
    """Throw a draft away. Raises: Refused for a sealed one."""
    require(by, pack.body, Permission.EXPORT_EVIDENCE)
    with audit.one_transaction():
        draft = _draft(pack.pk, pack.body, "to throw a pack away")
        audit.record(body=draft.body.slug, at=at, by=by.email, action="packs.discard", subject=_subject(draft))
        draft.delete()


def _draft(pack_id: int, body: Body, tried: str) -> Pack:
    found = Pack.objects.select_for_update(of=("self",)).select_related("body", "edition", "by")
    pack = found.get(pk=pack_id, body=body)
    if pack.sealed_at:
        raise Refused(
            tried=tried, forbids=f"it was sealed on {pack.sealed_at:%-d %B %Y at %H:%M} UTC",
            do="make another pack", rule=RULE,
        )  # fmt: skip
    return pack


def _check_sealed(pack: Pack, tried: str) -> None:
    if not pack.sealed_at:
        raise Refused(tried=tried, forbids="it is a draft", do="seal it first", rule=RULE)


def _changed(pack: Pack, by: Officer, at: datetime) -> None:
    audit.record(
        body=pack.body.slug, at=at, by=by.email, action="packs.write", subject=_subject(pack),
        captures=sorted(pack.captures.values_list("pk", flat=True)),
    )  # fmt: skip


def _note_on_comments(pack: Pack, action: str, by: Officer, at: datetime) -> None:
    for comment in sorted(set(pack.captures.values_list("comment_id", flat=True))):
        audit.record(
            body=pack.body.slug, at=at, by=by.email, action=action, subject=f"comment {comment}", pack=pack.reference
        )  # fmt: skip


def _subject(pack: Pack) -> str:
    return f"pack {pack.reference}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

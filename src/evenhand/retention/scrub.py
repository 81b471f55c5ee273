"""REC-02: how words leave each table. Rows stay, with ids, hashes, days, grounds and outcomes: figures survive."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from evenhand.actions.models import Action
from evenhand.cases.models import Case, LetIn, ProposalMade
from evenhand.closures.models import RelatedCase
from evenhand.core.lifecycle import FINAL
from evenhand.decisions.models import Decision, Reversal, SecondOpinion
from evenhand.evidence.models import Capture
from evenhand.intake import sketching
from evenhand.intake.models import Author, Comment, Revision
from evenhand.likeness import operations as likeness
from evenhand.notices.models import Notice
from evenhand.opinions.models import Opinion
from evenhand.packs.models import Pack
from evenhand.people.models import AliasLink, Block, ManagedEntry, WarningGiven
from evenhand.retention.due import Item
from evenhand.retention.models import LegalHold, Purged
from evenhand.retention.scrub_of_people import PEOPLE
from evenhand.retention.wordless import notices, over, over_lists, receipts, wordless
from evenhand.watch.models import Alert, AlertStep

WROTE = ("comment", "case")  # the words of a comment without a case go as such, of one with a case with it


def scrub(found: list[Item], marker: str) -> None:
    """Take the words out of these records, inside the transaction of a batch. `marker` stands in their place."""
    of_source: dict[str, list[int]] = {}
    for item in found:
        of_source.setdefault(item.source, []).append(item.pk)
    for source, pks in of_source.items():
        _SCRUB[source](pks, marker)
    _authors({pk for item in found for pk in item.authors})


def files_of(found: Iterable[Item]) -> list[str]:
    """Hashes of the bytes that these records have on disk."""
    found = list(found)
    captures = Capture.objects.filter(pk__in=[item.pk for item in found if item.source == "capture"])
    packs = Pack.objects.filter(pk__in=[item.pk for item in found if item.source == "pack"])
    parts = [part["sha256"] for capture in captures for part in capture.parts]
    return sorted({*parts, *packs.values_list("sha256", flat=True)})


def _comments(pks: list[int], marker: str) -> None:
    Revision.objects.filter(comment__in=pks).update(text=marker, attachments=[], payload=b"")
    Comment.objects.filter(pk__in=pks).update(url="", fingerprint=0)
    sketching.forget(pks)
    likeness.forget(pks)
    proposals = list(ProposalMade.objects.filter(revision__comment__in=pks))
    for made in proposals:
        made.reasons, made.signals = wordless(made.reasons), wordless(made.signals)
    ProposalMade.objects.bulk_update(proposals, ["reasons", "signals"], batch_size=500)
    over(
        Opinion.objects.filter(proposal__in=[made.pk for made in proposals]),
        marker,
        "sent",
        "answer",
        "reason",
        "quote",
    )


def _cases(pks: list[int], marker: str) -> None:
    _comments(list(Case.objects.filter(pk__in=pks).values_list("comment_id", flat=True)), marker)
    over(LetIn.objects.filter(case__in=pks), marker, "why")
    over(RelatedCase.objects.filter(case__in=pks), marker, "because")
    alerts = Alert.objects.filter(about__in=[f"case {pk}" for pk in pks])
    over(AlertStep.objects.filter(alert__in=alerts.values("pk")), marker, "because")
    over_lists(alerts, marker, "because")


def _decisions(pks: list[int], marker: str) -> None:
    decisions = Decision.objects.filter(pk__in=pks)
    over(decisions, marker, "reason", "statement", "reply", "unsafe")
    for decision in decisions:
        Decision.objects.filter(pk=decision.pk).update(facts=wordless(decision.facts))
    over(SecondOpinion.objects.filter(decision__in=pks), marker, "reason")
    over(Reversal.objects.filter(decision__in=pks), marker, "reason")
    over(Action.objects.filter(decision__in=pks), marker, "text")
    receipts(Action.objects.filter(decision__in=pks), marker)
    notices(Notice.objects.filter(about__in=[f"decision {pk}" for pk in pks]), marker)


def _captures(pks: list[int], marker: str) -> None:
    """The bytes go off the disk after the batch; an account's block left its platform's answers."""
    of_accounts = Action.objects.filter(capture__in=pks, comment=None)
    over(of_accounts, marker, "text")
    receipts(of_accounts, marker)


def _packs(pks: list[int], marker: str) -> None:
    over(Pack.objects.filter(pk__in=pks), marker, "statement")


_SCRUB: Mapping[str, Callable[[list[int], str], None]] = {
    "pack": _packs,
    "capture": _captures,
    "decision": _decisions,
    "case": _cases,
    "comment": _comments,
    **PEOPLE,
}


def _authors(pks: Iterable[int]) -> None:
    """Who has no words left here has no name left either, unless another room still names them."""
    for author in Author.objects.filter(pk__in=set(pks)).exclude(native_id__startswith="purged-"):
        if _has_words(author) or _is_named_elsewhere(author):
            continue
        author.native_id, author.handle, author.name, author.url = f"purged-{author.pk}", "", "", ""
        author.save()


def _has_words(author: Author) -> bool:
    gone = Purged.objects.filter(comment=OuterRef("pk"), source__in=WROTE, upto__gte=OuterRef("revision"))
    return Comment.objects.filter(~Exists(gone), author=author).exists()


def _is_named_elsewhere(author: Author) -> bool:
    """A block, an entry of a list or a hold needs to know whom it is about, until its own words are gone."""
    named: list[QuerySet[Any]] = [
        _kept("block", Block.objects.filter(author=author)),
        _kept("entry", ManagedEntry.objects.filter(author=author)),
        _kept("warning", WarningGiven.objects.filter(author=author)),
        _kept("link", AliasLink.objects.filter(Q(one=author) | Q(other=author))),
        _kept("capture", Capture.objects.filter(author=author)),
        LegalHold.objects.filter(author=author, lifted=None),
        Notice.objects.filter(author=author),
        Action.objects.filter(author=author).exclude(state__in=[state.value for state in FINAL]),
    ]
    return any(rows.exists() for rows in named)


def _kept(source: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(~Exists(Purged.objects.filter(source=source, record=OuterRef("pk"))))


def still_used(sha256s: list[str]) -> set[str]:
    """Which of these bytes another capture or pack, not purged, still has."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL_USED, [sha256s])
        return {row[0] for row in cursor.fetchall()}


def purged_captures(sha256: str) -> list[int]:
    """The captures that had these bytes and have been purged."""
    had = Capture.objects.filter(parts__contains=[{"sha256": sha256}])
    gone = Purged.objects.filter(source="capture", record=OuterRef("pk"))
    return list(had.filter(Exists(gone)).values_list("pk", flat=True))


_STILL_USED = """
select wanted.sha256 from unnest(%s::text[]) as wanted(sha256) where exists (
    select 1 from evidence_capture capture
    where capture.parts @> jsonb_build_array(jsonb_build_object('sha256', wanted.sha256))
    and not exists (select 1 from retention_purged gone where gone.source = 'capture' and gone.record = capture.id)
) or exists (
    select 1 from packs_pack pack where pack.sha256 = wanted.sha256
    and not exists (select 1 from retention_purged gone where gone.source = 'pack' and gone.record = pack.id)
)
"""

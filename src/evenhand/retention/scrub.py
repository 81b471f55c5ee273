"""REC-02: how words leave each table. Rows stay, with ids, hashes, days, grounds and outcomes: figures survive."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from evenhand.actions.models import Action, Receipt
from evenhand.cases.models import Case, ProposalMade
from evenhand.decisions.models import Decision, Reversal, SecondOpinion
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Comment, Revision
from evenhand.notices.models import Notice
from evenhand.packs.models import Pack
from evenhand.retention.due import Item
from evenhand.retention.models import Purged

WROTE = ("comment", "case")  # the words of a comment without a case go as such, of one with a case with it


def scrub(found: list[Item], marker: str) -> None:
    """Take the words out of these records, inside the transaction of a batch. `marker` stands in their place."""
    comments = [pk for item in found if item.source in WROTE for pk in item.comments]
    _comments(comments, marker)
    _decisions([item.pk for item in found if item.source == "decision"], marker)
    Pack.objects.filter(pk__in=[item.pk for item in found if item.source == "pack"]).update(statement=marker)
    _authors(comments)


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
    proposals = list(ProposalMade.objects.filter(revision__comment__in=pks))
    for made in proposals:
        made.reasons, made.signals = _wordless(made.reasons), _wordless(made.signals)
    ProposalMade.objects.bulk_update(proposals, ["reasons", "signals"], batch_size=500)


def _decisions(pks: list[int], marker: str) -> None:
    decisions = Decision.objects.filter(pk__in=pks)
    decisions.exclude(reason="").update(reason=marker)
    decisions.exclude(statement="").update(statement=marker)
    decisions.exclude(reply="").update(reply=marker)
    for decision in decisions:
        Decision.objects.filter(pk=decision.pk).update(facts=_wordless(decision.facts))
    SecondOpinion.objects.filter(decision__in=pks).exclude(reason="").update(reason=marker)
    Reversal.objects.filter(decision__in=pks).update(reason=marker)
    Action.objects.filter(decision__in=pks).exclude(text="").update(text=marker)
    Receipt.objects.filter(action__decision__in=pks).exclude(answer="").update(answer=marker)
    told = Notice.objects.filter(about__in=[f"decision {pk}" for pk in pks])
    told.exclude(paragraphs=[]).update(paragraphs=[marker])
    told.update(author=None, name="", email="")


def _wordless(said: Any) -> Any:
    """The same structure without the author's own words: what was found and under which rule stays."""
    if isinstance(said, dict):
        return {key: [] if key in ("words", "findings") else _wordless(value) for key, value in said.items()}
    return [_wordless(each) for each in said] if isinstance(said, list) else said


def _authors(comments: list[int]) -> None:
    """Who has no words left here has no name left either, unless another room still names them."""
    wrote = Author.objects.filter(comment__in=comments).distinct()
    for author in wrote:
        if _has_words(author) or _is_named_elsewhere(author):
            continue
        author.native_id, author.handle, author.name, author.url = f"purged-{author.pk}", "", "", ""
        author.save()


def _has_words(author: Author) -> bool:
    gone = Purged.objects.filter(comment=OuterRef("pk"), source__in=WROTE, upto__gte=OuterRef("revision"))
    return Comment.objects.filter(~Exists(gone), author=author).exists()


def _is_named_elsewhere(author: Author) -> bool:
    """A block, an entry of a list or a hold needs to know whom it is about."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: author}).exists()
        for relation in Author._meta.related_objects
        if relation.related_model not in (Comment, Case)
    )


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

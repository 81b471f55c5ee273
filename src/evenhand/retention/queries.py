"""What is kept, held and gone, of one body."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from evenhand.core.edition import Edition
from evenhand.core.retention import months
from evenhand.core.values import RecordClass
from evenhand.decisions.queries import edition_on
from evenhand.intake.models import Comment
from evenhand.officers.models import Body
from evenhand.retention.models import SOURCES, LegalHold, Purge, Purged
from evenhand.retention.operations import due, standing

SHOWN = 20


@dataclass(frozen=True, slots=True)
class DueLine:
    """What would go of one source: how many, the oldest few by id, and why."""

    source: str
    kind: RecordClass
    count: int
    examples: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a purge would take on a day; `held`: how many records a legal hold keeps beyond their time."""

    on: date
    lines: tuple[DueLine, ...]
    months: tuple[tuple[RecordClass, int], ...]

    @property
    def total(self) -> int:
        """Of all records."""
        return sum(line.count for line in self.lines)


def preview(body: Body, on: date) -> Preview:
    """REC-02: what would go, why, and counts. Nothing is changed."""
    edition = edition_on(body, on)
    lines = (line for source in SOURCES for line in _lines(body, edition, source, on))
    return Preview(on, tuple(lines), tuple((kind, months(edition, kind)) for kind in RecordClass))


def _lines(body: Body, edition: Edition, source: str, on: date) -> list[DueLine]:
    counted: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    kinds: dict[str, RecordClass] = {}
    for item in due(body, edition, source, on):
        why = _why(edition, item.record.kind, item.record.actioned)
        counted[why] += 1
        kinds[why] = item.record.kind
        if len(examples.setdefault(why, [])) < SHOWN:
            examples[why].append(item.record.id)
    return [DueLine(source, kinds[why], number, tuple(examples[why]), why) for why, number in sorted(counted.items())]


def _why(edition: Edition, kind: RecordClass, actioned: bool) -> str:
    if kind is RecordClass.EVIDENCE and not actioned:
        return "nothing was done about the comment: evidence is not kept (EVD-03)"
    rule = "EVD-03" if kind is RecordClass.EVIDENCE else "REC-02"
    kept_for = months(edition, kind)
    return f"last needed more than {kept_for} month{'' if kept_for == 1 else 's'} ago ({rule})"


def holds_on(body: Body, comment: Comment, on: date) -> list[LegalHold]:
    """Holds that stand on a comment, or on its author."""
    about = Q(comment=comment) | Q(author=comment.author_id, author__isnull=False)
    found = LegalHold.objects.filter(about, body=body).select_related("by", "author", "lifted")
    return [row for row in found.order_by("pk") if standing(row, on)]


def holds_of(body: Body) -> list[LegalHold]:
    """Every hold of a body, newest first, lifted ones too."""
    found = LegalHold.objects.filter(body=body).select_related("by", "author", "comment__case", "lifted__by")
    return list(found.order_by("-pk"))


def purges_of(body: Body, count: int = 50) -> list[Purge]:
    """Certificates, and the purge that has not ended, newest first."""
    return list(Purge.objects.filter(body=body).select_related("by", "edition").order_by("-pk")[:count])


def purged_about(body: Body, comment_id: int) -> list[Purged]:
    """What is gone of a comment, oldest first."""
    found = Purged.objects.filter(batch__purge__body=body, comment=comment_id)
    return list(found.select_related("batch__purge").order_by("pk"))


def purged_pack(body: Body, pack_id: int) -> Purged | None:
    """That a pack is gone; None while it is there."""
    found = Purged.objects.filter(batch__purge__body=body, source="pack", record=pack_id)
    return found.select_related("batch__purge").first()


def gone_so_far(purge: Purge) -> int:
    """How many records a purge has taken."""
    return Purged.objects.filter(batch__purge=purge).count()

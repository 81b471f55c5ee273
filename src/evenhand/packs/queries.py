"""Packs of one body, and who has had each."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from evenhand.audit.queries import about
from evenhand.cases.models import Case
from evenhand.core.evidence_pack import Entry
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.officers.models import Body
from evenhand.packs.gather import read_checked
from evenhand.packs.models import HandOver, Pack
from evenhand.packs.story import named
from evenhand.referrals.models import Referral, Step


def packs_of(body: Body) -> QuerySet[Pack]:
    """A body's packs, newest first."""
    return Pack.objects.filter(body=body).select_related("body", "by", "edition").order_by("-begun_at", "-pk")


def get(body: Body, pack_id: int) -> Pack:
    """Raises: Pack.DoesNotExist, for another body's too."""
    return packs_of(body).get(pk=pack_id)


def about_case(body: Body, case_id: int) -> list[Pack]:
    """The packs that a case is in, newest first."""
    return list(packs_of(body).filter(cases=case_id))


def to_choose_from(pack: Pack) -> list[Capture]:
    """The captures that may go into a pack: of its cases' comments, and of its author's others. Oldest first."""
    cases = Case.objects.filter(packs=pack)
    authors = cases.filter(author__isnull=False).values("author_id")
    others = Case.objects.filter(body=pack.body, author_id__in=authors, restricted=False)  # REF-02
    same_author = others | cases
    comments = same_author.values("comment_id")
    found = Capture.objects.filter(comment_id__in=comments).select_related(
        "comment__channel", "comment__case", "revision"
    )
    return [capture for capture in found.order_by("captured_at", "pk") if is_there(capture)]


def is_there(capture: Capture) -> bool:
    """Whether its bytes are on disk: retention may have taken them."""
    return all(storage.has(part["sha256"]) for part in capture.parts)


def sealed_page(pack: Pack) -> bytes:
    """The page as it is inside the archive of a sealed pack. Raises: Refused when the archive is gone."""
    with zipfile.ZipFile(io.BytesIO(read_checked(pack.sha256))) as archive:
        return archive.read(f"{pack.reference}/data/statement.html")


def with_referral(referral: Referral) -> list[Pack]:
    """REF-03: the packs that go with a referral, newest first, each with its hand-overs."""
    found = packs_of(referral.body).filter(attached__referral=referral)
    return list(found.prefetch_related(Prefetch("hand_overs", HandOver.objects.order_by("at"))))


def referrals_of(pack: Pack) -> list[Referral]:
    """REF-03: the referrals that a pack goes with, each with its steps, oldest first."""
    found = Referral.objects.filter(attached__pack=pack).order_by("pk")
    return list(found.prefetch_related(Prefetch("steps", Step.objects.select_related("by").order_by("at", "pk"))))


def without_capture(pack: Pack) -> list[Case]:
    """Its cases whose present wording nobody has captured."""
    captured: set[tuple[int, int]] = set(
        Capture.objects.filter(comment__case__packs=pack).values_list("comment_id", "revision__number")
    )
    cases = Case.objects.filter(packs=pack).select_related("comment")
    return [case for case in cases if (case.comment_id, case.comment.revision) not in captured]


_SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "packs.seal": lambda d: f"sealed the pack; SHA-256 {d['sha256']}",
    "packs.look": lambda d: "opened it",
    "packs.download": lambda d: f"downloaded it: {d['reason']}",
    "packs.attach": lambda d: f"put it with referral {d['referral']} to the police",
    "packs.hand_over": lambda d: (
        f"handed it to {d['to']}, {d['how']}, on {_said(d['handed_at'])}{_under(d.get('reference', ''))}"
    ),
}


def custody(pack: Pack) -> Sequence[Entry]:
    """Who has had a pack since it was sealed, oldest first."""
    lines = about(pack.body.slug, f"pack {pack.reference}")
    return [
        Entry(line.at, named(line.by), _SAID[line.action](json.loads(line.detail)))
        for line in lines
        if line.action in _SAID
    ]


def _said(at: str) -> str:
    return f"{datetime.fromisoformat(at):%-d %B %Y at %H:%M} UTC"


def _under(reference: str) -> str:
    return f", under their reference {reference}" if reference else ""

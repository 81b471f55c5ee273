"""CON-05: the earlier comments that a case's comment resembles, as its page shows them."""

from typing import Any

from django.urls import reverse

from evenhand.cases.models import Case
from evenhand.cases.sight import restricted_comments
from evenhand.console.sparing import blurred
from evenhand.intake.resembling import Copy, copies_of
from evenhand.people.persons import together

MOST = 5


def copies(case: Case) -> list[dict[str, Any]]:
    """Most alike first. Those of restricted cases are left out (REF-02)."""
    body = case.body
    unseen = restricted_comments(body)
    found = [copy for copy in copies_of(body, case.comment_id, together(body)) if copy.comment_id not in unseen][:MOST]
    cases = Case.objects.filter(body=body, comment_id__in=[copy.comment_id for copy in found])
    by_comment = {each.comment_id: each for each in cases}
    veiled = blurred(body)
    return [_shown(copy, by_comment.get(copy.comment_id), veiled) for copy in found]


def _shown(copy: Copy, case: Case | None, veiled: frozenset[str]) -> dict[str, Any]:
    return {
        "id": f"copy-{copy.comment_id}",
        "url": reverse("case", args=[case.body.slug, case.pk]) if case else "",
        "author": copy.author,
        "channel": copy.channel,
        "at": copy.created_at,
        "percent": int(copy.likeness * 100),
        "text": copy.text,
        "blurred": case is not None and case.severity in veiled,
    }

"""Beside a case: what was decided about comments like it, and how like its post it is. Facts; they propose nothing."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from evenhand.cases.decided_before import Before, decided_before
from evenhand.cases.models import Case
from evenhand.likeness.queries import ABOUT, likeness_to_post


def context(case: Case, veiled: Collection[str]) -> dict[str, Any]:
    """`like`: parts/decided_before.html; `about_post`: a sentence, or nothing where it was not compared."""
    before = decided_before(case)
    return {
        "like": {
            "lines": [_line(each, veiled) for each in before.found],
            "by_encoder": before.by_vectors,
            "compared": before.compared,
        },
        "about_post": _about_post(case),
    }


def _line(each: Before, veiled: Collection[str]) -> dict[str, Any]:
    case = each.case
    return {
        "url": reverse("case", args=[case.body.slug, case.pk]),
        "outcome": each.outcome,
        "rule": each.rule,
        "at": each.decided_at,
        "text": each.text,
        "like": f"{each.like:.2f}",
        "blurred": case.severity in veiled,
        "id": f"like-{case.pk}",
    }


def _about_post(case: Case) -> str:
    """CON-07: a fact for a person. More than half of what is about a post is not found to be."""
    like = likeness_to_post(case.proposal.revision_id, case.comment.post)
    if like is None:
        return ""
    if like >= ABOUT:
        return f"This comment reads as about the post (likeness {like:.2f} of 1)."
    return (
        f"No likeness to the post was found ({like:.2f} of 1). That proves nothing: most comments about a post read so "
        "too (CON-07)."
    )

"""What the pages about a person show, gathered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from evenhand.cases.models import Case
from evenhand.cases.sight import RESTRICTED
from evenhand.console.sparing import blurred, blurred_comments
from evenhand.core.ladder import Step
from evenhand.core.lifecycle import BLOCK_FINAL
from evenhand.core.strikes import NoCount, Strike
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author, Revision
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.people.enforcing import state_said
from evenhand.people.history import History, history, reached_at, warnings_of
from evenhand.people.models import AliasLink, Block, WarningGiven
from evenhand.people.queries import LinkState, links_about, named, state_of
from evenhand.people.standings import blocks_of, standing

MOST_CASES = 50


def context(author: Author, held: frozenset[Permission], at: datetime) -> dict[str, Any]:
    """Context of person.html."""
    known, body = history(author, at), author.body
    ids = known.person.ids
    rows = list(blocks_of(body).filter(author__in=ids))
    return {
        "person": str(author),
        "accounts": [_account(each, body) for each in known.person.authors],
        "because": named(known.person.because),
        "standing": standing_of(known, author),
        "strikes": strike_lines(known.record.counted, body),
        "not_counted": _not_counted(known.record.not_counted, body),
        "warnings": [_warning(each, body) for each in warnings_of(ids)],
        "blocks": [_block(row, at) for row in rows],
        "aliases": [link_line(row, body) for row in links_about(ids, body)],
        "cases": _cases(body, ids),
        "urls": _urls(author, known, held, has_block=any(standing(row, at).state not in BLOCK_FINAL for row in rows)),
    }


def standing_of(known: History, author: Author) -> dict[str, Any]:
    """STR-02, STR-04: what counts and what the ladder points to, with its working."""
    return {
        "total": known.record.total,
        "step": known.sanction.step.value,
        "points": known.sanction.step is not Step.NOTHING,
        "because": known.sanction.because,
        "rule": known.sanction.rule,
        "working": known.sanction.working,
        "url": reverse("person", args=[author.body.slug, author.pk]),
        "accounts": len(known.person.authors),
    }


def strike_lines(strikes: Iterable[Strike], body: Body) -> list[dict[str, Any]]:
    """STR-01, STR-03: each strike with its words, weight and last day."""
    given = list(strikes)
    texts = texts_of(int(strike.comment) for strike in given)
    veiled = blurred_comments(body, texts)
    return [
        {
            "on": strike.written_on,
            "grounds": strike.grounds,
            "weight": strike.weight,
            "ends_on": strike.ends_on,
            "text": texts.get(int(strike.comment), ""),
            "blurred": int(strike.comment) in veiled,
            "veil_id": f"strike-{strike.comment}",
            "decisions": [
                {"number": pk, "url": reverse("decision", args=[body.slug, int(pk)])} for pk in strike.decisions
            ],
        }
        for strike in given
    ]


def texts_of(comments: Iterable[int]) -> dict[int, str]:
    """What was last decided about these comments, in the author's words; of a restricted case, not the words."""
    wanted = list(comments)
    decided = Decision.objects.filter(comment__in=wanted).order_by("pk")
    restricted = Case.objects.filter(comment__in=wanted, restricted=True).values_list("comment_id", flat=True)
    return dict(decided.values_list("comment_id", "revision__text")) | dict.fromkeys(restricted, RESTRICTED)


def link_line(row: AliasLink, body: Body) -> dict[str, Any]:
    """MCL-03: a link as a list shows it."""
    state = state_of(row)
    return {
        "url": reverse("link", args=[body.slug, row.pk]),
        "id": row.pk,
        "one": str(row.one),
        "other": str(row.other),
        "state": state.value,
        "confidence": f"{row.confidence:.0%}",
        "waits": state in (LinkState.LIKELY, LinkState.CHANGED),
        "evidence": [f"{each.kind.capitalize()}: {each.words}" for each in row.evidence.all()],
    }


def _account(author: Author, body: Body) -> dict[str, Any]:
    return {
        "name": str(author),
        "handle": author.handle,
        "platform": author.platform,
        "url": author.url,
        "page": reverse("person", args=[body.slug, author.pk]),
    }


def _not_counted(lines: Sequence[NoCount], body: Body) -> list[dict[str, Any]]:
    return [
        {
            "number": line.decision,
            "url": reverse("decision", args=[body.slug, int(line.decision)]),
            "because": line.because,
            "rule": line.rule,
        }
        for line in lines
    ]


def _warning(warning: WarningGiven, body: Body) -> dict[str, Any]:
    return {
        "at": warning.given_at,
        "by": warning.by.name,
        "words": warning.words,
        "state": warning.notice.state,
        "reached_at": reached_at(warning.notice),
        "why": warning.notice.why,
        "undone": hasattr(warning.decision, "reversal"),
        "notice_url": reverse("notice", args=[body.slug, warning.notice_id]),
    }


def _block(row: Block, at: datetime) -> dict[str, Any]:
    now = standing(row, at)
    return {
        "id": row.pk,
        "url": reverse("block", args=[row.body.slug, row.pk]),
        "state": state_said(row, now.state),
        "starts_on": row.starts_on,
        "review_on": now.review_on,
        "reason": row.reason,
    }


def _cases(body: Body, authors: Iterable[int]) -> list[dict[str, Any]]:
    found = Case.objects.filter(body=body, author__in=list(authors)).select_related("comment", "decision")
    veiled = blurred(body)
    return [
        {
            "id": f"case-{case.pk}",
            "url": reverse("case", args=[body.slug, case.pk]),
            "at": case.comment.created_at,
            "outcome": case.decision.outcome if case.decision else "",
            "ground": case.decision.ground if case.decision else "",
            "text": RESTRICTED if case.restricted else _words(case),
            "blurred": case.severity in veiled,
        }
        for case in found.order_by("-comment__created_at")[:MOST_CASES]
    ]


def _words(case: Case) -> str:
    return Revision.objects.only("text").get(comment=case.comment, number=case.comment.revision).text


def _urls(author: Author, known: History, held: frozenset[Permission], *, has_block: bool) -> dict[str, str]:
    place = [author.body.slug, author.pk]
    may = Permission.DECIDE in held
    return {
        "warn": reverse("warn", args=place) if may and known.sanction.step is Step.WARNING else "",
        "block": reverse("block-form", args=place) if may and known.sanction.is_block and not has_block else "",
        "link": reverse("link-form", args=place) if may else "",
        "list": reverse("entry-form", args=place) if may and Permission.SEE_MANAGED_CONTACTS in held else "",
    }

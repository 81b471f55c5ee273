"""Blocks: the list, one block, the second person's answer, its review."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.audit.queries import about
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.appeal_page import lines_about
from evenhand.console.forms_of_people import BlockAnswerForm, ReviewForm, refuse
from evenhand.console.person_page import strike_lines, texts_of
from evenhand.console.views.notices import line as told_line
from evenhand.console.views.people import reviewers_of
from evenhand.core.block_events import review_page
from evenhand.core.block_standing import UNAPPROVED, Standing
from evenhand.core.dates import day_of
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import BlockState
from evenhand.core.refusals import Refused
from evenhand.core.strikes import Record
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_pinned
from evenhand.officers.permissions import Permission
from evenhand.people import blocking
from evenhand.people.enforcing import actions_of, state_said
from evenhand.people.following import reviewer_of
from evenhand.people.history import edition_in_force, history
from evenhand.people.models import Block
from evenhand.people.persons import person_of
from evenhand.people.queries import Show, blocks, links_about, links_to_look_at, named, state_of
from evenhand.people.standings import block_of, blocks_of, calendar_at, draft_of, standing


class BlockFilters(forms.Form):
    """Which blocks to show."""

    show = forms.ChoiceField(required=False, choices=[(s.value, s.value.capitalize()) for s in Show], label="Show")


@require_GET
@needs(Permission.SEE_CASES)
def block_list(request: OfficerRequest) -> HttpResponse:
    """Blocks in force, those that wait for approval, and reviews that are due."""
    filters = BlockFilters(request.GET or None)
    chosen = Show(filters.cleaned_data["show"] or Show.LIVE) if filters.is_valid() else Show.LIVE
    body, now = request.body_of_page, datetime.now(UTC)
    lines = [_line(line.row, line.standing) for line in blocks(body, chosen, now)]
    context = {
        "blocks": lines,
        "filters": filters,
        "shown": chosen.value,
        "waiting": len(links_to_look_at(body)),
        "links_url": reverse("links", args=[body.slug]),
    }
    return render(request, "evenhand/blocks.html", context)


@require_GET
@needs(Permission.SEE_CASES)
def block(request: OfficerRequest, block: int) -> HttpResponse:
    """BLK-02: one block with all that it must have, where it stands, and what was done about it."""
    return _page(request, _found(request, block), None)


@require_POST
@needs(Permission.APPROVE_BLOCKS)
def answer(request: OfficerRequest, block: int) -> HttpResponse:
    """BLK-01: the second person approves or refuses."""
    row = _found(request, block)
    form = BlockAnswerForm(request.POST)
    if form.is_valid():
        try:
            blocking.answer(
                block_id=row.pk, body=request.body_of_page, approved=form.cleaned_data["answer"] == "approve",
                reason=form.cleaned_data["reason"], by=request.user, at=datetime.now(UTC),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Your answer on block {row.pk} is recorded.")
            return redirect("block", request.body_of_page.slug, row.pk)
    return _page(request, row, form)


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE)
def review(request: OfficerRequest, block: int) -> HttpResponse:
    """BLK-03, BLK-05: the record on one page, and what the review decides."""
    row, now = _found(request, block), datetime.now(UTC)
    reviewers = reviewers_of(request.body_of_page)
    form = ReviewForm(request.POST or None, reviewers=reviewers, initial={"reviewer": str(request.user.pk)})
    if request.method == "POST" and form.is_valid():
        try:
            _conclude(request, row, form, now)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"The review of block {row.pk} is recorded.")
            return redirect("block", request.body_of_page.slug, row.pk)
    context = _review_context(row, now) | {"form": form if _is_open(row, now) else None}
    return render(request, "evenhand/block_review.html", context, status=422 if form.is_bound else 200)


def _conclude(request: OfficerRequest, row: Block, form: ReviewForm, now: datetime) -> None:
    body, given = request.body_of_page, form.cleaned_data
    if given["outcome"] == "restore":
        blocking.restore(block_id=row.pk, body=body, reason=given["reason"], by=request.user, at=now)
        return
    reviewer = next(o for o in reviewers_of(body) if str(o.pk) == given["reviewer"])
    blocking.extend(
        block_id=row.pk, body=body, reason=given["reason"], review_on=form.until, reviewer=reviewer, by=request.user,
        at=now,
    )  # fmt: skip


def _found(request: OfficerRequest, block: int) -> Block:
    return get_object_or_404(blocks_of(request.body_of_page), pk=block)


def _is_open(row: Block, now: datetime) -> bool:
    return standing(row, now).state in (BlockState.IN_FORCE, BlockState.IN_FORCE_UNAPPROVED)


def _line(row: Block, now: Standing) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": reverse("block", args=[row.body.slug, row.pk]),
        "person": str(row.author),
        "state": state_said(row, now.state),
        "review": f"review {now.review}" if now.review != "not due" else "",
        "starts_on": row.starts_on,
        "review_on": now.review_on,
        "reviewer": reviewer_of(row).name,
        "channels": [each.channel.title for each in row.channels.all()],
        "reason": row.reason,
        "decided_by": row.decided_by.name,
    }


def _page(request: OfficerRequest, row: Block, form: BlockAnswerForm | None) -> HttpResponse:
    body, now = request.body_of_page, datetime.now(UTC)
    stands = standing(row, now)
    may_answer = Permission.APPROVE_BLOCKS in request.permissions and row.decided_by_id != request.user.pk
    context = {
        "shown": _line(row, stands) | {"answers": draft_of(row).answers, "notice": row.notice, "extreme": row.extreme},
        "because": [line[:1].upper() + line[1:] for line in named(stands.because)],
        "facts": _facts(row, stands),
        "working": row.working,
        "strikes": _strikes(row),
        "actions": _actions(row),
        "told": [told_line(each.notice, body) for each in row.notices.select_related("notice").order_by("pk")],
        "history": _history(row),
        "form": (form or BlockAnswerForm()) if may_answer and stands.state in UNAPPROVED else None,
        "answer_url": reverse("block-answer", args=[body.slug, row.pk]),
        "review_url": _review_url(request, row, now),
        "person_url": reverse("person", args=[body.slug, row.author_id]),
        "blocks_url": reverse("blocks", args=[body.slug]),
        **lines_about(row, body, request.permissions),
        "can": True,
    }
    return render(request, "evenhand/block.html", context, status=422 if form else 200)


def _review_url(request: OfficerRequest, row: Block, now: datetime) -> str:
    may = Permission.DECIDE in request.permissions and _is_open(row, now)
    return reverse("block-review", args=[row.body.slug, row.pk]) if may else ""


def _facts(row: Block, now: Standing) -> list[dict[str, str]]:
    edition = edition_pinned(row.edition_id)
    rows = {
        "Reason": row.reason,
        "Channels": ", ".join(each.channel.title for each in row.channels.all()),
        "Begins": f"{row.starts_on:%-d %B %Y}",
        "Ends": f"{row.ends_on:%-d %B %Y}" if row.ends_on else "",
        "Review by": f"{now.review_on:%-d %B %Y}, by {reviewer_of(row).name}",
        "Lapses": f"after {now.last_day:%-d %B %Y}, without a review",
        "Decided": f"by {row.decided_by.name}, because {row.because} ({row.rule})",
        "It could not wait": row.extreme,
        "Evidence": ", ".join(f"capture {each.capture_id}" for each in row.evidence.all()),
        "How to appeal": row.appeal_route,
        "Edition": f"{edition.name}, in force from {edition.in_force_from:%-d %B %Y}",
    }
    over = hasattr(row, "end")
    return [{"key": k, "value": v} for k, v in rows.items() if v and not (over and k in ("Lapses", "Review by"))]


def _strikes(row: Block) -> list[dict[str, Any]]:
    """The original comments, in their authors' words."""
    texts = texts_of(each.comment_id for each in row.strikes.all())
    return [{"text": text, "comment": comment} for comment, text in texts.items()]


def _actions(row: Block) -> list[dict[str, Any]]:
    return [
        {
            "verb": f"{action.verb} {action.author} on {action.channel.title}",
            "state": action.shown_state,
            "at": action.changed_at,
            "platform_answer": "; ".join(receipt.answer for receipt in action.receipts.all()),
        }
        for action in actions_of(row)
    ]


_SENTENCES = {
    "people.decide_block": "Decided",
    "people.approve_block": "Approved",
    "people.refuse_block": "Refused",
    "people.extend_block": "Extended",
    "people.restore_block": "Access restored",
    "people.reverse_block": "Overturned",
    "people.end_block": "Ended",
}


def _history(row: Block) -> list[dict[str, Any]]:
    steps = {(step.at, step.event): step.reason for step in row.steps.all()}
    return [
        {
            "title": _SENTENCES[entry.action],
            "by": entry.by,
            "at": entry.at,
            "text": steps.get((entry.at, entry.action.removeprefix("people.").removesuffix("_block")), ""),
        }
        for entry in reversed(about(row.body.slug, f"block {row.pk}"))
        if entry.action in _SENTENCES
    ]


def _review_context(row: Block, now: datetime) -> dict[str, Any]:
    """BLK-03: the original comments, the rules then and now, conduct since, other accounts."""
    then, today = edition_pinned(row.edition_id), edition_in_force(row.author, now)
    known, stands = history(row.author, now), standing(row, now)
    begun = day_of(row.decided_at, calendar_at(then, now).zone, "BLK-03")
    since = Record(known.record.on, tuple(s for s in known.record.counted if s.written_on > begun), ())
    return {
        "shown": _line(row, stands),
        "record": named(review_page(block_of(row), stands, since)),
        "strikes": _strikes(row),
        "since": strike_lines(since.counted, row.body),
        "rules": _rules(row, then, today),
        "same_edition": then.sha256 == today.sha256,
        "accounts": [str(author) for author in person_of(row.author).authors],
        "aliases": [
            {"text": f"{link.one} and {link.other}", "state": state_of(link).value,
             "url": reverse("link", args=[row.body.slug, link.pk])}
            for link in links_about(person_of(row.author).ids, row.body)
        ],
        "block_url": reverse("block", args=[row.body.slug, row.pk]),
    }  # fmt: skip


def _rules(row: Block, then: Edition, today: Edition) -> list[dict[str, str]]:
    """The rules that it rests on, as they were worded when it was decided and as they are now."""
    decided = Decision.objects.filter(comment__in=row.strikes.values("comment"), ground__in=then.grounds)
    grounds = {*decided.values_list("ground", flat=True), "BLK-01", "BLK-03"}
    return [
        {"id": id_, "title": then.rules[id_].title, "then": then.rules[id_].wording, "now": today.rules[id_].wording}
        for id_ in sorted(grounds)
        if id_ in then.rules
    ]

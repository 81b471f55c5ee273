"""Everything the page of an appeal shows: the whole content, the rules then and now, what a reversal would undo."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from evenhand.appeals.models import Appeal
from evenhand.appeals.queries import about
from evenhand.appeals.reversing import would_undo
from evenhand.appeals.standing import Standing, standing, steps_of
from evenhand.appeals.subject import Subject
from evenhand.console import clock
from evenhand.console.sparing import blurred_comments
from evenhand.console.views.notices import line as told_line
from evenhand.core.appeals import Due
from evenhand.core.edition import Edition
from evenhand.core.undoing import Effect, EffectKind
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_on, edition_pinned
from evenhand.evidence.models import Capture
from evenhand.evidence.queries import captures_of_comment
from evenhand.intake.queries import is_own, thread
from evenhand.notices import queries as notices
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.people.models import Block, EntryDecision, ManagedEntry

_TELL = EffectKind.TELL_APPELLANT  # is a notice, and shown as one


def context(appeal: Appeal, subject: Subject, now: Standing, at: datetime) -> dict[str, Any]:
    """Context of appeal.html, but for its forms."""
    body = appeal.body
    comments = _decisions(subject)
    return {
        "appeal": line(appeal, now) | {"words": appeal.words, "steps": appeal.steps.count()},
        "facts": _facts(appeal, subject, now),
        "contested": [_contested(each, body) for each in comments],
        "blocked": _block(subject.block, body) if subject.block else None,
        "listed": _entry(subject.entry, body) if subject.entry else None,
        "rules": [_rules(each, edition_on(body, at.date())) for each in comments],
        "effects": [_effect(each) for each in would_undo(subject, at) if each.kind is not _TELL] if now.is_open else [],
        "undone": [row for step in steps_of(appeal) for row in step.undone if row["kind"] != _TELL.value],
        "history": _history(appeal),
        "told": [told_line(notice, body) for notice in notices.about(body, f"appeal {appeal.pk}")],
        "appeals_url": reverse("appeals", args=[body.slug]),
    }


def lines_about(subject: Block | Decision | ManagedEntry, body: Body, may: Collection[Permission]) -> dict[str, Any]:
    """Context of parts/appeals.html: what somebody asked to have looked at again, and entering one more."""
    kind = "decision" if isinstance(subject, Decision) else "block" if isinstance(subject, Block) else "entry"
    if Permission.HANDLE_APPEALS not in may:
        return {"appeals": [], "enter_appeal_url": ""}
    at, what = clock.now(), f"{kind} {subject.pk}"
    return {
        "appeals": [line(each, standing(each, at)) for each in about(body, what)],
        "enter_appeal_url": f"{reverse('enter-appeal', args=[body.slug])}?{urlencode({'what': what})}",
    }


def line(appeal: Appeal, now: Standing) -> dict[str, Any]:
    """An appeal as lists show it."""
    return {
        "id": appeal.pk,
        "reference": appeal.reference,
        "about": appeal.about,
        "came": appeal.came,
        "received_at": appeal.received_at,
        "state": now.state.value,
        "stage": now.stage.value,
        "due": _due(now.next_due) if now.is_open else "",
        "due_on": now.next_due.by if now.is_open else None,
        "late": now.is_late,
        "ending": now.ending.value if now.ending and not now.is_open else "",
        "url": reverse("appeal", args=[appeal.body.slug, appeal.pk]),
    }


def _due(due: Due) -> str:
    return "Acknowledge" if due.what == "acknowledgement" else "Answer"


def _facts(appeal: Appeal, subject: Subject, now: Standing) -> list[dict[str, object]]:
    body = appeal.body
    kind, _, number = appeal.about.partition(" ")
    entered = f"{appeal.came}, entered by {appeal.entered_by}" if appeal.entered_by else appeal.came
    rows: list[dict[str, object]] = [
        {"key": "Against", "value": appeal.about.capitalize(), "url": reverse(kind, args=[body.slug, number])},
        {"key": "About", "value": str(subject.author or "an unknown author")},
        {"key": "Stage", "value": now.stage.value.capitalize()},
        {"key": "Came by", "value": capfirst(entered)},
        {"key": "Confirmed", "value": capfirst(now.acknowledgement.because)},
        {"key": "Answered", "value": capfirst(now.answer.because)},
        {"key": "Address", "value": appeal.email or "none given"},
        {"key": "Answered in", "value": "Welsh, with the English under it" if appeal.language == "cy" else "English"},
    ]
    if now.ask_again_by:
        rows.append({"key": "Second stage until", "value": f"{now.ask_again_by:%-d %B %Y}"})
    return rows


def _decisions(subject: Subject) -> list[Decision]:
    """The decision, or those that a block or an entry rests on."""
    if subject.decision:
        return [subject.decision]
    found = Decision.objects.filter(reversal=None).exclude(ground="").order_by("pk")
    if subject.block:
        found = found.filter(comment__in=subject.block.strikes.values("comment"))
    else:
        found = found.filter(pk__in=EntryDecision.objects.filter(entry=subject.entry).values("decision"))
    return list(found.select_related("comment__author", "comment__post", "comment__channel", "revision", "by"))


def _contested(decision: Decision, body: Body) -> dict[str, Any]:
    comment = decision.comment
    around = thread(body, comment.pk)
    veiled = blurred_comments(body, [comment.pk, *(row.comment_id for row in around)])
    return {
        "decision": f"Decision {decision.pk}: {decision.outcome}, by {decision.by}",
        "at": decision.at,
        "ground": decision.ground,
        "reason": decision.reason,
        "statement": decision.statement,
        "text": decision.revision.text,
        "blurred": comment.pk in veiled,
        "veil_id": f"decision-{decision.pk}",
        "statement_id": f"statement-{decision.pk}",
        "post": comment.post.text if comment.post else "",
        "thread": [
            {
                "author": str(row.comment.author or "Unknown author"), "text": row.text, "is_council": is_own(row),
                "posted_at": row.comment.created_at, "depth": 1 if row.comment.parent_native_id else 0,
                "state": row.comment.shown_state, "is_this": False,
                "blurred": row.comment_id in veiled, "veil_id": f"decision-{decision.pk}-comment-{row.comment_id}",
            }
            for row in around
        ],
        "captures": [_capture(capture, body) for capture in captures_of_comment(body, comment.pk)],
    }  # fmt: skip


def _capture(capture: Capture, body: Body) -> dict[str, object]:
    return {"url": reverse("capture", args=[body.slug, capture.pk]), "at": capture.captured_at, "id": capture.pk}


def _block(block: Block, body: Body) -> dict[str, object]:
    return {
        "id": block.pk, "reason": block.reason, "because": block.because, "working": block.working,
        "notice": block.notice, "url": reverse("block", args=[body.slug, block.pk]),
    }  # fmt: skip


def _entry(entry: ManagedEntry, body: Body) -> dict[str, object]:
    return {"id": entry.pk, "reason": entry.reason, "url": reverse("entry", args=[body.slug, entry.pk])}


def _rules(decision: Decision, now: Edition) -> dict[str, object]:
    """The rule as it was when it was decided, and as it is."""
    then = edition_pinned(decision.edition_id)
    before, present = then.rules.get(decision.ground), now.rules.get(decision.ground)
    return {
        "id": decision.ground,
        "title": before.title if before else "",
        "then": before.wording if before else "",
        "now": present.wording if present else "this rule is gone",
        "same": then.sha256 == now.sha256,
    }


def _effect(effect: Effect) -> dict[str, str]:
    return {"kind": effect.kind.value, "on": effect.on, "how": effect.how.value, "because": effect.because}


def _history(appeal: Appeal) -> list[dict[str, object]]:
    taken: list[dict[str, object]] = [
        {"title": step.event.rstrip(",").capitalize(), "by": str(step.by or ""), "at": step.at, "text": step.words}
        for step in reversed(steps_of(appeal))
    ]
    return [*taken, {"title": f"Received by {appeal.came}", "by": "", "at": appeal.received_at, "text": ""}]

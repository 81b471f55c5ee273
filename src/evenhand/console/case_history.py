"""What happened to a comment, as the page of its case tells it: the log, what the platform was asked, what is kept."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from evenhand.actions.models import Action
from evenhand.audit.queries import EntryLine, about
from evenhand.cases.models import Case
from evenhand.connections.models import Revisit
from evenhand.console import captures
from evenhand.console.hold_form import HoldForm
from evenhand.core.lifecycle import CaseState
from evenhand.core.moderation import reversible
from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Comment
from evenhand.officers.permissions import Permission
from evenhand.packs.queries import about_case
from evenhand.retention.queries import holds_on, purged_about

_SENTENCES = {
    "decisions.record": "Decided",
    "decisions.second": "Answered as second person",
    "decisions.reverse": "Undid the decision",
    "evidence.capture": "Captured the evidence",
    "actions.queue": "Queued for the platform",
    "actions.send": "Sent to the platform",
    "actions.succeed": "Done on the platform",
    "actions.hand_over": "Handed over to a person",
    "actions.cancel": "Cancelled",
    "actions.finish_by_hand": "Done by hand",
    "cases.claim": "Claimed",
    "cases.release": "Released",
    "cases.set_target": "Noted at whom it is aimed",
    "cases.restrict": "Restricted it",
    "cases.lift_restriction": "Ended the restriction",
    "cases.let_in": "Let somebody in",
    "cases.look": "Looked at it",
    "opinions.ask": "Asked an outside program for a second opinion",
    "opinions.end": "The second opinion came, or did not",
    "referrals.open": "Passed it on",
    "referrals.hand_over": "Handed it over",
    "referrals.acknowledge": "Acknowledged it",
    "referrals.alarm": "The alarm sounded",
    "referrals.outcome": "Recorded an outcome",
    "retention.put_hold": "Put on legal hold",
    "retention.lift_hold": "Lifted the legal hold",
    "packs.include": "Put into an evidence pack",
    "packs.attach": "An evidence pack with it goes to the police",
    "packs.hand_over": "An evidence pack with it was handed over",
}


def case_history(case: Case) -> list[dict[str, Any]]:
    """What the audit log says of the comment, newest first."""
    return [
        {"title": _title(entry), "by": entry.by, "at": entry.at, "text": ""}
        for entry in reversed(about(case.body.slug, f"comment {case.comment_id}"))
        if entry.action in _SENTENCES
    ]


def _title(entry: EntryLine) -> str:
    """In shadow mode nothing is done on the platform, and nothing here says so."""
    if entry.shadow and entry.action == "actions.succeed":
        return "Would have been done on the platform (shadow)"
    return f"{_SENTENCES[entry.action]}{' (shadow)' if entry.shadow else ''}"


def packs_of(case: Case, held: frozenset[Permission]) -> dict[str, Any]:
    """EVD-02: the packs that the case is in, for whoever may see them."""
    slug = case.body.slug
    found = about_case(case.body, case.pk) if Permission.SEE_EVIDENCE in held else []
    return {
        "packs": [
            {
                "reference": pack.reference,
                "url": reverse("pack", args=[slug, pack.pk]),
                "state": "sealed" if pack.sealed_at else "draft",
                "begun_at": pack.begun_at,
            }
            for pack in found
        ],
        "begin_pack_url": reverse("begin-pack", args=[slug, case.pk]) if Permission.EXPORT_EVIDENCE in held else "",
    }


def kept(case: Case, held: frozenset[Permission], now: datetime) -> dict[str, Any]:
    """REC-02: the legal holds on the comment, and what of it is gone."""
    body, comment = case.body, case.comment
    gone: dict[str, list[str]] = {}
    for row in purged_about(body, comment.pk):
        when = f"{row.batch.at:%-d %B %Y}, certificate {row.batch.purge.number}"
        gone.setdefault(when, []).append(_WENT[row.source])
    return {
        "holds": [
            {"reason": row.reason, "by": row.by.name, "since": row.since, "whole": row.author_id is not None}
            for row in holds_on(body, comment, localdate(now))
        ],
        "hold_form": HoldForm(auto_id="hold-%s"),
        "hold_url": reverse("put-hold", args=[body.slug, case.pk]) if Permission.HOLD in held else "",
        "gone": [
            *_deleted(comment),
            *(f"Removed on {when}: {', '.join(dict.fromkeys(what))} (REC-02)." for when, what in gone.items()),
        ],
    }


def _deleted(comment: Comment) -> list[str]:
    """That its author or the platform deleted it, which undoes nothing of what we hold."""
    seen = Revisit.objects.filter(comment=comment, gone_at__isnull=False).first()
    if seen is None or seen.gone_at is None:
        return []
    when = f"{localtime(seen.gone_at):%-d %B %Y, %H:%M}"
    words = (
        f"This comment is no longer on the platform: its author or the platform deleted it, as seen on {when}. "
        "Its words and the evidence stay here; it can still be decided."
    )
    return [words]


_WENT = {
    "comment": "the words of the comment",
    "case": "the words of the comment",
    "decision": "the words of the decision",
    "capture": "the captured evidence",
    "pack": "an evidence pack",
    "warning": "a warning's words",
    "block": "a block's words",
    "appeal": "an appeal's words",
    "referral": "a referral's words",
    "report": "a report's words",
    "task": "a task's words",
    "closing": "a note about the post",
    "sensitive post": "a note about the post",
    "timetable": "a note about the post",
}


def actions_of(case: Case, held: frozenset[Permission]) -> list[dict[str, Any]]:
    """What was asked of the platform about the comment, and what it answered, newest first."""
    found = Action.objects.filter(comment_id=case.comment_id).prefetch_related("receipts")
    found = found.select_related("capture").order_by("-pk")
    can_undo = case.state == CaseState.CLOSED and Permission.DECIDE in held
    return [
        {
            "verb": action.verb,
            "state": action.shown_state,
            "at": action.changed_at,
            "platform_answer": "; ".join(receipt.answer for receipt in action.receipts.all()),
            "undo_url": undo_url(case) if can_undo and _stands(action, case) else "",
            "evidence": captures.in_short(action.capture, case.body.slug),
        }
        for action in found
    ]


def _stands(action: Action, case: Case) -> bool:
    return case.decision_id == action.decision_id and action.undoes_id is None and _can_be_undone(case)


def _can_be_undone(case: Case) -> bool:
    return case.decision is not None and reversible(Outcome(case.decision.outcome))


def undo_url(case: Case) -> str:
    """Where the decision that stands is taken back; it names the version that was seen."""
    return f"{reverse('undo', args=[case.body.slug, case.pk])}?version={case.version}"

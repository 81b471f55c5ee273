"""Everything the page of a case shows, gathered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from evenhand.actions.models import Action
from evenhand.audit.queries import about
from evenhand.cases import queries
from evenhand.cases.clocks import Clocks
from evenhand.cases.models import Case
from evenhand.cases.sight import RESTRICTED, restricted_comments
from evenhand.console import captures, case_more
from evenhand.console.highlight import segments
from evenhand.console.hold_form import HoldForm
from evenhand.console.person_page import standing_of
from evenhand.console.sparing import blurred
from evenhand.console.words import waiting
from evenhand.core.conduct import PROTECTED
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseState
from evenhand.core.moderation import reversible, strongest
from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Revision
from evenhand.intake.queries import is_own, thread
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Permission
from evenhand.packs.queries import about_case
from evenhand.people.history import history
from evenhand.platforms.contract import Manifest
from evenhand.retention.queries import holds_on, purged_about


def context(
    case: Case,
    edition: Edition,
    manifest: Manifest,
    officer: Officer,
    held: frozenset[Permission],
    now: datetime,
) -> dict[str, Any]:
    """Context of case.html, but for its forms."""
    body, comment, made = case.body, case.comment, case.proposal
    wordings = list(comment.revisions.order_by("-number").defer("payload"))
    claim = queries.claim_on(case, now)
    earlier = queries.earlier_of(body, comment.author, not_case=case.pk)
    decide = Permission.DECIDE in held and case.state == CaseState.OPEN and case.target_id != officer.pk
    held_by_other = claim is not None and claim.officer_id != officer.pk
    following = queries.next_after(body, case.pk, officer)
    unseen, veiled = restricted_comments(body), blurred(body)
    return {
        "case": _case(case, wordings[0], manifest, len(earlier), now),
        "segments": segments(wordings[0].text, made.reasons),
        "thread": [_in_thread(revision, comment.pk, unseen) for revision in thread(body, comment.pk)],
        "post": _post(case),
        "proposal": _proposal(case, edition),
        "advice": advice(edition, made.route),
        "earlier": [_earlier(other, veiled) for other in earlier],
        "revisions": [
            {"id": f"wording-{w.number}", "number": w.number, "seen_at": w.received_at, "text": w.text}
            for w in wordings[1:]
        ],
        "person": standing_of(history(comment.author, now), comment.author) if comment.author else None,
        "claim": _claim(case, claim, officer, can_claim=decide),
        "grounds": [_ground(id_, edition) for id_ in edition.grounds if id_ != PROTECTED],
        "history": case_history(case),
        "actions": _actions(case, held),
        **_packs(case, held),
        **_kept(case, held, now),
        "decision": case.decision,
        "decision_url": reverse("decision", args=[body.slug, case.decision_id]) if case.decision_id else "",
        "platform_cannot": _platform_cannot(manifest),
        "may_decide": decide and not held_by_other,
        "may_second": Permission.APPROVE in held and case.state == CaseState.AWAITING_SECOND,
        "second_url": reverse("second", args=[body.slug, case.pk]),
        "statement_url": reverse("drafted", args=[body.slug, case.pk]),
        "queue_url": reverse("queue", args=[body.slug]),
        "next_case_url": reverse("case", args=[body.slug, following]) if following else "",
        **case_more.context(case, officer, held, now),
    }


def _case(case: Case, wording: Revision, manifest: Manifest, earlier: int, now: datetime) -> dict[str, Any]:
    comment = case.comment
    return {
        "id": case.pk,
        "state": case.state,
        "severity": case.severity,
        "grounds": case.proposal.grounds,
        "route": case.proposal.route,
        "priority_because": queries.priority_of(case).because,
        "text": wording.text,
        "attachments": wording.attachments,
        "blurred": case.severity in blurred(case.body),
        "author_name": str(comment.author or "Unknown author"),
        "author_handle": comment.author.handle if comment.author else "",
        "author_cases": earlier,
        "channel": comment.channel.title,
        "platform": manifest.title,
        "permalink": comment.url,
        "posted_at": comment.created_at,
        "waiting": waiting(case.opened_at, now) if case.state != CaseState.CLOSED else "",
        "revision": comment.revision,
        "answer": queries.answer_by(case, Clocks(case.body, now)),
    }


def _in_thread(revision: Revision, this: int, unseen: Collection[int]) -> dict[str, Any]:
    comment = revision.comment
    if comment.pk in unseen and comment.pk != this:
        return {"author": RESTRICTED, "text": "Not shown here (REF-02)", "posted_at": comment.created_at, "depth": 0}
    return {
        "author": str(comment.author or "Unknown author"),
        "text": revision.text,
        "posted_at": comment.created_at,
        "depth": 1 if comment.parent_native_id else 0,
        "is_this": comment.pk == this,
        "is_council": is_own(revision),
        "state": comment.state,
    }


def _post(case: Case) -> dict[str, Any] | None:
    post = case.comment.post
    return {"text": post.text, "posted_at": post.created_at, "url": post.url} if post else None


def _proposal(case: Case, edition: Edition) -> dict[str, Any]:
    made = case.proposal
    return {
        "grounds": made.grounds,
        "route": made.route,
        "severity": made.severity,
        "suggest": made.suggest,
        "missing": made.missing,
        "reasons": [_reason(reason, edition) for reason in made.reasons],
    }


def _reason(reason: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    words = dict.fromkeys(word["words"] for word in reason["words"])
    return {
        "rule": reason["rule"],
        "title": edition.rules[reason["rule"]].title,
        "because": reason["because"],
        "words": list(words),
    }


def advice(edition: Edition, route: str) -> str:
    """REF-02, REF-05: what an officer must know before anything else."""
    values = edition.rules[route].values if route in edition.rules else None
    contacts = getattr(values, "contacts", ()) or getattr(values, "lines", ())
    if not contacts:
        return ""
    calls = "; ".join(f"{contact.name}: {contact.phone} ({contact.hours})" for contact in contacts)
    danger = "If somebody is in danger now, call 999. " if route == "REF-02" else ""
    return f"{danger}{calls}"


def _earlier(other: Case, veiled: frozenset[str]) -> dict[str, Any]:
    wording = Revision.objects.only("text").get(comment_id=other.comment_id, number=other.comment.revision)
    return {
        "url": reverse("case", args=[other.body.slug, other.pk]),
        "at": other.opened_at,
        "outcome": other.decision.outcome if other.decision else "",
        "ground": other.decision.ground if other.decision else "",
        "text": wording.text,
        "blurred": other.severity in veiled,
        "id": f"earlier-{other.pk}",
    }


def _claim(case: Case, claim: Any, officer: Officer, *, can_claim: bool) -> dict[str, Any]:
    place = [case.body.slug, case.pk]
    if claim is None:
        return {"url": reverse("claim", args=place)} if can_claim else {}
    return {
        "by": claim.officer.name,
        "until": claim.until,
        "mine": claim.officer_id == officer.pk,
        "release_url": reverse("release", args=place),
    }


def _ground(id_: str, edition: Edition) -> dict[str, Any]:
    ground = edition.grounds[id_]
    return {
        "id": id_,
        "title": edition.rules[id_].title,
        "definition": ground.definition,
        "examples": [example.text for example in ground.examples],
        "counter_examples": [example.text for example in ground.counter_examples],
    }


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
        {"title": _SENTENCES[entry.action], "by": entry.by, "at": entry.at, "text": ""}
        for entry in reversed(about(case.body.slug, f"comment {case.comment_id}"))
        if entry.action in _SENTENCES
    ]


def _packs(case: Case, held: frozenset[Permission]) -> dict[str, Any]:
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


def _kept(case: Case, held: frozenset[Permission], now: datetime) -> dict[str, Any]:
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
        "gone": [f"Removed on {when}: {', '.join(dict.fromkeys(what))} (REC-02)." for when, what in gone.items()],
    }


_WENT = {
    "comment": "the words of the comment",
    "case": "the words of the comment",
    "decision": "the words of the decision",
    "capture": "the captured evidence",
    "pack": "an evidence pack",
}


def _actions(case: Case, held: frozenset[Permission]) -> list[dict[str, Any]]:
    found = Action.objects.filter(comment_id=case.comment_id).prefetch_related("receipts")
    found = found.select_related("capture").order_by("-pk")
    can_undo = case.state == CaseState.CLOSED and Permission.DECIDE in held
    return [
        {
            "verb": action.verb,
            "state": action.state,
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


def _platform_cannot(manifest: Manifest) -> str:
    cannot = [verb for verb in ("hide", "delete", "reply") if verb not in manifest.verbs]
    if not cannot:
        return ""
    most = strongest(manifest.supported)
    return f"{manifest.title} has no way to {' or '.join(cannot)} a comment. The most it can do is: {most}."

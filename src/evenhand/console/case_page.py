"""Everything the page of a case shows, gathered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from evenhand.cases import queries
from evenhand.cases.clocks import Clocks
from evenhand.cases.models import Case
from evenhand.cases.sight import RESTRICTED, restricted_comments
from evenhand.console import case_like, case_more, second_opinion
from evenhand.console.case_copies import copies
from evenhand.console.case_history import actions_of, case_history, kept, packs_of
from evenhand.console.highlight import segments
from evenhand.console.person_page import standing_of
from evenhand.console.sparing import blurred
from evenhand.console.words import waiting
from evenhand.core.conduct import PROTECTED
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import CaseState
from evenhand.core.moderation import strongest
from evenhand.intake.models import Revision
from evenhand.intake.queries import is_own, thread
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Permission
from evenhand.people.history import history
from evenhand.platforms.contract import Manifest


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
        "copies": copies(case),
        "revisions": [
            {"id": f"wording-{w.number}", "number": w.number, "seen_at": w.received_at, "text": w.text}
            for w in wordings[1:]
        ],
        "person": standing_of(history(comment.author, now), comment.author) if comment.author else None,
        "claim": _claim(case, claim, officer, can_claim=decide),
        "grounds": [_ground(id_, edition) for id_ in edition.grounds if id_ != PROTECTED],
        "history": case_history(case),
        "actions": actions_of(case, held),
        **packs_of(case, held),
        **kept(case, held, now),
        "decision": case.decision,
        "decision_url": reverse("decision", args=[body.slug, case.decision_id]) if case.decision_id else "",
        "platform_cannot": _platform_cannot(manifest),
        "may_decide": decide and not held_by_other,
        "may_second": Permission.APPROVE in held and case.state == CaseState.AWAITING_SECOND,
        "second_url": reverse("second", args=[body.slug, case.pk]),
        "statement_url": reverse("drafted", args=[body.slug, case.pk]),
        "queue_url": reverse("queue", args=[body.slug]),
        "next_case_url": reverse("case", args=[body.slug, following]) if following else "",
        **second_opinion.context(case, edition),
        **case_like.context(case, veiled),
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
        "state": comment.shown_state,
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


def _platform_cannot(manifest: Manifest) -> str:
    cannot = [verb for verb in ("hide", "delete", "reply") if verb not in manifest.verbs]
    if not cannot:
        return ""
    most = strongest(manifest.supported)
    return f"{manifest.title} has no way to {' or '.join(cannot)} a comment. The most it can do is: {most}."

"""REC-02: the answer to a subject access request: one archive, readable by people (HTML) and by programs (JSON)."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.core.personal_records import Share
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.evidence.models import Capture
from evenhand.evidence.storage import Damaged, read
from evenhand.intake.models import Author, Comment
from evenhand.officers.models import Body
from evenhand.packs.bag import packed, sums
from evenhand.packs.contents import exhibit_file, written_at
from evenhand.packs.gather import of_comment
from evenhand.retention.due import Item
from evenhand.retention.person import records, to_share

COVERED = "an officer of the council"
OWN_PARTS = ("payload",)
"""Parts of a capture that hold the person's own comment and nobody else. Others may show other people: a person
looks through them before they are given out."""
Shown = dict[str, Any]


def export(*, body: Body, authors: Sequence[Author], by: str, at: datetime) -> bytes:
    """The archive. `authors`: every account of the person, those joined by decided alias links too. Raises: Refused."""
    if any(author.body_id != body.pk for author in authors):
        raise Refused(
            tried="to export what another body holds", forbids="each body answers for its own records",
            do="name accounts that this body has seen", rule="REC-02",
        )  # fmt: skip
    found = records(body, authors)
    by_id = {item.record.id: item for item in found}
    shared = to_share(authors, found)
    files: dict[str, bytes] = {}
    shown = [_shown(by_id[each.item.id], each.how, each.because, files) for each in shared]
    about = {
        "body": body.name,
        "made_at": written_at(at),
        "accounts": [_account(author) for author in authors],
        "records": shown,
    }
    files["everything.json"] = json.dumps(about, indent=2, ensure_ascii=False).encode() + b"\n"
    files["everything.html"] = render_to_string("retention/person.html", about).encode()
    files["sha256sums.txt"] = sums(files)
    content = packed("what-we-hold-about-you", files, at)
    with audit.one_transaction():
        audit.record(
            body=body.slug, at=at, by=by, action="retention.export_person",
            subject=f"author {' '.join(str(author.pk) for author in authors)}", records=len(shown),
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
    return content


def _account(author: Author) -> Shown:
    return {
        "platform": author.platform,
        "id": author.native_id,
        "name": author.name,
        "handle": author.handle,
        "address": author.url,
    }


def _shown(item: Item, how: Share, because: str, files: dict[str, bytes]) -> Shown:
    head = {"record": item.record.id, "kind": item.record.kind.value.replace("_", " "), "how": how.value}
    if how is Share.A_PERSON_DECIDES:
        return head | {"title": "A record that a person must look at first", "because": because, "facts": {}}
    return head | {"because": because} | _SHOW[item.source](item.pk, how, files)


def _comment(pk: int, how: Share, files: dict[str, bytes]) -> Shown:
    comment = Comment.objects.select_related("channel", "post").get(pk=pk)
    wordings = comment.revisions.order_by("number").defer("payload")
    return {
        "title": f"What you wrote on {comment.channel.title}",
        "facts": {
            "Written": written_at(comment.created_at),
            "Address": comment.url,
            "Under the post": comment.post.text if comment.post else "",
            "Now": comment.state,
        },
        "texts": {f"Wording {wording.number}": wording.text for wording in wordings},
    }


def _case(pk: int, how: Share, files: dict[str, bytes]) -> Shown:
    case = Case.objects.select_related("proposal", "comment__channel").get(pk=pk)
    own = _comment(case.comment_id, how, files)
    because = [f"{reason['rule']}: {reason['because']}" for reason in case.proposal.reasons]
    facts = {"State": case.state, "Opened": written_at(case.opened_at), "Proposed by a program": case.proposal.suggest}
    return {
        "title": f"Case {case.pk}, about what you wrote on {case.comment.channel.title}",
        "facts": own["facts"] | facts | {"Because": "; ".join(because)},
        "texts": own["texts"],
    }


def _decision(pk: int, how: Share, files: dict[str, bytes]) -> Shown:
    decision = Decision.objects.select_related("edition", "comment__channel").get(pk=pk)
    reversal = getattr(decision, "reversal", None)
    done = [f"{action.verb}: {action.state}" for action in decision.actions.order_by("pk")]
    return {
        "title": f"Decision {decision.pk}: {decision.outcome}",
        "facts": {
            "Decided": written_at(decision.at),
            "By": COVERED,
            "Under": decision.ground or decision.route,
            "Edition of the policy": decision.edition.name,
            "Done on the platform": "; ".join(done),
            "Undone": written_at(reversal.at) if reversal else "",
        },
        "texts": {
            "Reason": decision.reason,
            "Statement of reasons": decision.statement,
            "Reply": decision.reply,
            "Why it was undone": reversal.reason if reversal else "",
        },
    }


def _capture(pk: int, how: Share, files: dict[str, bytes]) -> Shown:
    capture = Capture.objects.select_related("comment__channel", "revision").get(pk=pk)
    given = [part for part in capture.parts if part["name"] in OWN_PARTS]
    left_out = [part for part in capture.parts if part["name"] not in OWN_PARTS]
    for part in given:
        content = _read(part["sha256"])
        name = exhibit_file(f"capture-{pk}", part["name"], content).rpartition("/")[2]
        files[f"captures/{name}"] = content
    return {
        "title": f"A copy of what you wrote on {of_comment(capture)[0].channel.title}, kept as evidence",
        "facts": {
            "Captured": written_at(capture.captured_at),
            "Given here": ", ".join(part["name"] for part in given),
            "Left out, as others may be in it": ", ".join(part["name"] for part in left_out),
        },
        "texts": {},
    }


def _read(sha256: str) -> bytes:
    try:
        return read(sha256)
    except Damaged as damaged:
        raise Refused(
            tried="to export everything about a person", forbids=str(damaged),
            do="tell whoever looks after Evenhand: the part must come back from a backup", rule="REC-02",
        ) from damaged  # fmt: skip


_SHOW: Mapping[str, Callable[[int, Share, dict[str, bytes]], Shown]] = {
    "comment": _comment,
    "case": _case,
    "decision": _decision,
    "capture": _capture,
}

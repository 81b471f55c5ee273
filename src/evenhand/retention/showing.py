"""REC-02: one record as the person it is about is given to read it. Officers are covered, and so are other people."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from evenhand.appeals.models import Appeal
from evenhand.cases.models import Case
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.evidence.models import Capture
from evenhand.evidence.storage import Damaged, read
from evenhand.intake.models import Comment
from evenhand.notices.models import Notice
from evenhand.packs.contents import exhibit_file, written_at
from evenhand.packs.gather import of_comment
from evenhand.people.models import AliasLink, Block, ManagedEntry, WarningGiven
from evenhand.retention.due import Item
from evenhand.tasks.models import Task

COVERED = "an officer of the council"
OWN_PARTS = ("payload",)
"""Parts of a capture that hold the person's own comment and nobody else. Others may show other people: a person
looks through them before they are given out."""
Shown = dict[str, Any]
Files = dict[str, bytes]
"""Beside the page: name -> bytes. A record adds what it has."""


def shown(item: Item, files: Files) -> Shown:
    """Title, facts, texts, and what of it is withheld and why."""
    return {"withheld": {}} | _SHOW[item.source](item.pk, files)


def _day(at: datetime | None) -> str:
    return written_at(at) if at else ""


def _when(step: Any) -> str:
    return f"{step.event.capitalize()}, {written_at(step.at)}"


def _told(about: str) -> dict[str, str]:
    """What the person was told of it, or was to be told."""
    told = Notice.objects.filter(about=about, officer=None).order_by("pk")
    return {f"Notice {row.reference}, {row.kind}, {row.state}": row.words for row in told}


def _comment(pk: int, files: Files) -> Shown:
    comment = Comment.objects.select_related("channel", "post").get(pk=pk)
    wordings = comment.revisions.order_by("number").defer("payload")
    return {
        "title": f"What you wrote on {comment.channel.title}",
        "facts": {
            "Written": written_at(comment.created_at),
            "Address": comment.url,
            "Under the post": comment.post.text if comment.post else "",
            "Now": comment.shown_state,
        },
        "texts": {f"Wording {wording.number}": wording.text for wording in wordings},
    }


def _case(pk: int, files: Files) -> Shown:
    case = Case.objects.select_related("proposal", "comment__channel").get(pk=pk)
    own = _comment(case.comment_id, files)
    because = [f"{reason['rule']}: {reason['because']}" for reason in case.proposal.reasons]
    facts = {"State": case.state, "Opened": written_at(case.opened_at), "Proposed by a program": case.proposal.suggest}
    related = [f"It was looked at again: {row.because}" for row in case.related_to.order_by("pk")]
    return {
        "title": f"Case {case.pk}, about what you wrote on {case.comment.channel.title}",
        "facts": own["facts"] | facts | {"Because": "; ".join(because), "While comments were off": "; ".join(related)},
        "texts": own["texts"] | _opinions(case),
    }


def _opinions(case: Case) -> dict[str, str]:
    """What of their words went to an outside program, and what it said."""
    sent = case.opinions.exclude(sent="").order_by("pk")
    return {
        f"Sent to {row.host} on {_day(row.asked_at)}, with personal data covered": (
            f"{row.sent}\n\nAnswered: {', '.join(row.rules)} {row.reason}" if row.reason else row.sent
        )
        for row in sent
    }


def _decision(pk: int, files: Files) -> Shown:
    decision = Decision.objects.select_related("edition", "comment__channel").get(pk=pk)
    reversal = getattr(decision, "reversal", None)
    second = getattr(decision, "second", None)
    done = [f"{action.verb}: {action.state}" for action in decision.actions.order_by("pk")]
    return {
        "title": f"Decision {decision.pk}: {decision.outcome}",
        "facts": {
            "Decided": written_at(decision.at),
            "By": COVERED,
            "Under": decision.ground or decision.route,
            "Edition of the policy": decision.edition.name,
            "Done on the platform": "; ".join(done),
            "Undone": _day(reversal.at if reversal else None),
        },
        "texts": {
            "Reason": decision.reason,
            "Statement of reasons": decision.statement,
            "Reply": decision.reply,
            "The second officer": second.reason if second else "",
            "Why it was undone": reversal.reason if reversal else "",
        }
        | _told(f"decision {pk}"),
        "withheld": {"Why you were not told": "it was not safe to say (MOD-05)"} if decision.unsafe else {},
    }


def _capture(pk: int, files: Files) -> Shown:
    capture = Capture.objects.select_related("comment__channel", "revision").get(pk=pk)
    given = [part for part in capture.parts if part["name"] in OWN_PARTS]
    left_out = [part["name"] for part in capture.parts if part["name"] not in OWN_PARTS]
    for part in given:
        content = _read(part["sha256"])
        name = exhibit_file(f"capture-{pk}", part["name"], content).rpartition("/")[2]
        files[f"captures/{name}"] = content
    of = f"what you wrote on {of_comment(capture)[0].channel.title}" if capture.comment else "your account"
    return {
        "title": f"A copy of {of}, kept as evidence",
        "facts": {
            "Captured": written_at(capture.captured_at),
            "Given here": ", ".join(part["name"] for part in given),
        },
        "texts": {},
        "withheld": {f"Parts: {', '.join(left_out)}": "other people may be in them"} if left_out else {},
    }


def _read(sha256: str) -> bytes:
    try:
        return read(sha256)
    except Damaged as damaged:
        raise Refused(
            tried="to export everything about a person", forbids=str(damaged),
            do="tell whoever looks after Evenhand: the part must come back from a backup", rule="REC-02",
        ) from damaged  # fmt: skip


def _warning(pk: int, files: Files) -> Shown:
    given = WarningGiven.objects.select_related("notice").get(pk=pk)
    return {
        "title": "A warning",
        "facts": {"Given": written_at(given.given_at), "By": COVERED, "Because": given.because,
                  "Counted": "; ".join(given.working), "Told": given.notice.state},
        "texts": {"Words of the warning": given.words},
    }  # fmt: skip


def _block(pk: int, files: Files) -> Shown:
    block = Block.objects.prefetch_related("channels__channel", "steps").get(pk=pk)
    end = getattr(block, "end", None)
    steps = {_when(step): step.reason for step in sorted(block.steps.all(), key=lambda step: step.pk)}
    return {
        "title": f"Block {block.pk}",
        "facts": {
            "Decided": written_at(block.decided_at),
            "By": COVERED,
            "Under": block.rule,
            "Because": block.because,
            "Counted": "; ".join(block.working),
            "Channels": ", ".join(each.channel.title for each in block.channels.all()),
            "From": str(block.starts_on),
            "Review": str(block.review_on),
            "Over": f"{end.state}, {written_at(end.at)}" if end else "",
        },
        "texts": {"Reason": block.reason, "Notice": block.notice, "Why at once": block.extreme}
        | {f"Asked before: {question}": answer for question, answer in block.answers.items()}
        | steps
        | _told(f"block {pk}"),
    }


def _entry(pk: int, files: Files) -> Shown:
    entry = ManagedEntry.objects.prefetch_related("steps").get(pk=pk)
    steps = {_when(step): step.reason for step in entry.steps.order_by("pk")}
    return {
        "title": f"Entry {entry.pk} of the managed contacts list",
        "facts": {"Proposed": written_at(entry.proposed_at), "By": COVERED, "From": str(entry.starts_on),
                  "Review": str(entry.review_on)},
        "texts": {"Reason": entry.reason, "Notice": entry.notice} | steps | _told(f"entry {pk}"),
    }  # fmt: skip


def _link(pk: int, files: Files) -> Shown:
    link = AliasLink.objects.select_related("one", "other").prefetch_related("evidence", "steps").get(pk=pk)
    evidence = {f"What speaks for it: {each.kind}": each.words for each in link.evidence.order_by("pk")}
    steps = {_when(step): step.reason for step in link.steps.order_by("pk")}
    return {
        "title": f"Link {link.pk}: that two accounts are yours",
        "facts": {"Proposed": written_at(link.proposed_at), "Likeness": f"{link.confidence:.0%}", "By": COVERED},
        "texts": evidence | steps,
    }


def _appeal(pk: int, files: Files) -> Shown:
    appeal = Appeal.objects.prefetch_related("steps").get(pk=pk)
    steps = {_when(step): step.words for step in appeal.steps.order_by("number")}
    return {
        "title": f"Appeal {appeal.reference}",
        "facts": {"Received": written_at(appeal.received_at), "By": appeal.came, "About": appeal.about,
                  "E-mail": appeal.email},
        "texts": {"What you asked": appeal.words} | steps | _told(f"appeal {pk}"),
    }  # fmt: skip


def _task(pk: int, files: Files) -> Shown:
    task = Task.objects.get(pk=pk)
    return {
        "title": f"Task {pk}, something that an officer did by hand",
        "facts": {"Opened": written_at(task.created_at), "Done": _day(task.done_at), "By": COVERED,
                  "What": task.title},
        "texts": {"Why": task.why, "What came of it": task.outcome},
    }  # fmt: skip


_SHOW: Mapping[str, Callable[[int, Files], Shown]] = {
    "comment": _comment,
    "case": _case,
    "decision": _decision,
    "capture": _capture,
    "warning": _warning,
    "block": _block,
    "entry": _entry,
    "link": _link,
    "appeal": _appeal,
    "task": _task,
}
"""Packs, referrals, reports and rejected rows are never here: what is told of them a person decides."""

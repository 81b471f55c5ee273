"""EVD-02: the timeline and the custody of a pack, told from the audit log."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evenhand.audit.queries import EntryLine, about
from evenhand.core.evidence_pack import Entry
from evenhand.intake.models import Comment
from evenhand.officers.models import Officer

Detail = Mapping[str, Any]
_SAID: Mapping[str, Callable[[Detail], str]] = {
    "decisions.record": lambda d: f"decided “{d['outcome']}” under {d['ground'] or d['route'] or 'no rule'}",
    "decisions.second": lambda d: f"{'approved' if d['approved'] else 'refused'} the decision as second person",
    "decisions.reverse": lambda d: "undid the decision",
    "evidence.capture": lambda d: f"captured the comment, wording {d['revision']}",
    "actions.queue": lambda d: f"asked for “{d['verb']}” on the platform",
    "actions.send": lambda d: f"sent “{d['verb']}” to the platform",
    "actions.succeed": lambda d: f"“{d['verb']}” was done; the platform answered “{d['answer']}”",
    "actions.hand_over": lambda d: f"handed “{d['verb']}” over to a person: {d['why']}",
    "actions.finish_by_hand": lambda d: f"did “{d['verb']}” by hand: {d['outcome']}",
    "actions.cancel": lambda d: f"“{d['verb']}” was cancelled: {d['why']}",
}


def timeline(body: str, comments: list[Comment]) -> tuple[Entry, ...]:
    """What happened to these comments, oldest first: their author, the programs and the officers."""
    found = [entry for comment in comments for entry in (*_by_author(comment), *_recorded(body, comment))]
    return tuple(sorted(found, key=lambda entry: entry.at))


def _by_author(comment: Comment) -> Iterator[Entry]:
    author = str(comment.author or "Unknown author")
    yield Entry(comment.created_at, author, f"posted comment {comment.native_id} on {comment.channel.title}")
    for wording in comment.revisions.order_by("number").defer("payload", "text"):
        if wording.edited_at:
            yield Entry(wording.edited_at, author, f"changed comment {comment.native_id} to wording {wording.number}")
        seen = f"received comment {comment.native_id}, wording {wording.number}"
        yield Entry(wording.received_at, "Evenhand", seen)


def _recorded(body: str, comment: Comment) -> Iterator[Entry]:
    for line in about(body, f"comment {comment.pk}"):
        if say := _SAID.get(line.action):
            said = say(json.loads(line.detail))
            yield Entry(line.at, named(line.by), f"{said} (comment {comment.native_id})")


def captured_by(body: str, comment: int, capture: int) -> EntryLine | None:
    """The audit entry of one capture."""
    for line in about(body, f"comment {comment}"):
        if line.action == "evidence.capture" and json.loads(line.detail)["capture"] == capture:
            return line
    return None


def named(by: str) -> str:
    """Who did it, as a stranger reads it: the officer's name with their address, or the program."""
    if by.startswith("program: "):
        return f"Evenhand ({by.removeprefix('program: ')})"
    name = Officer.objects.filter(email=by).values_list("name", flat=True).first()
    return f"{name} ({by})" if name else by

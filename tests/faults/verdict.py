"""After the storm: what is missing, what was done without evidence, what was seen twice, what is claimed and not so."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FINAL = ("done", "done by hand", "cancelled")
STATE_AFTER = {"hide": "hidden", "unhide": "visible", "delete": "deleted"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults`: what must be nought, each with the cases found; `figures`: what was merely counted."""

    faults: Mapping[str, Sequence[str]]
    figures: Mapping[str, int]

    @property
    def holds(self) -> bool:
        return not any(self.faults.values())


def unfinished() -> tuple[int, int]:
    """Actions under way, and jobs that have not ended. (-1, -1) while the database is away."""
    from django.db import DatabaseError, InterfaceError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select (select count(*) from actions_action where state in ('queued', 'captured', 'sending')),"
                " (select count(*) from procrastinate_jobs"
                " where task_name = 'carry_out' and status in ('todo', 'doing'))"
            )
            row = cursor.fetchone()
            return int(row[0]), int(row[1])
    except (DatabaseError, InterfaceError):
        connection.close()
        return -1, -1


def judge(tally: Mapping[str, Any], ids: Sequence[str], journals: Sequence[str]) -> Verdict:
    """Hold the product's books against the platform's. `ids`: of the comments that were written."""
    from evenhand.actions.models import Action, Receipt
    from evenhand.audit.queries import verify

    actions = list(Action.objects.select_related("comment", "decision").order_by("pk"))
    verified = verify()
    faults = {
        "decisions lost after they were acknowledged": list(_lost_decisions(journals)),
        "decisions whose action is missing": list(_without_action()),
        "actions neither final nor with a person's task": list(_unsettled(actions)),
        "comments lost or taken in twice": list(_imports(ids)),
        "actions without evidence, as the platform saw them": list(tally["without_evidence"]),
        "captured parts missing or damaged": list(_damaged()),
        "visible effects that happened twice": list(_twice(actions, tally)),
        "shown as done, and not so on the platform": list(_untrue(actions, tally)),
        "effects that nobody is told of": list(_unseen(actions, tally)),
        "breaks in the audit log": [broken.wrong for broken in verified.breaks],
    }
    calls, again = tally["calls"], sum(count - 1 for count in tally["calls"].values())
    states = Counter(action.state for action in actions)
    figures = {
        "actions": len(actions),
        **{f"actions {state}": count for state, count in sorted(states.items())},
        "actions that the platform saw": len(calls),
        "calls that were made again": again,
        "calls spared by reading back": Receipt.objects.filter(kind="found done").count(),
        "visible effects": sum(tally["effects"].values()),
        "comments": len(ids),
        "audit entries": verified.entries,
    }
    return Verdict(faults, figures)


def _lost_decisions(journals: Sequence[str]) -> Iterator[str]:
    """What an operation returned, or the console answered, is in the database whatever was killed afterwards."""
    from evenhand.decisions.models import Decision, Reversal

    decisions = {str(pk) for pk in Decision.objects.values_list("pk", flat=True)}
    reversals = {str(pk) for pk in Reversal.objects.values_list("decision_id", flat=True)}
    cases = {str(pk) for pk in Decision.objects.values_list("comment__case__pk", flat=True)}
    kept = {"decision": decisions, "reversal": reversals}
    for line in journals:
        kind, _, which = line.partition(" ")
        held = kept.get(kind, cases)
        if which.rpartition("/")[2] not in held:
            yield line


def _without_action() -> Iterator[str]:
    from evenhand.decisions.models import Decision

    for decision in Decision.objects.filter(outcome__in=["hide", "reply", "delete"], actions=None):
        yield f"decision {decision.pk}: {decision.outcome}"


def _unsettled(actions: Sequence[Any]) -> Iterator[str]:
    from evenhand.tasks.models import Task

    tasks = set(Task.objects.filter(done_at=None).values_list("about", flat=True))
    for action in actions:
        if action.state == "manual" and f"action {action.pk}" in tasks:
            continue
        if action.state not in FINAL:
            yield f"action {action.pk} ({action.verb}) is {action.state}"


def _imports(ids: Sequence[str]) -> Iterator[str]:
    from evenhand.cases.models import Case
    from evenhand.intake.models import Comment, Revision

    held = Counter(Comment.objects.values_list("native_id", flat=True))
    cases = Counter(Case.objects.values_list("comment__native_id", flat=True))
    wordings = Counter(Revision.objects.values_list("comment__native_id", flat=True))
    for id_ in {*ids, *held}:
        if (held[id_], wordings[id_], cases[id_]) != (1, 1, 1) or id_ not in set(ids):
            yield f"{id_}: {held[id_]} rows, {wordings[id_]} wordings, {cases[id_]} cases"


def _damaged() -> Iterator[str]:
    from evenhand.evidence.models import Capture
    from evenhand.evidence.storage import Damaged, read

    for capture in Capture.objects.all():
        for part in capture.parts:
            try:
                read(part["sha256"])
            except Damaged as damaged:
                yield f"capture {capture.pk}: {damaged}"


def _twice(actions: Sequence[Any], tally: Mapping[str, Any]) -> Iterator[str]:
    """By key: one action, one effect. By comment: no reply that no action asked for."""
    asked = Counter(action.comment.native_id for action in actions if action.verb == "reply")
    for key, count in tally["effects"].items():
        if count > 1:
            yield f"key {key}: {count} effects of {tally['calls'][key]} calls"
    for id_, comment in tally["comments"].items():
        if len(comment["replies"]) > asked[id_]:
            yield f"{id_}: {len(comment['replies'])} replies stand, {asked[id_]} were asked for"


def _untrue(actions: Sequence[Any], tally: Mapping[str, Any]) -> Iterator[str]:
    last = {action.comment.native_id: action for action in actions if action.verb != "reply" and _acted(action)}
    for id_, action in last.items():
        stands = tally["comments"][id_]["state"]
        if stands != STATE_AFTER[action.verb] or action.comment.state != stands:
            yield f"{id_}: {action.verb} is done, we hold “{action.comment.state}”, the platform “{stands}”"
    for action in actions:
        if action.verb == "reply" and _acted(action) and not tally["effects"].get(str(action.key)):
            yield f"{action.comment.native_id}: reply {action.key} is done, and nobody sees it"


def _acted(action: Any) -> bool:
    return bool(action.state == "done")


def _unseen(actions: Sequence[Any], tally: Mapping[str, Any]) -> Iterator[str]:
    """A comment that is out of sight although no decision wants it so, with nothing under way and no task."""
    by_comment: dict[str, list[Any]] = {}
    for action in actions:
        by_comment.setdefault(action.comment.native_id, []).append(action)
    for id_, of_comment in by_comment.items():
        if any(action.state not in ("done", "cancelled") for action in of_comment):
            continue
        stands = tally["comments"][id_]["state"]
        changes = [action for action in of_comment if action.verb != "reply" and action.state == "done"]
        wanted = STATE_AFTER[changes[-1].verb] if changes else "visible"
        if stands != wanted:
            yield f"{id_}: the platform shows “{stands}”, the last thing done was {wanted}"
    keys = {str(action.key): action for action in actions}
    for key, count in tally["effects"].items():
        if count and key not in keys:
            yield f"key {key} had an effect and is no action of ours"

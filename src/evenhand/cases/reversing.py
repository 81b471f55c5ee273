"""APL-04, MOD-04: a decision that was overturned on appeal: what it did is taken back as far as that can be done."""

from datetime import datetime

from evenhand.actions import operations as actions
from evenhand.actions.models import Action
from evenhand.audit import operations as audit
from evenhand.cases import telling
from evenhand.cases.models import Case
from evenhand.core.lifecycle import ActionState, CaseEvent, CaseState, next_case_state
from evenhand.core.moderation import irrevocable
from evenhand.core.vocabulary import Verb
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.notices import operations as notices
from evenhand.officers.models import Officer
from evenhand.people import operations as people


def stands(decision: Decision) -> bool:
    """Whether it is the decision of its case: another may have replaced it since."""
    return Case.objects.filter(comment=decision.comment_id, decision=decision).exists()


def reverse(*, decision: Decision, reason: str, by: Officer, at: datetime) -> Case:
    """Reverse a decision and put its case in the queue again. The caller has checked that this person may.

    What cannot be brought back stays, and is for the caller to say. Raises: Refused when it was undone before.
    """
    with audit.one_transaction():
        case = Case.objects.select_for_update(of=("self",)).get(comment=decision.comment_id)
        decisions.reverse(decision=decision, reason=reason, by=by, at=at)
        about = f"decision {decision.pk}"
        if case.decision_id == decision.pk:
            _take_back(decision, by=by.email, at=at)
            _reopen(case, decision, by, at)
        else:
            notices.withdraw(
                body=case.body, about=about, why="the decision was reversed", by=by.email, at=at
            )  # fmt: skip
        people.after_undoing(decision=decision, by=by.email, at=at)
    return case


def _take_back(decision: Decision, *, by: str, at: datetime) -> None:
    """A later decision's work is not undone with an earlier one, nor is what no platform takes back."""
    if lasting(decision):
        notices.withdraw(
            body=decision.comment.channel.body, about=f"decision {decision.pk}", why="the decision was reversed",
            by=by, at=at,
        )  # fmt: skip
        return
    actions.take_back(about=f"decision {decision.pk}", why="the decision was reversed on appeal", by=by, at=at)
    telling.of_reversal(decision, by=by, at=at)


def lasting(decision: Decision) -> bool:
    """Whether something was done, or may have been, that no platform takes back."""
    deletions = [each for each in decision.actions.filter(undoes=None) if irrevocable(Verb(each.verb))]
    return any(action.state in _BEGUN or _broke_off(action) for action in deletions)


_BEGUN = (ActionState.SENDING, ActionState.DONE, ActionState.DONE_BY_HAND)


def _broke_off(action: Action) -> bool:
    """A try that did not end in a plain failure: nobody knows what the platform did."""
    return action.attempts > action.receipts.filter(kind="failed").count()


def _reopen(case: Case, decision: Decision, by: Officer, at: datetime) -> None:
    if case.state != CaseState.OPEN:  # the author's edit may have reopened it already
        case.state = next_case_state(CaseState(case.state), CaseEvent.UNDO).value
    case.decision, case.opened_at = None, at
    case.changed_by, case.changed_how, case.changed_at = by.name, f"reversed “{decision.outcome}” on appeal", at
    case.version += 1
    case.save()

"""One step of an appeal, with its audit entry. For this room alone."""

from datetime import datetime

from evenhand.appeals.models import Appeal, AppealStep
from evenhand.appeals.queries import get
from evenhand.appeals.standing import state_of, steps_of
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import AppealEvent, next_appeal_state
from evenhand.core.undoing import Effect
from evenhand.officers.models import Body, Officer

APPELLANT = "the appellant"
PROGRAM = "program: look after appeals"


def step(
    appeal: Appeal, event: AppealEvent, *, by: Officer | None, at: datetime, words: str = "",
    undone: tuple[Effect, ...] = (), said_by: str = "",
) -> None:  # fmt: skip
    """Raises: Refused, when where it stands does not allow it."""
    steps = steps_of(appeal)
    next_appeal_state(state_of(steps), event)
    AppealStep.objects.create(
        appeal=appeal, number=len(steps) + 1, event=event.value, by=by, at=at, words=words.strip(),
        undone=[_as_row(effect) for effect in undone],
    )  # fmt: skip
    audit.record(
        body=appeal.body.slug, at=at, by=said_by or (by.email if by else PROGRAM),
        action=f"appeals.{event.name.lower()}", subject=f"appeal {appeal.pk}", about=appeal.about,
        **({"words": words.strip()} if by and words else {}),
    )  # fmt: skip


def _as_row(effect: Effect) -> dict[str, str]:
    return {"kind": effect.kind.value, "on": effect.on, "how": effect.how.value, "because": effect.because}


def locked(appeal_id: int, body: Body) -> Appeal:
    """For a step. Raises: Appeal.DoesNotExist, for another body's too."""
    Appeal.objects.select_for_update(of=("self",)).get(pk=appeal_id, body=body)
    return get(body, appeal_id)

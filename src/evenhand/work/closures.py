"""CMT-01, CMT-02: what is done about comments that are off, minute by minute; reading back needs a performer."""

from datetime import UTC, datetime

from evenhand.actions import carrying_out
from evenhand.closures import keeping_time, plans
from evenhand.officers.models import Body
from evenhand.platforms import found
from evenhand.work.access import manifest_for, performer_for


def look_after(*, at: datetime) -> None:
    """CMT-01, CMT-02: everything that is due at an instant. Doing it again changes nothing.

    Raises: ExceptionGroup, after all others, when something could not be done; it is tried again.
    """
    faults: list[Exception] = []
    for step in (_posts, _held, _plans, _read_back):
        try:
            step(at)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some of what is due about comments being off could not be done", faults)


def _posts(at: datetime) -> None:
    keeping_time.look_after(at, found.manifest)


def _held(at: datetime) -> None:
    plans.look_after_held(at)


def _plans(at: datetime) -> None:
    for body in Body.objects.filter(channel__post__isnull=False).distinct().order_by("pk"):
        plans.ask_for_plan(body, at, found.manifest)


def _read_back(at: datetime) -> None:
    """CMT-01: comments are on again when the platform shows that they are, not when it says so."""
    for action in keeping_time.to_read_back(at):
        channel = action.channel
        seen = carrying_out.read_back(
            action_id=action.pk, performer=performer_for(channel, in_shadow=action.shadow),
            manifest=manifest_for(channel, in_shadow=action.shadow), now=lambda: datetime.now(UTC),
        )  # fmt: skip
        if seen is not None and action.post is not None:
            keeping_time.confirm(action.post, seen, at)

"""Notices for lists, for what they tell of, and by the reference that somebody quotes."""

from collections.abc import Mapping

from django.db.models import QuerySet

from evenhand.core.lifecycle import NoticeState
from evenhand.core.references import known_form
from evenhand.core.refusals import Refused
from evenhand.notices.models import Notice
from evenhand.officers.models import Body

SHOWN: Mapping[str, tuple[NoticeState, ...]] = {
    "not delivered": (NoticeState.FAILED,),
    "by hand": (NoticeState.BY_HAND,),
    "on its way": (NoticeState.QUEUED, NoticeState.SENDING, NoticeState.SENT),
    "told": (NoticeState.DELIVERED, NoticeState.TOLD_BY_HAND),
    "not told": (NoticeState.NOT_TOLD, NoticeState.WITHDRAWN),
}
"""What a list may be narrowed to."""


def by_reference(reference: str, body: Body | None = None) -> Notice | None:
    """The notice that a reference names, however it was typed; `body`: of this one alone. None where there is none."""
    try:
        known = known_form(reference)
    except Refused:
        return None
    found = Notice.objects.select_related("body", "author", "comment", "channel").filter(reference=known)
    return (found.filter(body=body) if body else found).first()


def about(body: Body, what: str) -> list[Notice]:
    """Every notice that tells of "decision 12" or "block 3", oldest first."""
    return list(_of(body).filter(about=what).order_by("pk"))


def listed(body: Body, shown: str = "") -> QuerySet[Notice]:
    """A body's notices, newest first. `shown`: a key of SHOWN; anything else shows all."""
    found = _of(body).order_by("-queued_at", "-pk")
    return found.filter(state__in=[state.value for state in SHOWN[shown]]) if shown in SHOWN else found


def get(body: Body, notice_id: int) -> Notice:
    """Raises: Notice.DoesNotExist, for another body's too."""
    return _of(body).get(pk=notice_id)


def was_told(body: Body, what: str) -> bool:
    """Whether anybody was told, or may have been, of "decision 12"."""
    told = [NoticeState.SENDING, NoticeState.SENT, NoticeState.DELIVERED, NoticeState.TOLD_BY_HAND]
    return Notice.objects.filter(body=body, about=what, state__in=[state.value for state in told]).exists()


def _of(body: Body) -> QuerySet[Notice]:
    return Notice.objects.filter(body=body).select_related("author", "comment", "channel", "officer", "action")

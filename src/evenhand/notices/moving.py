"""A notice from one state to the next, with its receipts, tasks and audit entries. For this room alone."""

from collections.abc import Iterator
from datetime import datetime

from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.core.lifecycle import NoticeEvent, NoticeState, next_notice_state
from evenhand.core.vocabulary import Verb
from evenhand.notices.models import Notice, Receipt, Way
from evenhand.platforms import found
from evenhand.tasks import operations as tasks

PROGRAM = "program: tell"
JOB = "tell"


def locked(notice_id: int) -> Notice:
    """For a change of state."""
    found_one = Notice.objects.select_for_update(of=("self",))
    return found_one.select_related("body", "author", "comment", "channel", "officer", "action").get(pk=notice_id)


def move(notice: Notice, event: NoticeEvent, *, by: str, at: datetime, **detail: object) -> None:
    """Raises: Refused when the notice's state does not allow it."""
    before = notice.state
    notice.state = next_notice_state(NoticeState(before), event).value
    notice.changed_at = at
    notice.save()
    record(notice, event.name.lower(), by=by, at=at, before=before, after=notice.state, **detail)


def record(notice: Notice, what: str, *, by: str, at: datetime, **detail: object) -> None:
    """An audit entry. No address is in it, since entries are for ever."""
    audit.record(
        body=notice.body.slug, at=at, by=by, action=f"notices.{what}", subject=f"notice {notice.pk}",
        about=notice.about, kind=notice.kind, way=notice.way, reference=notice.reference, **detail,
    )  # fmt: skip


def receipt(notice: Notice, kind: str, words: str, at: datetime) -> None:
    """What a way answered. The address is taken out: receipts cannot be changed."""
    said = words.replace(notice.email, "their address") if notice.email else words
    Receipt.objects.create(notice=notice, at=at, way=notice.way, kind=kind, answer=said[:10_000])


def defer(notice: Notice) -> None:
    """The job that sends it; it commits with the notice."""
    app.configure_task(JOB, allow_unknown=True).defer(notice_id=notice.pk)


def hand_over(notice: Notice, *, why: str, by: str, at: datetime) -> None:
    """MOD-03: a person tells them. The words are in the task."""
    notice.why = why
    move(notice, NoticeEvent.HAND_OVER, by=by, at=at, why=why)
    open_task(notice, by=by, at=at)


def not_delivered(notice: Notice, *, why: str, by: str, at: datetime) -> None:
    """It came back, or was refused for good: a person finds another way."""
    notice.why = why
    move(notice, NoticeEvent.BOUNCE, by=by, at=at)
    open_task(notice, by=by, at=at)


def open_task(notice: Notice, *, by: str, at: datetime) -> None:
    """A task that holds all that a person needs."""
    url = notice.comment.url if notice.comment else notice.author.url if notice.author else ""
    tasks.open_task(
        body=notice.body, about=f"notice {notice.pk}", title=f"Tell {notice.to}: {notice.subject or notice.kind}",
        why=notice.why, steps=list(_steps(notice)), url=url, by=by, at=at,
    )  # fmt: skip


def _steps(notice: Notice) -> Iterator[str]:
    if notice.email:
        yield f"Write to {notice.email}, or find another way to reach {notice.to}"
    elif notice.channel and (how := found.manifest(notice.channel.platform).verbs.get(Verb.PRIVATE_REPLY)):
        yield from how.steps or (f"Write to {notice.to} in a private message on {notice.channel}",)
    else:
        yield f"Find a way to reach {notice.to} that leaves something in writing; never in public"
    yield f"The words:\n\n{notice.words}"
    yield "Say here which way you took"


def reset(notice: Notice, way: Way) -> None:
    """As it is before a first try by a way."""
    notice.way, notice.why, notice.attempts, notice.sent_as, notice.action = way.value, "", 0, "", None

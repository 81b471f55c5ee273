"""What a platform pushed is read from it, comment by comment or by a poll, the way that polling takes comments in."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.connections import operations as connections
from evenhand.connections import pushed, pushing, reading, wanted
from evenhand.connections.wanted import Claimed
from evenhand.core.lifecycle import CaseState
from evenhand.intake.models import Comment
from evenhand.platforms import found
from evenhand.platforms.contract import (
    AccessRefused,
    Fetched,
    Incoming,
    NotDone,
    Reads,
    Subscribes,
    TryAgain,
    Unknown,
)
from evenhand.work import clock
from evenhand.work.access import access_to
from evenhand.work.pipeline import take_in
from evenhand.work.read_channels import BY, judge_one, wake

Seen = tuple[Claimed, Fetched]


@app.task(name=pushed.JOB)
def take_pushes(*, connection_id: int) -> None:
    """Some of the comments that were pushed, and a job for the next; a poll where more is asked for than comments."""
    pushed.past_barrier(connection_id)
    place = reading.place(connection_id)
    if place is None:
        return
    _poll_if_asked(place)
    claimed = wanted.claim(connection_id, clock.now())
    if not claimed:
        return
    try:
        reader = found.reader(place.channel.platform, access_to(place.channel))
    except TryAgain as refused:
        _stopped(claimed, connection_id, refused)
        return
    seen = _fetch(reader, claimed, connection_id)
    _take(place, seen)


def _poll_if_asked(place: reading.Place) -> None:
    manifest, at = found.manifest(place.channel.platform), clock.now()
    with audit.one_transaction():
        wait = wanted.poll_asked_for(place.connection_id, manifest, at)
        if wait is not None:
            wake("read_channel", place.connection_id, wait)


def _fetch(reader: Reads, claimed: Sequence[Claimed], connection_id: int) -> list[Seen]:
    """As far as the platform answers. What it stopped at, and the rest, waits for another job."""
    seen: list[Seen] = []
    for number, one in enumerate(claimed):
        try:
            seen.append((one, reader.fetch(one.ref)))
        except AccessRefused as refused:
            _stopped(claimed[number:], connection_id, refused)
            break
        except TryAgain as busy:
            wanted.failed(one, connection_id=connection_id, why=str(busy), at=clock.now())
            _stopped(claimed[number + 1 :], connection_id, busy)
            break
    return seen


def _stopped(rest: Sequence[Claimed], connection_id: int, busy: TryAgain) -> None:
    """The channel rests as long as after a poll that failed; the minute's round goes on then."""
    wanted.release(rest)
    connections.failed(connection_id=connection_id, what="read what was pushed", busy=busy, at=clock.now())
    judge_one(connection_id)


def _take(place: reading.Place, seen: Sequence[Seen]) -> None:
    """All of it in one transaction, with the job for what is left."""
    if not seen:
        return
    at = clock.now()
    came = {one.id: one for _, one in seen if isinstance(one, Incoming)}
    history, new = reading.split(list(came.values()), place.history_before)
    with audit.one_transaction():
        take_in(channel=place.channel, incoming=history, by=BY, at=at, signals=False)
        take_in(channel=place.channel, incoming=new, by=BY, at=at)
        connections.plan_looks(channel=place.channel, ids=[one.id for one in new], at=at)
        _look(place, seen)
        wanted.done([claimed for claimed, _ in seen])
        if wanted.is_waiting(place.connection_id):
            wake(pushed.JOB, place.connection_id)


def _look(place: reading.Place, seen: Sequence[Seen]) -> None:
    """Hidden, shown again, or gone: of the comments that we hold. What was deleted before we saw it, nobody has."""
    at, fetched = clock.now(), {claimed.ref.id: one for claimed, one in seen}
    held = Comment.objects.filter(channel=place.channel, native_id__in=fetched, revisit__isnull=False)
    rows = list(held.select_related("channel__body", "revisit"))
    opened = Case.objects.filter(comment__in=rows).exclude(state=CaseState.CLOSED.value)
    with_case = set(opened.values_list("comment_id", flat=True))
    for row in rows:
        connections.looked(comment=row, seen=fetched[row.native_id], is_open=row.pk in with_case, at=at)


@app.task(name=pushing.SUBSCRIBE)
def subscribe_channel(*, connection_id: int) -> None:
    """Ask a platform to push to the channel's address; what it says stands on the channel's page."""
    place = reading.place(connection_id)
    if place is None:
        return
    try:
        asked = found.connect(place.channel.platform, access_to(place.channel))
        if not isinstance(asked, Subscribes):
            return
        ok, words = True, asked.subscribe()
    except (TryAgain, NotDone, Unknown) as busy:
        ok, words = False, str(busy)
    connections.subscribed(connection_id=connection_id, ok=ok, words=words, at=clock.now())

"""Channels are read page by page and looked at again, checked once a day; keepers are told what is wrong."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE
from evenhand.audit import operations as audit
from evenhand.cases.models import Case
from evenhand.connections import operations as connections
from evenhand.connections import reading, standing, wanted
from evenhand.connections.pushed import JOB
from evenhand.core.channel_health import ChannelHealth
from evenhand.core.lifecycle import CaseState
from evenhand.intake.models import Channel, Comment
from evenhand.notices import operations as notices
from evenhand.platforms import found
from evenhand.platforms.contract import AccessRefused, Incoming, Polled, Reads, TryAgain
from evenhand.tasks import operations as tasks
from evenhand.work import clock
from evenhand.work.access import access_to
from evenhand.work.pipeline import take_in

BY = reading.PROGRAM
PAGE = "/{body}/channels/{channel}"  # an address of the console, which this room cannot ask for


@app.task(name="look_for_channels_due")
def look_for_channels_due() -> None:
    """Every minute: a job for each channel whose turn has come, for comments to look at again, and pushed ones left."""
    at = clock.now()
    for connection_id in reading.due(at):
        wake("read_channel", connection_id)
    for connection_id in reading.due_looks(at):
        wake("look_again", connection_id)
    for connection_id in wanted.due(at):
        wake(JOB, connection_id)


def wake(job: str, connection_id: int, after: timedelta = timedelta(0)) -> None:
    """One such job of a channel waits at a time, however often it is woken. `after`: not before then.

    Two at work at once do no harm, since the cursor is compared; a lock would be kept by a worker that died.
    """
    not_before = clock.now() + after if after else None
    try:
        with transaction.atomic():
            task = app.configure_task(job, queueing_lock=f"{job} {connection_id}", schedule_at=not_before)
            task.defer(connection_id=connection_id)
    except AlreadyEnqueued:
        return


@app.task(name="read_channel")
def read_channel(*, connection_id: int) -> None:
    """One page: what it brings, the cursor and the job for the next page commit together, or none of them does."""
    place = reading.place(connection_id)
    if place is None:
        return
    asked_at = clock.now()
    try:
        polled = found.reader(place.channel.platform, access_to(place.channel)).poll(place.cursor)
    except TryAgain as busy:
        connections.failed(connection_id=connection_id, what="read", busy=_mended(connection_id, busy), at=clock.now())
        judge_one(connection_id)
        return
    if take_page(place, polled, asked_at) and not polled.more:
        judge_one(connection_id)


def _mended(connection_id: int, busy: TryAgain) -> TryAgain:
    """A token that is refused for its age is renewed, and nobody is woken for it; refused again, it is what it is."""
    grant_id = connections.hasten(connection_id=connection_id, at=clock.now()) if type(busy) is AccessRefused else None
    if grant_id is None:
        return busy
    app.configure_task("renew_grant").defer(grant_id=grant_id)
    return TryAgain(f"access is being renewed: {busy}")


def take_page(place: reading.Place, polled: Polled, asked_at: datetime | None = None) -> bool:
    """Whether it was ours to take. `asked_at`: when the platform was asked, for what it had pushed before."""
    at, manifest = clock.now(), found.manifest(place.channel.platform)
    waits = Action.objects.filter(channel=place.channel, state__in=LIVE).exists()
    history, new = reading.split(polled.incoming, place.history_before)
    with audit.one_transaction():
        if not connections.page_taken(place=place, polled=polled, manifest=manifest, waits=waits, at=at):
            return False
        take_in(channel=place.channel, incoming=history, by=BY, at=at, signals=False)
        take_in(channel=place.channel, incoming=new, by=BY, at=at)
        connections.plan_looks(channel=place.channel, ids=[one.id for one in new], at=at)
        if asked_at:
            ids = [one.id for one in polled.incoming]
            connections.brought(connection_id=place.connection_id, ids=ids, asked_at=asked_at)
        if polled.more and reading.place_is_due(place.connection_id, at):
            wake("read_channel", place.connection_id)
    return True


@app.task(name="look_again")
def look_again(*, connection_id: int) -> None:
    """Comments whose turn has come are asked for by their ids: edited since, hidden, or deleted by their authors."""
    place = reading.place(connection_id)
    if place is None:
        return
    channel = place.channel
    comments = reading.to_look_at(connection_id, found.manifest(channel.platform), clock.now())
    if not comments:
        return
    opened = Case.objects.filter(comment__in=comments).exclude(state=CaseState.CLOSED.value)
    with_case = set(opened.values_list("comment_id", flat=True))
    try:
        _look(place, found.reader(channel.platform, access_to(channel)), comments, with_case)
    except TryAgain as busy:
        connections.failed(connection_id=connection_id, what="look again", busy=busy, at=clock.now())


MOST_IN_A_ROW = 3
"""Looks one after another that come to nothing: then it is not these comments, but the channel."""


def _look(place: reading.Place, reader: Reads, comments: list[Comment], with_case: set[int]) -> None:
    """Raises: AccessRefused, and TryAgain where the first looks of a round all come to nothing."""
    in_a_row, seen_any = 0, False
    for comment in comments:
        try:
            seen = reader.fetch(reading.ref(comment))
        except AccessRefused:
            raise
        except TryAgain as busy:
            in_a_row += 1
            connections.look_failed(comment=comment, busy=busy, at=clock.now())
            if busy.after_seconds:
                connections.hold_back(connection_id=place.connection_id, seconds=busy.after_seconds, at=clock.now())
                return
            if in_a_row == MOST_IN_A_ROW and not seen_any:
                raise
            continue
        in_a_row, seen_any, at = 0, True, clock.now()
        with audit.one_transaction():
            if isinstance(seen, Incoming):
                take_in(channel=place.channel, incoming=[seen], by=BY, at=at)
            connections.looked(comment=comment, seen=seen, is_open=comment.pk in with_case, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(name="judge_channels", queueing_lock="judge_channels")
def judge_channels(timestamp: int) -> None:
    """Every five minutes: how well each channel goes, and who must hear of it."""
    for connection in standing.connected():
        judge_one(connection.pk)


@app.periodic(cron="41 4 * * *")
@app.task(name="probe_channels", queueing_lock="probe_channels")
def probe_channels(timestamp: int) -> None:
    """Once a day: each channel is looked at as itself. Then what could not be read a month ago is forgotten."""
    for connection in standing.connected():
        probe(connection.pk, connection.channel)
    connections.forget_unreadable(at=clock.now())
    connections.forget_raw(at=clock.now())


def probe(connection_id: int, channel: Channel) -> None:
    """Whether its credentials are still taken."""
    try:
        prober = found.prober(channel.platform, access_to(channel))
    except TryAgain as busy:
        connections.failed(connection_id=connection_id, what="probe", busy=busy, at=clock.now())
    else:
        if prober is not None:
            connections.probed(connection_id=connection_id, probe=prober.probe(), at=clock.now())
    judge_one(connection_id)


def judge_one(connection_id: int) -> None:
    """Judge a channel, and tell its keeper where something is new; what is broken becomes a task, too."""
    at = clock.now()
    with audit.one_transaction():
        place = reading.place(connection_id)
        if place is None:
            return
        manifest = found.manifest(place.channel.platform)
        found_now = connections.look(connection_id=connection_id, manifest=manifest, at=at)
        if found_now.tell:
            _tell(found_now)
        if found_now.judged.health is ChannelHealth.HEALTHY:
            tasks.withdraw(about=_task(place.channel), why="it can be read again", by=BY, at=at)


def _task(channel: Channel) -> str:
    return f"broken channel {channel.pk}"


def _tell(told: standing.Looked) -> None:
    connection, judged, at = told.connection, told.judged, clock.now()
    channel, keeper = connection.channel, connection.keeper
    url = settings.EVENHAND_ADDRESS + PAGE.format(body=channel.body.slug, channel=channel.pk)
    notices.tell(
        body=channel.body, kind="channel", about=f"channel {channel.pk}",
        subject=f"Evenhand: {channel.title} is {judged.health}",
        paragraphs=[judged.because, judged.do, f"Its page: {url}"],
        to=notices.To(officer=keeper, email=keeper.email), by=BY, at=at,
    )  # fmt: skip
    if judged.health is ChannelHealth.BROKEN:
        tasks.open_task(
            body=channel.body, about=_task(channel), title=f"{channel.title} cannot be read",
            why=judged.because, steps=[judged.do], url="", by=BY, at=at,
        )  # fmt: skip

"""Reading: the history is a baseline, nothing is lost or doubled by a crash, and absence is never deletion."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.rooms import world
from tests.rooms.connecting import connected

from evenhand.audit.models import Entry
from evenhand.audit.verification import verify
from evenhand.cases.models import Case
from evenhand.connections import operations as connections
from evenhand.connections import reading
from evenhand.connections.models import Connection, Reading, Revisit, Unreadable
from evenhand.core.vocabulary import Verb
from evenhand.intake.models import Channel, Comment, Revision
from evenhand.notices.models import Notice
from evenhand.officers.models import Officer
from evenhand.platforms.bluesky.manifest import MANIFEST as BLUESKY
from evenhand.platforms.contract import Incoming, Polled, TryAgain
from evenhand.platforms.contract import Unreadable as Odd
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task
from evenhand.work import read_channels
from evenhand.work.access import performer_for

INSULT = "You are a stupid idiot and a pathetic moron"
ACCOUNT = "harrowmere-town-page"


def write(network: Network, id_: str, text: str = INSULT, at: str = "2024-03-04T12:30:00Z") -> None:
    network.write(ACCOUNT, "u-robin", (id_, "p1", "", "Robin Vale", text, at))


def read(row: Connection) -> None:
    """One page, whether or not its turn has come."""
    read_channels.read_channel(connection_id=row.pk)


def page(*incoming: Incoming, cursor: str = "next", more: bool = False, odd: tuple[Odd, ...] = ()) -> Polled:
    return Polled(incoming, cursor, more, odd)


def place(row: Connection) -> reading.Place:
    found = reading.place(row.pk)
    assert found is not None
    return found


@pytest.fixture
def row(channel: Channel, ada: Officer, network: Network) -> Connection:
    return connected(channel, ada)


class TestHistory:
    def test_it_is_kept_and_opens_no_case(self, row: Connection, network: Network) -> None:
        network.publish([], [(ACCOUNT, "old", "p1", "", "Robin Vale", INSULT, "2024-03-04T11:30:00Z")])
        read(row)
        assert (Comment.objects.count(), Case.objects.count()) == (2, 0)

    def test_it_is_read_for_cases_where_that_was_asked_for(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        network.publish([], [(ACCOUNT, "old", "p1", "", "Robin Vale", INSULT, "2024-03-04T11:30:00Z")])
        read(connected(channel, ada, acts_on_history=True))
        assert Case.objects.get().comment.native_id == "old"

    def test_what_is_written_after_connecting_opens_one(self, row: Connection, network: Network) -> None:
        read(row)
        write(network, "new")
        read(row)
        assert Case.objects.get().comment.native_id == "new"

    def test_words_changed_since_are_as_new_as_the_change(self, row: Connection, network: Network) -> None:
        read(row)
        network.edit(ACCOUNT, "c1", INSULT, "2024-03-04T13:00:00Z")
        read(row)
        assert (Revision.objects.filter(comment__native_id="c1").count(), Case.objects.count()) == (2, 1)

    def test_the_councils_own_replies_open_none(self, row: Connection, network: Network) -> None:
        network.write(ACCOUNT, ACCOUNT, ("ours", "p1", "", "Harrowmere", INSULT, "2024-03-04T12:30:00Z"))
        read(row)
        assert Comment.objects.filter(native_id="ours").exists()
        assert Case.objects.count() == 0


class _Killed(Exception):
    """The worker dies here."""


def dies_at(number: int) -> Callable[..., Any]:
    """Every statement is let through but this one; what rolls back afterwards is, as it is when a connection ends."""
    count = iter(range(1_000_000))

    def wrapper(execute: Callable[..., Any], *given: Any) -> Any:
        if next(count) == number:
            raise _Killed
        return execute(*given)

    return wrapper


class TestCrashes:
    def test_killed_at_any_statement_a_page_is_lost_nowhere_and_doubled_nowhere(
        self, row: Connection, network: Network
    ) -> None:
        write(network, "new")
        for number in range(500):
            with suppress(_Killed), database.execute_wrapper(dies_at(number)):
                read(row)
                break
            taken = (Comment.objects.count(), Revision.objects.count(), Case.objects.count())
            assert (*taken, Reading.objects.get().cursor) in ((0, 0, 0, ""), (2, 2, 1, "2")), number
        assert number > 60
        read(row)
        assert (Comment.objects.count(), Revision.objects.count(), Case.objects.count()) == (2, 2, 1)
        assert verify().breaks == ()

    def test_of_two_workers_with_one_page_one_takes_it(self, row: Connection) -> None:
        here = place(row)
        assert read_channels.take_page(here, page(world.a_comment("x", created_at=world.later(9))))
        assert not read_channels.take_page(here, page(world.a_comment("y", created_at=world.later(9))))
        assert [comment.native_id for comment in Comment.objects.all()] == ["x"]

    def test_the_job_of_the_next_page_commits_with_this_one(self, row: Connection) -> None:
        read_channels.take_page(place(row), page(cursor="2", more=True))
        jobs = ProcrastinateJob.objects.filter(task_name="read_channel")
        assert [job.args for job in jobs] == [{"connection_id": row.pk}]

    def test_a_page_that_leads_nowhere_is_not_asked_for_at_once(self, row: Connection) -> None:
        read_channels.take_page(place(row), page(cursor="", more=True))
        assert not ProcrastinateJob.objects.filter(task_name="read_channel").exists()


class TestPace:
    def test_of_a_channel_a_page_is_due_once(self, row: Connection) -> None:
        assert reading.due(world.NOON) == [row.pk]
        read(row)
        assert reading.due(world.NOON) == []

    def test_failures_wait_longer_and_never_shorter_than_was_asked(self, row: Connection) -> None:
        waits = []
        for asked in (0, 0, 0, 600):
            connections.failed(connection_id=row.pk, what="read", busy=TryAgain("429", asked), at=world.NOON)
            waits.append((Reading.objects.get().next_at - world.NOON).total_seconds())
        assert waits == [60, 120, 240, 600]
        assert row.tries.get().times == 4

    def test_a_fifth_of_a_budget_is_never_read_away(self, row: Connection) -> None:
        taken = reading.page_taken(
            place=place(row), polled=page(cursor="2", more=True), manifest=BLUESKY, waits=False, at=world.NOON
        )
        calls = reading.CALLS_A_PAGE * 300 / (Reading.objects.get().next_at - world.NOON).total_seconds()
        assert (taken, round(calls)) == (True, 2400)  # of 3,000 in five minutes

    def test_reading_stands_back_for_an_action_that_waits(self, row: Connection) -> None:
        reading.page_taken(
            place=place(row), polled=page(cursor="2", more=True), manifest=MANIFEST, waits=True, at=world.NOON
        )
        assert Reading.objects.get().next_at - world.NOON == timedelta(seconds=30)

    def test_nothing_is_read_after_disconnecting(self, row: Connection) -> None:
        here = place(row)
        connections.disconnect(
            channel_id=row.channel_id, body=row.channel.body, why="Closed.", by=row.declared_by, at=world.later(1)
        )
        assert reading.due(world.later(60)) == []
        assert not read_channels.take_page(here, page(world.a_comment("x")))


class TestLookingAgain:
    @pytest.fixture
    def case(self, row: Connection, network: Network) -> Case:
        write(network, "new")
        read(row)
        return Case.objects.get()

    def look(self, row: Connection) -> None:
        Revisit.objects.update(due_at=world.NOON)
        read_channels.look_again(connection_id=row.pk)

    def test_one_that_its_author_deleted_says_so_and_its_words_stay(
        self, row: Connection, network: Network, case: Case
    ) -> None:
        network.remove_post(ACCOUNT, "p1")
        read(row)
        assert Comment.objects.get(pk=case.comment_id).state == "visible"  # absence says nothing
        self.look(row)
        case.comment.refresh_from_db()
        assert (case.comment.state, case.comment.revision) == ("deleted", 1)
        assert Revision.objects.get(comment=case.comment).text == INSULT
        assert Revisit.objects.get(comment=case.comment).due_at is None

    def test_an_edit_makes_a_revision(self, row: Connection, network: Network, case: Case) -> None:
        network.edit(ACCOUNT, "new", "Sorry about that", "2024-03-04T13:00:00Z")
        self.look(row)
        assert Revision.objects.filter(comment=case.comment).count() == 2

    def test_while_its_case_is_open_it_is_looked_at_every_day_at_least(self, row: Connection, case: Case) -> None:
        for _ in range(9):
            self.look(row)
        due = Revisit.objects.get(comment=case.comment).due_at
        assert due is not None
        assert due - datetime.now(due.tzinfo) < timedelta(days=1, minutes=1)


class TestWhatCannotBeRead:
    def test_it_is_kept_for_people_once_and_forgotten_after_a_month(self, row: Connection) -> None:
        odd = Odd("z9", "it has no time", b"{}")
        read_channels.take_page(place(row), page(cursor="2", odd=(odd,)))
        read_channels.take_page(place(row), page(cursor="3", odd=(odd,)))
        kept = Unreadable.objects.get()
        assert (kept.native_id, kept.why) == ("z9", "it has no time")
        assert connections.forget_unreadable(at=kept.at + timedelta(days=29)) == 0
        assert connections.forget_unreadable(at=kept.at + timedelta(days=31)) == 1


class TestHealth:
    def test_refused_access_breaks_it_and_its_keeper_is_told_once(self, row: Connection, network: Network) -> None:
        network.fail_next("no access", "no access")
        read(row)
        read(row)
        assert Reading.objects.get().health == "broken"
        assert Notice.objects.get(kind="channel").officer == row.keeper
        assert Task.objects.get(about=f"broken channel {row.channel_id}").done_at is None

    def test_when_it_is_read_again_all_is_well_and_the_task_is_gone(self, row: Connection, network: Network) -> None:
        network.fail_next("no access")
        read(row)
        read(row)
        assert Reading.objects.get().health == "healthy"
        assert not Task.objects.filter(about=f"broken channel {row.channel_id}", done_at=None).exists()

    def test_the_daily_check_is_kept(self, row: Connection) -> None:
        read_channels.probe_channels(timestamp=0)
        kept = Reading.objects.get()
        assert (kept.probed, kept.probe_words) == ("healthy", "1 posts are there")

    def test_health_counts_channels_and_names_none(self, row: Connection) -> None:
        from evenhand.health.lines import looked_at

        Reading.objects.update(health="broken")
        [line] = [line for line in looked_at(world.NOON) if line.name == "channels"]
        assert (line.ok, line.words) == (False, "1 connected, 1 broken")


class TestShadow:
    def switch(self, channel: Channel, one: Officer, other: Officer, on: bool) -> None:
        connections.ask(channel=channel, on=on, why="A trial week.", by=one, at=world.NOON)
        connections.agree(channel_id=channel.pk, body=channel.body, by=other, at=world.later(1))

    def test_nothing_reaches_the_platform_and_the_receipt_says_so(
        self, channel: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        self.switch(channel, ada, ben, True)
        action = world.decide(world.open_case(channel), world.HIDE, ada).actions.get(verb=Verb.HIDE.value)
        from evenhand.work.carry_out import carry_out

        carry_out(action_id=action.pk)
        action.refresh_from_db()
        assert action.state == "done"
        assert action.receipts.get().answer == "Shadow mode: nothing was done. It would have been: hide comment c1"
        assert [comment.id for comment in network.wall(ACCOUNT)[0].comments] == ["c1"]
        with sqlite3.connect(network.file) as file:
            assert file.execute("select count(*) from call").fetchone() == (0,)

    def test_one_person_alone_switches_nothing(self, channel: Channel, ada: Officer) -> None:
        from evenhand.core.refusals import Refused

        connections.ask(channel=channel, on=True, why="A trial week.", by=ada, at=world.NOON)
        with pytest.raises(Refused, match="takes two people"):
            connections.agree(channel_id=channel.pk, body=channel.body, by=ada, at=world.NOON)
        assert type(performer_for(channel)).__name__ == "Connection"

    def test_switched_off_by_two_it_acts_again_and_the_log_has_both(
        self, channel: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        self.switch(channel, ada, ben, True)
        assert type(performer_for(channel)).__name__ == "ShadowPerformer"
        self.switch(channel, ben, ada, False)
        assert type(performer_for(channel)).__name__ == "Connection"
        said = Entry.objects.filter(action__contains="shadow").order_by("number").values_list("action", flat=True)
        assert list(said) == [f"connections.shadow_{what}" for what in ("asked", "on", "asked", "off")]

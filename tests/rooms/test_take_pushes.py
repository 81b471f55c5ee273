"""A pushed comment is read and goes the way of a polled one; a burst wakes few jobs and loses none."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import connection as database
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.platforms.fakes import facebook
from tests.rooms import pushing_world, world
from tests.rooms.pushing_world import HOUSE, INSULT, a_change, a_message, connected, opened, post
from tests.rooms.test_worker import work

from evenhand.cases.models import Case
from evenhand.connections import operations as connections
from evenhand.connections import pushed, wanted
from evenhand.connections.models import Connection, PushAddress, PushedEvent, Reading, Revisit, Unreadable, Wanted
from evenhand.intake.models import Comment, Revision
from evenhand.officers.models import Body, Officer
from evenhand.platforms.contract import TryAgain
from evenhand.work import read_channels, take_pushes

BURST = 200  # in ten seconds it may be 2,000: `python -m bench.webhooks` sends so many


@pytest.fixture(autouse=True)
def public(settings: Settings) -> None:
    settings.EVENHAND_PUBLIC_ADDRESS = HOUSE


@pytest.fixture
def page() -> Iterator[facebook.Fake]:
    there = facebook.Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def address(body: Body, ada: Officer, page: facebook.Fake, monkeypatch: pytest.MonkeyPatch) -> PushAddress:
    """Connected in the morning, before anything was written."""
    for module in (read_channels, take_pushes):
        monkeypatch.setattr(module, "access_to", pushing_world.Elsewhere(page))
    return opened(connected(pushing_world.a_page(body), ada))


def take(address: PushAddress) -> None:
    take_pushes.take_pushes(connection_id=address.connection_id)


def push(address: PushAddress, comment: str, verb: str = "add") -> None:
    assert post(address, a_message(a_change(comment, verb=verb))) == 200


class TestReading:
    def test_a_pushed_comment_is_read_and_opens_a_case(self, address: PushAddress, page: facebook.Fake) -> None:
        id_ = page.comment(INSULT)
        push(address, id_)
        take(address)
        assert Case.objects.get().comment.native_id == id_
        assert not Wanted.objects.exists()

    def test_no_word_that_was_pushed_is_believed(self, address: PushAddress, page: facebook.Fake) -> None:
        id_ = page.comment("Lovely park")
        assert post(address, a_message(a_change(id_, message=INSULT))) == 200
        take(address)
        assert (Revision.objects.get().text, Case.objects.count()) == ("Lovely park", 0)

    def test_pushed_and_polled_it_comes_in_once(self, address: PushAddress, page: facebook.Fake) -> None:
        push(address, page.comment(INSULT))
        take(address)
        read_channels.read_channel(connection_id=address.connection_id)
        assert (Comment.objects.count(), Revision.objects.count(), Case.objects.count()) == (1, 1, 1)

    def test_an_edit_makes_a_revision(self, address: PushAddress, page: facebook.Fake) -> None:
        id_ = page.comment("Lovely park")
        push(address, id_)
        take(address)
        page.edit(id_, INSULT)
        push(address, id_, "edited")
        take(address)
        assert (Revision.objects.count(), Case.objects.count()) == (2, 1)

    def test_what_was_written_before_connecting_is_history(self, address: PushAddress, page: facebook.Fake) -> None:
        Connection.objects.update(approved_at=page.now + timedelta(days=1))
        push(address, page.comment(INSULT))
        take(address)
        assert (Comment.objects.count(), Case.objects.count()) == (1, 0)

    def test_a_poll_that_brought_it_leaves_nothing_to_fetch(self, address: PushAddress, page: facebook.Fake) -> None:
        push(address, page.comment(INSULT))
        read_channels.read_channel(connection_id=address.connection_id)
        assert (Comment.objects.count(), Wanted.objects.count()) == (1, 0)

    def test_what_is_pushed_while_a_poll_is_under_way_is_still_fetched(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        before = read_channels.clock.now()
        push(address, "777001_1")
        connections.brought(connection_id=address.connection_id, ids=["777001_1"], asked_at=before)
        assert Wanted.objects.count() == 1

    def test_pushed_again_while_it_is_read_it_is_read_again(self, address: PushAddress, page: facebook.Fake) -> None:
        id_ = page.comment("Lovely park")
        push(address, id_)
        [claimed] = wanted.claim(address.connection_id, read_channels.clock.now())
        push(address, id_, "edited")
        wanted.done([claimed])
        assert Wanted.objects.get().times == 2

    def test_two_workers_never_read_the_same_at_once_and_a_dead_ones_is_taken_over(self, address: PushAddress) -> None:
        push(address, "777001_1")
        at = read_channels.clock.now()
        assert len(wanted.claim(address.connection_id, at)) == 1
        assert wanted.claim(address.connection_id, at) == []
        assert wanted.due(at) == []
        assert wanted.due(at + wanted.CLAIMED_FOR + timedelta(seconds=1)) == [address.connection_id]

    def test_of_a_channel_that_was_cut_meanwhile_nothing_is_read(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        push(address, page.comment(INSULT))
        row = address.connection
        connections.disconnect(
            channel_id=row.channel_id, body=row.channel.body, why="Closed.", by=row.declared_by, at=world.later(1)
        )
        take(address)
        assert not Comment.objects.exists()
        assert wanted.due(read_channels.clock.now()) == []


class TestDeletedByItsAuthor:
    @pytest.fixture
    def case(self, address: PushAddress, page: facebook.Fake) -> Case:
        push(address, page.comment(INSULT))
        take(address)
        return Case.objects.get()

    def test_it_says_so_and_its_words_stay(self, address: PushAddress, page: facebook.Fake, case: Case) -> None:
        page.delete(case.comment.native_id)
        push(address, case.comment.native_id, "remove")
        take(address)
        case.comment.refresh_from_db()
        assert case.comment.state == "deleted"
        assert Revision.objects.get(comment=case.comment).text == INSULT
        assert Revisit.objects.get(comment=case.comment).gone_at is not None

    def test_only_the_platform_is_believed(self, address: PushAddress, page: facebook.Fake, case: Case) -> None:
        push(address, case.comment.native_id, "remove")
        take(address)
        case.comment.refresh_from_db()
        assert case.comment.state == "visible"

    def test_of_one_that_nobody_had_read_nothing_is_left_to_do(self, address: PushAddress) -> None:
        push(address, "777001_99", "remove")
        take(address)
        assert (Comment.objects.count(), Wanted.objects.count(), Unreadable.objects.count()) == (0, 0, 0)


class TestTrouble:
    def test_a_busy_platform_keeps_it_waiting_and_the_channel_rests(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        id_ = page.comment(INSULT)
        push(address, id_)
        page.fail_next("busy")
        take(address)
        reading, waiting = Reading.objects.get(), Wanted.objects.get()
        assert (reading.failures, waiting.tries, waiting.claimed_until) == (1, 1, None)
        assert wanted.due(reading.next_at - timedelta(seconds=1)) == []
        assert wanted.due(reading.next_at) == [address.connection_id]

    def test_what_never_can_be_read_is_shown_to_people_and_stops_nothing(self, address: PushAddress) -> None:
        push(address, "777001_7")
        for _ in range(wanted.TRIES):
            [one] = wanted.claim(address.connection_id, read_channels.clock.now())
            wanted.failed(one, connection_id=address.connection_id, why="500", at=world.NOON)
        assert (Wanted.objects.count(), Unreadable.objects.get().native_id) == (0, "777001_7")

    def test_revoked_access_breaks_the_channel_and_loses_nothing(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        push(address, page.comment(INSULT))
        page.fail_next("revoked")
        take(address)
        assert (Reading.objects.get().health, Wanted.objects.get().tries) == ("broken", 0)


class TestPolls:
    def test_news_without_a_comment_polls(self, address: PushAddress, page: facebook.Fake) -> None:
        assert post(address, a_message({"field": "holograms", "value": {}})) == 200
        take(address)
        [job] = ProcrastinateJob.objects.filter(task_name="read_channel")
        assert (job.scheduled_at is None, Wanted.objects.count()) == (True, 0)

    def test_it_never_polls_faster_than_the_budget_allows(self, address: PushAddress, page: facebook.Fake) -> None:
        read_channels.read_channel(connection_id=address.connection_id)
        assert post(address, a_message({"field": "holograms", "value": {}})) == 200
        take(address)
        [job] = ProcrastinateJob.objects.filter(task_name="read_channel", status="todo")
        assert job.scheduled_at is not None  # 4,800 calls a day, four fifths of them, four to a poll: 90 seconds

    def test_nor_sooner_than_the_platform_asked_for(self, address: PushAddress) -> None:
        at = read_channels.clock.now()
        busy = TryAgain("429", 900)
        connections.failed(connection_id=address.connection_id, what="read", busy=busy, at=at)
        assert post(address, a_message({"field": "holograms", "value": {}})) == 200
        take(address)
        assert Reading.objects.get().next_at == at + timedelta(seconds=900)


class TestSubscribing:
    def test_opening_an_address_asks_the_platform_and_the_page_says_what_it_said(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        page.callback, page.app_fields, page.pushed_fields = "", [], []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.platforms.fakes.graph_serving.VERIFY", verify_token(address))
            take_pushes.subscribe_channel(connection_id=address.connection_id)
        address.refresh_from_db()
        assert address.subscribed_at is not None
        assert page.callback == f"{HOUSE}/hooks/facebook/{address.token}"
        assert "the Page is subscribed to it" in address.subscribed_words

    def test_a_platform_that_refuses_leaves_the_address_open_and_says_why(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        page.callback = "https://another.example/inbox"
        take_pushes.subscribe_channel(connection_id=address.connection_id)
        address.refresh_from_db()
        assert (address.subscribed_at, address.closed_at) == (None, None)
        assert "give Evenhand an app of its own" in address.connection.tries.get(what="ask for push").words

    def test_a_lost_subscription_degrades_the_channel_and_polling_goes_on(
        self, address: PushAddress, page: facebook.Fake
    ) -> None:
        page.callback, page.token_ends_at = "", datetime.now(UTC) + timedelta(days=60)
        read_channels.read_channel(connection_id=address.connection_id)
        read_channels.probe(address.connection_id, address.connection.channel)
        reading = Reading.objects.get()
        assert reading.health == "degraded"
        assert "what is new comes with the next poll only" in reading.because
        assert reading.failures == 0


def verify_token(address: PushAddress) -> str:
    from evenhand.work.access import access_to

    return access_to(address.connection.channel).secrets["verify_token"]


@pytest.mark.django_db(transaction=True)
class TestBurst:
    @pytest.fixture
    def messages(self, page: facebook.Fake) -> list[Any]:
        ids = [page.comment(f"Bus {number} was late") for number in range(BURST)]
        return [a_message(a_change(id_)) for id_ in ids]

    def test_each_message_of_a_burst_over_http_is_answered_and_each_comment_read(
        self, address: PushAddress, page: facebook.Fake, messages: list[Any], live_server: LiveServer
    ) -> None:
        answers: list[int] = []

        def send(some: list[Any]) -> None:
            with httpx.Client(base_url=live_server.url) as client:
                place = f"/hooks/facebook/{address.token}"
                answers.extend(
                    client.post(place, content=one.raw, headers=dict(one.headers)).status_code for one in some
                )

        senders = [threading.Thread(target=send, args=(messages[n::4],)) for n in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert answers == [200] * BURST
        assert (PushedEvent.objects.count(), Wanted.objects.count()) == (BURST, BURST)
        assert ProcrastinateJob.objects.filter(task_name=pushed.JOB).count() == 1
        work()
        assert (Comment.objects.count(), Wanted.objects.count()) == (BURST, 0)
        polls = ProcrastinateJob.objects.filter(task_name="read_channel").count()
        jobs = ProcrastinateJob.objects.filter(task_name=pushed.JOB).count()
        assert polls + jobs < BURST / 5

    def test_a_message_that_commits_while_the_job_begins_is_not_left_behind(self, address: PushAddress) -> None:
        """The message saw the job waiting; the job waits for the message, and finds what it wants."""
        found: list[int] = []

        def begin() -> None:
            pushed.past_barrier(address.connection_id)
            found.extend(Wanted.objects.values_list("pk", flat=True))
            database.close()

        with transaction.atomic():
            pushed._behind_barrier(address.connection_id)
            job = threading.Thread(target=begin)
            job.start()
            job.join(0.3)
            assert job.is_alive()
            Wanted.objects.create(
                connection=address.connection, native_id="777001_1", pushed_at=read_channels.clock.now()
            )
        job.join()
        assert found == list(Wanted.objects.values_list("pk", flat=True))

    def test_the_minutes_round_finds_what_a_dead_worker_left(self, address: PushAddress, page: facebook.Fake) -> None:
        push(address, page.comment(INSULT))
        ProcrastinateJob.objects.all().delete()
        app.configure_task("look_for_channels_due").defer()
        work()
        assert (Case.objects.count(), Wanted.objects.count()) == (1, 0)

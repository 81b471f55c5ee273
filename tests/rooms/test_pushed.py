"""What a platform pushes: verified first, kept as it came, done once, and answered after one transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.platforms.fakes import facebook
from tests.platforms.fakes.graph_serving import VERIFY
from tests.rooms import pushing_world, world
from tests.rooms.connecting import administrator, declare
from tests.rooms.pushing_world import HOUSE, a_change, a_message, connected, opened, post

from evenhand.audit.models import Entry
from evenhand.connections import opening, pushed, pushing
from evenhand.connections import operations as connections
from evenhand.connections.models import Connection, PushAddress, PushCount, PushedEvent, Wanted
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.facebook.manifest import MANIFEST
from evenhand.platforms.simulator import MANIFEST as SIMULATOR

HUGE = f"{facebook.POST.split('_')[1]}_9007199254740993123"  # beyond 2^53, where a float would round


@pytest.fixture(autouse=True)
def public(settings: Settings) -> None:
    settings.EVENHAND_PUBLIC_ADDRESS = HOUSE


@pytest.fixture
def row(body: Body, ada: Officer) -> Connection:
    return connected(pushing_world.a_page(body), ada)


@pytest.fixture
def address(row: Connection) -> PushAddress:
    return opened(row)


def jobs(name: str = pushed.JOB) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def counted() -> dict[str, int]:
    return {row.what: row.times for row in PushCount.objects.all()}


class TestOpening:
    def test_it_makes_an_address_and_a_verify_token_that_is_shown_once(self, row: Connection) -> None:
        made = connections.open_address(
            channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, by=row.declared_by, at=world.NOON
        )
        assert list(made.shown_once) == ["Verify token for webhooks"]
        sealed = opening.access_to(row.channel, manifest=MANIFEST, data=None, push_addresses=())  # type: ignore[arg-type]
        assert sealed.secrets["verify_token"] == made.shown_once["Verify token for webhooks"]
        assert sealed.secrets["verify_token"] not in str(list(Entry.objects.values_list("content", flat=True)))
        assert jobs(pushing.SUBSCRIBE) == 1

    def test_a_verify_token_that_somebody_entered_stays(self, row: Connection) -> None:
        connections.enter_secrets(
            channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, given={"verify_token": VERIFY},
            by=row.declared_by, at=world.NOON,
        )  # fmt: skip
        made = connections.open_address(
            channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, by=row.declared_by, at=world.NOON
        )
        assert made.shown_once == {}

    @pytest.mark.parametrize(
        "elsewhere", ["http://evenhand.harrowmere.example", "https://localhost", "https://127.0.0.1:8000"]
    )
    def test_a_house_that_nobody_outside_can_call_is_left_to_polling(
        self, row: Connection, settings: Settings, elsewhere: str
    ) -> None:
        settings.EVENHAND_PUBLIC_ADDRESS = elsewhere
        with pytest.raises(Refused, match="cannot be reached from outside over https"):
            opened(row)

    def test_a_second_one_is_refused_and_a_closed_one_makes_room(self, row: Connection) -> None:
        first = opened(row)
        with pytest.raises(Refused, match="t has an address already"):
            opened(row)
        connections.close_address(
            channel_id=row.channel_id, body=row.channel.body, by=row.declared_by, at=world.later(1)
        )
        assert opened(row).token != first.token

    def test_a_channel_that_nobody_confirmed_has_none(self, body: Body, ada: Officer) -> None:
        channel = pushing_world.a_page(body)
        admin = administrator(channel)
        waiting = declare(channel, ada, admin)
        with pytest.raises(Refused, match="not connected yet"):
            opened(waiting)

    def test_a_platform_that_pushes_nothing_is_left_to_polling(self, row: Connection) -> None:
        with pytest.raises(Refused, match="pushes nothing that can be believed"):
            connections.open_address(
                channel_id=row.channel_id, body=row.channel.body, manifest=SIMULATOR, by=row.declared_by, at=world.NOON
            )

    def test_only_who_connects_channels_may(self, row: Connection, ben: Officer) -> None:
        with pytest.raises(Refused):
            connections.open_address(
                channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, by=ben, at=world.NOON
            )

    def test_an_officer_of_another_body_finds_nothing_to_close(self, address: PushAddress) -> None:
        another = world.new_body("fernbridge")
        who = world.new_officer(another, "Eve Thorn", Role.ADMINISTRATOR)
        with pytest.raises(Connection.DoesNotExist):
            connections.close_address(channel_id=address.connection.channel_id, body=another, by=who, at=world.NOON)


class TestTheQuestionWhoseAddressItIs:
    def ask(self, address: PushAddress, token: str) -> tuple[int, str]:
        place = reverse("push", args=["facebook", address.token])
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
        answer = Client().get(place, query)
        assert not answer.cookies
        return answer.status_code, answer.content.decode()

    def test_who_knows_our_token_gets_the_challenge_back(self, row: Connection) -> None:
        made = connections.open_address(
            channel_id=row.channel_id, body=row.channel.body, manifest=MANIFEST, by=row.declared_by, at=world.NOON
        )
        assert self.ask(made.address, made.shown_once["Verify token for webhooks"]) == (200, "1158201444")

    def test_nobody_else_does_and_it_is_counted(self, address: PushAddress) -> None:
        assert self.ask(address, "guessed") == (403, "")
        assert counted() == {"wrong signature": 1}


class TestTaking:
    def test_a_signed_message_is_kept_to_the_byte_and_wakes_one_job(self, address: PushAddress) -> None:
        sent = a_message(a_change(HUGE, message="Über “uns” 🌳"))
        assert post(address, sent) == 200
        kept = PushedEvent.objects.get()
        assert (bytes(kept.raw), kept.signed, kept.kinds) == (sent.raw, True, ["feed: add"])
        assert kept.headers["x-hub-signature-256"] == sent.headers["x-hub-signature-256"]
        assert jobs() == 1

    def test_an_id_beyond_what_a_float_holds_keeps_every_digit(self, address: PushAddress) -> None:
        assert post(address, a_message(a_change(HUGE))) == 200
        assert Wanted.objects.get().native_id == HUGE

    def test_the_same_bytes_again_are_answered_and_not_done_twice(self, address: PushAddress) -> None:
        sent = a_message(a_change("777001_1"))
        assert [post(address, sent), post(address, sent)] == [200, 200]
        assert (PushedEvent.objects.count(), Wanted.objects.get().times, counted()) == (1, 1, {"came before": 1})

    def test_the_same_comment_in_another_message_is_wanted_anew(self, address: PushAddress) -> None:
        post(address, a_message(a_change("777001_1")))
        post(address, a_message(a_change("777001_1", verb="edited")))
        assert (PushedEvent.objects.count(), Wanted.objects.get().times, jobs()) == (2, 2, 1)

    def test_an_event_of_a_kind_that_nobody_knows_is_kept_and_polls(self, address: PushAddress) -> None:
        assert post(address, a_message({"field": "holograms", "value": {"verb": "shimmer"}})) == 200
        assert PushedEvent.objects.get().kinds == ["holograms: shimmer"]
        assert Wanted.objects.get().native_id == ""

    @pytest.mark.parametrize("raw", [b"not JSON", b"[]", b'{"entry": "words"}', b"[" * 100_000])
    def test_what_is_signed_and_nobody_can_read_is_kept_and_polls(self, address: PushAddress, raw: bytes) -> None:
        sent = pushing_world.signed_bytes(raw)
        assert post(address, sent) == 200
        assert (bytes(PushedEvent.objects.get().raw), Wanted.objects.get().native_id) == (raw, "")

    def test_likes_by_the_thousand_wake_nobody_and_are_counted(self, address: PushAddress) -> None:
        assert post(address, a_message(a_change("", item="reaction"))) == 200
        assert (PushedEvent.objects.count(), jobs(), counted()) == (0, 0, {"nothing for us": 1})

    def test_a_message_about_no_channel_of_ours_is_kept_nowhere(self, address: PushAddress) -> None:
        assert post(address, a_message(a_change("777001_1"), page="999")) == 200
        assert (PushedEvent.objects.count(), counted()) == (0, {"another account": 1})

    def test_no_cookie_is_set_and_no_session_is_asked(self, address: PushAddress) -> None:
        place, sent = reverse("push", args=["facebook", address.token]), a_message(a_change("777001_1"))
        client = Client(enforce_csrf_checks=True)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(place, sent.raw, content_type="application/json", headers=dict(sent.headers))
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert not [query for query in asked.captured_queries if "session" in query["sql"]]

    def test_the_last_hour_of_platforms_own_retries_is_taken_and_older_ones_are_not(self, address: PushAddress) -> None:
        now = datetime.now(UTC)
        assert post(address, a_message(a_change("777001_1"), at=now - timedelta(hours=36))) == 200
        assert post(address, a_message(a_change("777001_2"), at=now - timedelta(hours=38))) == 403
        assert (Wanted.objects.get().native_id, counted()) == ("777001_1", {"too old": 1})


class TestRefusing:
    def test_a_wrong_signature_enqueues_nothing_and_is_counted(self, address: PushAddress) -> None:
        sent = a_message(a_change("777001_1"))
        assert post(address, sent, **{"x-hub-signature-256": "sha256=" + "0" * 64}) == 401
        assert (jobs(), Wanted.objects.count(), counted()) == (0, 0, {"wrong signature": 1})
        kept = PushedEvent.objects.get()
        assert (kept.signed, bytes(kept.raw)) == (False, b"")
        assert "not made with our secret" in kept.why

    def test_a_stranger_fills_no_disk(self, address: PushAddress) -> None:
        for number in range(20):
            post(address, pushing_world.unsigned(f"{number}".encode()))
        assert (PushedEvent.objects.count(), counted()) == (pushed.REFUSED_KEPT_AN_HOUR, {"wrong signature": 20})

    def test_a_refused_copy_does_not_stand_in_the_way_of_the_true_one(self, address: PushAddress) -> None:
        sent = a_message(a_change("777001_1"))
        assert post(address, sent, **{"x-hub-signature-256": "sha256=0"}) == 401
        assert post(address, sent) == 200
        assert PushedEvent.objects.filter(signed=True).count() == 1

    def test_what_is_longer_than_any_message_is_not_even_read(self, address: PushAddress) -> None:
        assert post(address, pushing_world.signed_bytes(b" " * (pushed.LONGEST_BYTES + 1))) == 413
        assert (PushedEvent.objects.count(), counted()) == (0, {"too long": 1})

    @pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
    def test_other_methods_are_refused(self, address: PushAddress, method: str) -> None:
        place = reverse("push", args=["facebook", address.token])
        assert getattr(Client(), method)(place).status_code == 405

    def test_an_address_that_is_closed_guessed_or_anothers_platform_is_not_there(self, address: PushAddress) -> None:
        sent, row = a_message(a_change("777001_1")), address.connection
        client = Client()
        for place in (("facebook", "guessed"), ("instagram", address.token), ("nowhere", address.token)):
            assert client.post(reverse("push", args=place), sent.raw, content_type="x").status_code == 404
        connections.close_address(
            channel_id=row.channel_id, body=row.channel.body, by=row.declared_by, at=world.later(1)
        )
        assert post(address, sent) == 404
        assert counted() == {}

    def test_of_a_channel_that_was_cut_nothing_is_there(self, address: PushAddress) -> None:
        row = address.connection
        connections.disconnect(
            channel_id=row.channel_id, body=row.channel.body, why="Closed.", by=row.declared_by, at=world.later(1)
        )
        assert post(address, a_message(a_change("777001_1"))) == 404

    def test_declared_anew_and_not_confirmed_nothing_that_people_wrote_is_kept(
        self, address: PushAddress, ada: Officer
    ) -> None:
        Connection.objects.update(approved_at=None)
        assert post(address, a_message(a_change("777001_1"))) == 200
        assert (PushedEvent.objects.count(), jobs(), counted()) == (0, 0, {"not confirmed": 1})


class TestOneAddressForManyAccounts:
    """An app at Meta has one callback for all its Pages."""

    @pytest.fixture
    def other(self, body: Body, ada: Officer, address: PushAddress) -> Connection:
        channel = pushing_world.a_page(body, "444", "libraries")
        return connected(channel, ada, address.connection.declared_by)

    def test_a_message_about_another_of_our_channels_is_that_ones(
        self, address: PushAddress, other: Connection
    ) -> None:
        assert post(address, a_message(a_change("777001_1"), page="444")) == 200
        assert (PushedEvent.objects.get().connection, Wanted.objects.get().connection) == (other, other)

    def test_one_that_is_not_signed_with_its_own_secret_is_not(self, address: PushAddress, other: Connection) -> None:
        connections.enter_secrets(
            channel_id=other.channel_id, body=other.channel.body, manifest=MANIFEST,
            given={"app_secret": "of another app"}, by=other.declared_by, at=world.NOON,
        )  # fmt: skip
        assert post(address, a_message(a_change("777001_1"), page="444")) == 200
        assert (PushedEvent.objects.count(), counted()) == (0, {"another account": 1})

    def test_every_open_address_of_the_house_will_do_for_the_read_back(
        self, address: PushAddress, other: Connection
    ) -> None:
        assert pushing.addresses(other.channel) == ()
        own = opened(other)
        found = pushing.addresses(other.channel)
        assert found == tuple(f"{HOUSE}/hooks/facebook/{one.token}" for one in (own, address))


class TestForgetting:
    @pytest.fixture
    def old(self, address: PushAddress) -> PushedEvent:
        return self.an_event(address.connection, world.NOON)

    def an_event(self, row: Connection, at: datetime) -> PushedEvent:
        return PushedEvent.objects.create(
            connection=row, digest=b"\1" * 32, raw=b"words", headers={}, received_at=at, signed=True
        )

    def test_after_thirty_days_the_bytes_go_and_that_it_came_stays(self, old: PushedEvent) -> None:
        PushCount.objects.create(connection=old.connection, hour=world.NOON, what="too old")
        assert connections.forget_raw(at=world.NOON + timedelta(days=30)) == 0
        assert connections.forget_raw(at=world.NOON + timedelta(days=30, seconds=1)) == 1
        kept = PushedEvent.objects.get()
        assert (bytes(kept.raw), bytes(kept.digest), PushCount.objects.count()) == (b"", b"\1" * 32, 0)

    def test_the_database_lets_nobody_forget_sooner(self, address: PushAddress) -> None:
        fresh = self.an_event(address.connection, datetime.now(UTC) - timedelta(days=29))
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            PushedEvent.objects.filter(pk=fresh.pk).update(raw=b"")

    def test_nor_anything_else_with_the_bytes(self, old: PushedEvent) -> None:
        for change in ({"raw": b"other words"}, {"raw": b"", "signed": False, "why": "x"}, {"digest": b"\2" * 32}):
            with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
                PushedEvent.objects.filter(pk=old.pk).update(**change)

"""Access is renewed in time, by one worker, and people hear of it where it cannot be. Against a real server."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections as databases
from tests.rooms.authorisation_server import ID, SECRET, Server
from tests.rooms.connecting import connected
from tests.rooms.signing_in import platform

from evenhand.connections import opening, refreshing
from evenhand.connections import operations as connections
from evenhand.connections.models import Connection, Grant, Reading
from evenhand.intake.models import Channel
from evenhand.notices.models import Notice
from evenhand.officers.models import Officer
from evenhand.platforms import found
from evenhand.platforms.contract import AccessRefused, TryAgain
from evenhand.tasks.models import Task
from evenhand.work import read_channels, renew_grants

BACK = "https://evenhand.harrowmere.example/connections/back"
NOON = datetime.now(UTC)
DUE = NOON + timedelta(minutes=51)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(BACK).running() as running:
        yield running


@pytest.fixture
def grant(channel: Channel, ada: Officer, server: Server, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Grant:
    """Somebody has signed in."""
    monkeypatch.setitem(found._modules(), "letterbox", platform(server.address))  # type: ignore[arg-type]
    channel.platform = "letterbox"
    channel.save()
    connected(channel, ada)
    cass = Connection.objects.get().declared_by
    connections.enter_secrets(
        channel_id=channel.pk, body=channel.body, manifest=found.manifest("letterbox"),
        given={"client_id": ID, "client_secret": SECRET}, by=cass, at=NOON,
    )  # fmt: skip
    leaving = connections.begin(channel_id=channel.pk, body=channel.body, session="s1", redirect=BACK, by=cass, at=NOON)
    given = server.allow(leaving.address)
    connections.finish(
        state=given["state"], code=given["code"], error="", session="s1", data=data_folder, by=cass, at=NOON
    )
    return Grant.objects.get()


def renew(grant: Grant, at: datetime = DUE) -> bool:
    return connections.renew(grant_id=grant.pk, now=lambda: at)


def secrets(grant: Grant) -> dict[str, str]:
    return opening.kept(Connection.objects.get(pk=grant.connection_id))


def test_it_is_renewed_ten_minutes_before_the_end_and_not_sooner(grant: Grant) -> None:
    assert refreshing.due(NOON + timedelta(minutes=49, seconds=50)) == []
    assert refreshing.due(NOON + timedelta(minutes=50)) == [grant.pk]
    assert not renew(grant, NOON + timedelta(minutes=49))


def test_the_new_tokens_are_kept_with_the_time_of_the_next_renewal(grant: Grant, server: Server) -> None:
    assert renew(grant)
    assert secrets(grant)["access_token"] == server.living()[0].access
    assert secrets(grant)["refresh_token"] == server.living()[0].refresh
    grant.refresh_from_db()
    assert grant.renew_at == DUE + timedelta(minutes=50)
    assert renew(grant, DUE + timedelta(minutes=50)), "the token that came with the first renewal is taken for the next"


@pytest.mark.parametrize("fault", ["429", "html"])
def test_a_platform_that_is_busy_is_asked_again_and_nobody_is_woken(grant: Grant, server: Server, fault: str) -> None:
    server.faults.append(fault)
    assert not renew(grant)
    grant.refresh_from_db()
    assert grant.trouble == ""
    assert grant.renew_at is not None
    wait = grant.renew_at - DUE
    assert timedelta(seconds=60) <= wait <= timedelta(seconds=90)
    assert renew(grant, grant.renew_at)


def test_access_that_was_taken_away_breaks_the_channel_and_its_keeper_is_told(grant: Grant, server: Server) -> None:
    server.revoke_all()
    Grant.objects.update(renew_at=NOON)
    renew_grants.renew_grant(grant_id=grant.pk)
    reading = Reading.objects.get()
    assert reading.health == "broken"
    assert reading.because.startswith("Access is not renewed: Letterbox gives no more tokens")
    assert "sign in again" in reading.do
    assert Notice.objects.filter(kind="channel").count() == 1
    assert Task.objects.get(about=f"broken channel {grant.connection.channel_id}").title.endswith("cannot be read")
    assert refreshing.due(DUE + timedelta(days=9)) == [], "nobody asks again until a person has done something"


def test_signing_in_again_mends_it(grant: Grant, server: Server) -> None:
    server.revoke_all()
    renew(grant)
    row = Connection.objects.select_related("channel__body").get()
    leaving = connections.begin(
        channel_id=row.channel_id, body=row.channel.body, session="s2", redirect=BACK, by=row.declared_by, at=DUE
    )
    given = server.allow(leaving.address)
    connections.finish(
        state=given["state"], code=given["code"], error="", session="s2", data=Path("/nowhere"), by=row.declared_by,
        at=DUE,
    )  # fmt: skip
    assert Grant.objects.get(ended_at=None).trouble == ""
    assert Grant.objects.count() == 2


def test_the_app_being_refused_is_another_sentence(grant: Grant, server: Server, ada: Officer) -> None:
    row = Connection.objects.select_related("channel__body", "declared_by").get()
    connections.enter_secrets(
        channel_id=row.channel_id, body=row.channel.body, manifest=found.manifest("letterbox"),
        given={"client_secret": "wrong"}, by=row.declared_by, at=NOON,
    )  # fmt: skip
    renew(grant)
    grant.refresh_from_db()
    assert "does not take the app's id or secret" in grant.trouble
    connections.enter_secrets(
        channel_id=row.channel_id, body=row.channel.body, manifest=found.manifest("letterbox"),
        given={"client_secret": SECRET}, by=row.declared_by, at=DUE,
    )  # fmt: skip
    assert refreshing.due(DUE) == [grant.pk], "the right secret is tried at once"
    assert renew(grant)


def test_an_answer_that_was_lost_is_said_where_the_old_token_is_used_up(grant: Grant, server: Server) -> None:
    """The platform has given new tokens, and what it said never came."""
    server.faults.append("cut")
    assert not renew(grant)
    grant.refresh_from_db()
    assert grant.asked_at == DUE
    assert grant.renew_at is not None
    assert not renew(grant, grant.renew_at)
    grant.refresh_from_db()
    assert "never reached us, and each renewal token is taken once" in grant.trouble


class Crash(BaseException):
    """The worker is killed."""


def test_a_crash_between_the_answer_and_our_commit_is_a_lost_answer(
    grant: Grant, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as killed:
        killed.setattr(refreshing, "keep", crash)
        with pytest.raises(Crash):
            renew(grant)
    before = secrets(grant)
    grant.refresh_from_db()
    assert grant.asked_at == DUE, "that we asked was committed before the call"
    assert not renew(grant, DUE + timedelta(minutes=2))
    grant.refresh_from_db()
    assert "never reached us" in grant.trouble
    assert secrets(grant) == before


def test_a_refused_token_is_renewed_at_once_and_wakes_nobody(grant: Grant) -> None:
    Grant.objects.update(at=datetime.now(UTC) - timedelta(hours=1))
    mended = read_channels._mended(grant.connection_id, AccessRefused("401"))
    assert type(mended) is TryAgain
    grant.refresh_from_db()
    assert grant.renew_at is not None
    assert grant.renew_at <= datetime.now(UTC)


def test_a_new_token_that_is_refused_is_what_it_is(grant: Grant) -> None:
    Grant.objects.update(renewed_at=datetime.now(UTC))
    assert type(read_channels._mended(grant.connection_id, AccessRefused("401"))) is AccessRefused


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_use_one_token_twice(grant: Grant, server: Server) -> None:
    """Both begin at once while the platform is slow; one call goes out, and its family lives."""
    server.faults.append("slow")
    asked = len(server.asked)
    came: list[bool] = []
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        came.append(renew(grant))
        databases.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(came) == [False, True]
    assert len(server.asked) - asked == 1
    assert secrets(grant)["refresh_token"] == server.living()[0].refresh

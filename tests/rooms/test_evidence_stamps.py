"""EVD-01: captures are stamped after they are kept; an authority that is down delays nothing, and is not forgotten."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings
from tests.authority import LocalAuthority
from tests.rooms.world import (
    BY,
    HIDE,
    NOON,
    a_comment,
    carry_out,
    decide,
    later,
    new_body,
    new_channel,
    open_case,
    receive,
)

from evenhand.audit.queries import about
from evenhand.evidence import authorities, queries, stamping, storage
from evenhand.evidence.models import Capture, Silence, TimeStamp
from evenhand.evidence.operations import capture
from evenhand.evidence.verifying import verify
from evenhand.intake.models import Channel, Revision
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task
from evenhand.work.stamping import stamp_captures as job


@pytest.fixture
def ashmere(local_authority: LocalAuthority, settings: Settings) -> LocalAuthority:
    """The authority “ashmere”, as a deployment sets it up."""
    settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"ashmere={local_authority.url}|{local_authority.folder}/root.pem"
    return local_authority


def a_capture(channel: Channel, id_: str = "c1", at: datetime = NOON) -> Capture:
    receive(channel, a_comment(id_))
    return capture(revision=Revision.objects.get(comment__channel=channel, comment__native_id=id_), by=BY, at=at)


def ask(at: datetime = NOON) -> int:
    """How many stamps came."""
    return stamping.stamp_captures(authorities=authorities.configured(), now=lambda: at)


def owed() -> dict[str, int]:
    return queries.unstamped_count(authorities.names())


def test_the_hash_of_the_manifest_is_stamped_and_a_stranger_can_check_it(
    ashmere: LocalAuthority, channel: Channel, tmp_path: Path
) -> None:
    made = a_capture(channel)
    assert owed() == {"ashmere": 1}
    assert (ask(later(1)), owed(), ask(later(2))) == (1, {"ashmere": 0}, 0)
    stamp = TimeStamp.objects.get()
    assert (stamp.capture, stamp.authority, stamp.received_at) == (made, "ashmere", later(1))
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=1)
    (tmp_path / "manifest").write_bytes(storage.read(made.sha256_of("manifest")))
    (tmp_path / "answer.tsr").write_bytes(stamp.token)
    (tmp_path / "roots.pem").write_bytes(stamp.roots)
    command = "openssl ts -verify -data manifest -in answer.tsr -CAfile roots.pem"
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True).stdout == b"Verification: OK\n"


def test_each_stamp_is_audited(ashmere: LocalAuthority, channel: Channel) -> None:
    made = a_capture(channel)
    ask()
    entry = about("harrowmere", f"comment {made.comment_id}")[-1]
    assert (entry.action, entry.by) == ("evidence.stamp", "program: time-stamps")
    assert hashlib.sha256(TimeStamp.objects.get().token).hexdigest() in entry.detail


def test_several_authorities_stamp_each_capture(ashmere: LocalAuthority, channel: Channel, settings: Settings) -> None:
    one = settings.EVENHAND_TIMESTAMP_AUTHORITIES
    settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"{one} {one.replace('ashmere=', 'second=')}"
    made = a_capture(channel)
    assert ask() == 2
    assert sorted(made.stamps.values_list("authority", flat=True)) == ["ashmere", "second"]


def test_captures_from_before_an_authority_was_set_up_owe_nothing(
    channel: Channel, settings: Settings, local_authority: LocalAuthority
) -> None:
    a_capture(channel)
    settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"late={local_authority.url}|{local_authority.folder}/root.pem"
    assert (owed(), ask()) == ({"late": 0}, 0)


def test_a_stamp_is_never_changed_and_comes_once(ashmere: LocalAuthority, channel: Channel) -> None:
    a_capture(channel)
    ask()
    with pytest.raises(IntegrityError, match="evidence_time_stamp are kept as they were written"), transaction.atomic():
        connection.cursor().execute("update evidence_time_stamp set at = now()")
    stamp = TimeStamp.objects.get()
    stamp.pk = None
    with pytest.raises(IntegrityError, match="stamp_once_an_authority"), transaction.atomic():
        stamp.save(force_insert=True)


class TestAnAuthorityThatIsDown:
    @pytest.fixture(autouse=True)
    def down(self, ashmere: LocalAuthority) -> None:
        ashmere.answers = lambda _: (503, b"")

    def test_an_action_does_not_wait_for_it(self, channel: Channel, ada: Officer, network: Network) -> None:
        assert carry_out(decide(open_case(channel), HIDE, ada).actions.get()).state == "done"
        assert owed() == {"ashmere": 1}

    def test_it_is_asked_once_a_try_and_each_wait_is_twice_the_last_up_to_an_hour(
        self, channel: Channel, ashmere: LocalAuthority
    ) -> None:
        for number in range(5):
            a_capture(channel, f"c{number}")
        at, waits = NOON, []
        for _ in range(9):
            ask(at)
            silence = Silence.objects.get()
            waits.append(int((silence.next_try_at - at).total_seconds() / 60))
            assert ask(silence.next_try_at - timedelta(seconds=1)) == 0
            at = silence.next_try_at
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        assert len(ashmere.asked) == 9
        assert (silence.since, silence.tries, silence.why) == (NOON, 9, "it answered HTTP 503")

    def test_after_a_day_a_task_says_so_once_and_for_the_bodies_that_wait(self, channel: Channel) -> None:
        birkdale = new_channel(new_body("birkdale"))
        a_capture(channel)
        a_capture(birkdale, at=NOON + timedelta(hours=12))
        ask()
        ask(NOON + timedelta(hours=24) - timedelta(seconds=1))
        assert not Task.objects.exists()
        for hours in (25, 27):
            ask(NOON + timedelta(hours=hours))
        told = Task.objects.get()
        assert (told.body, told.title) == (channel.body, "Captures wait for time-stamps from ashmere")
        assert told.why == "It has given none since 4 March 2024 12:00 UTC; the last try: it answered HTTP 503"
        ask(NOON + timedelta(hours=40))
        assert {task.body for task in Task.objects.all()} == {channel.body, birkdale.body}

    def test_when_it_answers_everything_is_stamped_and_the_task_goes(
        self, channel: Channel, ashmere: LocalAuthority
    ) -> None:
        for number in range(3):
            a_capture(channel, f"c{number}")
        ask(NOON + timedelta(hours=25))
        assert Task.objects.count() == 1
        ashmere.answers = lambda asked: (200, ashmere.reply(asked))
        assert ask(NOON + timedelta(hours=26)) == 3
        assert (owed(), Task.objects.count(), Silence.objects.count()) == ({"ashmere": 0}, 0, 0)

    def test_another_one_is_asked_all_the_same(
        self, channel: Channel, ashmere: LocalAuthority, settings: Settings
    ) -> None:
        down = f"down=http://127.0.0.1:9/|{ashmere.folder}/root.pem"
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"{down} {settings.EVENHAND_TIMESTAMP_AUTHORITIES}"
        ashmere.answers = lambda asked: (200, ashmere.reply(asked))
        a_capture(channel)
        assert (ask(), owed()) == (1, {"down": 1, "ashmere": 0})

    @pytest.mark.parametrize("fault", ["garbage", "another message", "much"])
    def test_what_it_answers_instead_of_a_stamp_is_not_kept(
        self, fault: str, channel: Channel, ashmere: LocalAuthority
    ) -> None:
        other = hashlib.sha256(b"other words").digest()
        ashmere.answers = {
            "garbage": lambda _: (200, b"<html>"),
            "another message": lambda asked: (200, ashmere.reply(asked[:24] + other + asked[56:])),
            "much": lambda _: (200, bytes(50_000_000)),
        }[fault]
        a_capture(channel)
        assert (ask(), TimeStamp.objects.count(), Silence.objects.count()) == (0, 0, 1)


class TestTheSetting:
    @pytest.mark.parametrize(
        ("setting", "wrong"),
        [
            ("ashmere", "“ashmere” is not of the form name=https"),
            ("ashmere=https://time.example/", "is not of the form"),
            ("ashmere=ftp://time.example/|roots.pem", "is not of the form"),
            ("ashmere=https://time.example/|/nowhere/roots.pem", "The roots of ashmere cannot be read"),
            ("a=https://time.example/|{roots} a=https://time.example/|{roots}", "Two of them have one name"),
        ],
    )
    def test_what_is_wrong_with_it_is_a_task_until_it_is_right(
        self, setting: str, wrong: str, settings: Settings, local_authority: LocalAuthority, channel: Channel
    ) -> None:
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = setting.replace("{roots}", f"{local_authority.folder}/root.pem")
        for _ in range(2):
            job(0)
        assert wrong in Task.objects.get().why
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = ""
        job(0)
        assert not Task.objects.exists()

    def test_a_wrong_one_stops_no_capture_and_is_made_up_for_when_it_is_right(
        self, settings: Settings, local_authority: LocalAuthority, channel: Channel
    ) -> None:
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"ashmere={local_authority.url}|/nowhere/root.pem"
        made = a_capture(channel)
        job(0)
        assert not made.stamps.exists()
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"ashmere={local_authority.url}|{local_authority.folder}/root.pem"
        job(0)
        assert made.stamps.count() == 1


class TestVerifying:
    @pytest.fixture
    def stamped(self, ashmere: LocalAuthority, channel: Channel) -> Capture:
        made = a_capture(channel)
        ask()
        return made

    def test_a_sound_capture_has_no_fault_also_when_its_authority_is_no_longer_set_up(
        self, stamped: Capture, settings: Settings
    ) -> None:
        settings.EVENHAND_TIMESTAMP_AUTHORITIES = ""
        assert verify(stamped) == ()

    def test_every_damaged_part_is_found(self, stamped: Capture) -> None:
        for part in stamped.parts:
            storage.place().write(part["sha256"], b"something else")
        assert [(fault.part, fault.damaged) for fault in verify(stamped)] == [
            (part["name"], True) for part in stamped.parts
        ]

    def test_a_row_that_says_otherwise_than_the_manifest_is_found(self, stamped: Capture) -> None:
        stamped.parts[0] = {"name": "payload", "sha256": storage.store(b"other words"), "bytes": 11}
        assert [(fault.part, fault.wrong) for fault in verify(stamped)] == [
            ("manifest", "it and the capture's row differ about: payload")
        ]

    def test_a_part_that_was_taken_off_the_row_is_found(self, stamped: Capture) -> None:
        del stamped.parts[2]
        assert "differ about: thread" in verify(stamped)[0].wrong

    def test_a_stamp_of_another_capture_is_found(self, stamped: Capture, channel: Channel) -> None:
        other, taken = a_capture(channel, "c2"), TimeStamp.objects.get()
        taken.pk, taken.capture = None, other
        taken.save(force_insert=True)
        [fault] = verify(other)
        assert fault.part == "stamp ashmere"
        assert "it is over other bytes" in fault.wrong

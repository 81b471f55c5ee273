"""EVD-01, EVD-03: where captured bytes lie; what happens when that place is full, closed, or loses some of them."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.db import OperationalError, connection
from moto.server import ThreadedMotoServer
from pytest_django import Settings
from tests.rooms.world import BY, NOON, a_comment, later, receive

from evenhand.core.refusals import Refused
from evenhand.evidence import folder, storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.intake.models import Channel, Revision
from evenhand.tasks.models import Task

WORDS = hashlib.sha256(b"words").hexdigest()
OTHERS = hashlib.sha256(b"other words").hexdigest()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a bucket on a server of this machine."""
    before = dict(os.environ)
    os.environ |= {"AWS_ACCESS_KEY_ID": "ashmere", "AWS_SECRET_ACCESS_KEY": "none", "AWS_DEFAULT_REGION": "eu-west-2"}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    boto3.client("s3", endpoint_url=endpoint).create_bucket(
        Bucket="evidence", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    yield f"s3://evidence/captures?endpoint={endpoint}&region=eu-west-2"
    server.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, settings: Settings) -> storage.Place:
    """Each place in its turn, empty."""
    if request.param == "bucket":
        settings.EVENHAND_CAPTURES = request.getfixturevalue("s3")
    made = storage.place()
    for sha256, _ in list(made.sizes()):
        made.remove(sha256)
    return made


class TestEveryPlace:
    def test_what_is_kept_is_read_listed_and_removed_under_its_hash(self, place: storage.Place, db: None) -> None:
        assert storage.store(b"words") == storage.store(b"words") == WORDS
        storage.store(b"other words")
        assert storage.read(WORDS) == b"words"
        assert sorted(storage.sizes()) == sorted([(WORDS, 5), (OTHERS, 11)])
        storage.remove(WORDS)
        assert list(storage.sizes()) == [(OTHERS, 11)]

    def test_nothing_and_a_megabyte_are_kept_alike(self, place: storage.Place) -> None:
        for content in (b"", bytes(1_000_000)):
            assert storage.read(storage.store(content)) == content

    def test_what_is_gone_is_reported(self, place: storage.Place) -> None:
        place.remove(storage.store(b"words"))
        with pytest.raises(storage.Damaged, match=f"{WORDS} is gone from {place.where}"):
            storage.read(WORDS)

    def test_what_was_changed_is_not_served_and_mended_when_it_is_captured_again(self, place: storage.Place) -> None:
        storage.store(b"words")
        place.write(WORDS, b"wordz")
        with pytest.raises(storage.Damaged, match=f"{WORDS} was changed in {place.where}"):
            storage.read(WORDS)
        storage.store(b"words")
        assert storage.read(WORDS) == b"words"

    def test_removing_what_is_not_there_is_no_fault(self, place: storage.Place, db: None) -> None:
        storage.remove(WORDS)
        assert list(storage.sizes()) == []


class TestRemoving:
    """EVD-03: the purge may not take what another capture holds."""

    def test_bytes_that_a_capture_holds_stay(self, channel: Channel) -> None:
        receive(channel, a_comment())
        made = capture(revision=Revision.objects.get(), by=BY, at=NOON)
        with pytest.raises(Refused, match=f"Capture {made.pk} holds it too"):
            storage.remove(made.sha256_of("payload"))
        assert storage.read(made.sha256_of("payload"))

    def test_bytes_that_two_captures_hold_go_with_the_second(self, channel: Channel) -> None:
        receive(channel, a_comment())
        one, two = (capture(revision=Revision.objects.get(), by=BY, at=later(minute)) for minute in (0, 1))
        payload = one.sha256_of("payload")
        assert payload == two.sha256_of("payload")
        with pytest.raises(Refused, match=f"Capture {two.pk} holds it too"):
            storage.remove(payload, purged=[one.pk])
        storage.remove(payload, purged=[one.pk, two.pk])
        with pytest.raises(storage.Damaged):
            storage.read(payload)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_removed_while_somebody_captures() -> None:
    """Bytes that a capture found in their place must still be there when its row commits."""
    storing, done = threading.Event(), threading.Event()

    def capturing() -> None:
        with storage.in_use():
            storing.set()
            done.wait(20)
        connection.close()

    storage.store(b"words")
    thread = threading.Thread(target=capturing)
    thread.start()
    assert storing.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            storage.remove(WORDS)
        assert storage.read(WORDS) == b"words"
        done.set()
        thread.join()
        storage.remove(WORDS)
        cursor.execute("reset lock_timeout")
    assert list(storage.sizes()) == []


class TestAFullOrClosedFolder:
    def test_a_full_disk_is_named_and_leaves_nothing_behind(
        self, monkeypatch: pytest.MonkeyPatch, data_folder: Path
    ) -> None:
        def full(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(folder.os, "fsync", full)
        (data_folder / "captures" / WORDS[:2]).mkdir(parents=True)
        with pytest.raises(storage.OutOfReach) as told:
            storage.store(b"words")
        assert f"could not be written to the folder {data_folder}/captures: [Errno 28] No space left" in str(told.value)
        assert "see that it is there, has room, and may be written" in str(told.value)
        assert [path for path in data_folder.rglob("*") if path.is_file()] == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system takes root")
    def test_a_disk_that_is_really_full_keeps_what_it_has(self, tmp_path: Path, settings: Settings) -> None:
        small = tmp_path / "small"
        small.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", small], capture_output=True)
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount")
        try:
            settings.EVENHAND_CAPTURES = str(small)
            storage.store(b"words")
            with pytest.raises(storage.OutOfReach, match="No space left on device"):
                storage.store(bytes(1_000_000))
            assert list(storage.sizes()) == [(WORDS, 5)]
            assert storage.read(WORDS) == b"words"
        finally:
            subprocess.run(["umount", small], check=True)

    @pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system takes root")
    def test_a_folder_that_may_only_be_read_is_named(self, tmp_path: Path, settings: Settings) -> None:
        closed = tmp_path / "closed"
        closed.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", closed], capture_output=True)
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount")
        try:
            settings.EVENHAND_CAPTURES = str(closed)
            with pytest.raises(storage.OutOfReach, match=f"the folder {closed}: .*Read-only file system"):
                storage.store(b"words")
        finally:
            subprocess.run(["umount", closed], check=True)

    def test_what_a_broken_off_write_left_is_not_listed(self, data_folder: Path) -> None:
        storage.store(b"words")
        (data_folder / "captures" / WORDS[:2] / "tmpab12").write_bytes(b"half")
        assert list(storage.sizes()) == [(WORDS, 5)]


class TestABucketOutOfReach:
    def test_a_server_that_is_down_is_named_and_nothing_is_captured(self, settings: Settings, channel: Channel) -> None:
        settings.EVENHAND_CAPTURES = "s3://evidence/captures?endpoint=http://127.0.0.1:9&region=eu-west-2"
        receive(channel, a_comment())
        with pytest.raises(
            storage.OutOfReach, match="could not be written to s3://evidence/captures: Generic S3 error"
        ):
            capture(revision=Revision.objects.get(), by=BY, at=NOON)
        assert not Capture.objects.exists()
        with pytest.raises(storage.OutOfReach, match="could not be read from s3://evidence/captures"):
            storage.read(WORDS)

    def test_a_bucket_that_is_not_there_is_out_of_reach(self, s3: str, settings: Settings) -> None:
        settings.EVENHAND_CAPTURES = s3.replace("s3://evidence", "s3://elsewhere")
        with pytest.raises(storage.OutOfReach, match="written to s3://elsewhere/captures"):
            storage.store(b"words")

    @pytest.mark.parametrize("address", ["ftp://ashmere.example/captures", "s3://evidence?colour=red", "s3://"])
    def test_an_address_that_is_none_says_how_to_write_one(self, settings: Settings, address: str) -> None:
        settings.EVENHAND_CAPTURES = address
        with pytest.raises(
            storage.OutOfReach, match=r"EVENHAND_CAPTURES cannot be used: .*write it as s3://bucket/prefix"
        ):
            storage.store(b"words")

    def test_without_the_extra_it_says_what_to_install(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.EVENHAND_CAPTURES = "s3://evidence/captures"
        monkeypatch.setitem(sys.modules, "obstore.exceptions", None)
        with pytest.raises(storage.OutOfReach, match=r"pip install 'evenhand\[object-storage\]'"):
            storage.store(b"words")


def test_a_capture_in_a_bucket_is_what_it_is_in_a_folder(s3: str, settings: Settings, channel: Channel) -> None:
    settings.EVENHAND_CAPTURES = s3
    receive(channel, a_comment())
    made = capture(revision=Revision.objects.get(), by=BY, at=NOON)
    assert storage.read(made.sha256_of("payload")) == b'{"id": "c1"}'
    assert not Task.objects.exists()

"""EVD-01: captures lie on disk under their SHA-256 before anything is done, and are checked when read."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from tests.rooms.world import BY, HIDE, NOON, a_comment, carry_out, decide, edit, later, open_case, receive

from evenhand.audit.queries import about
from evenhand.evidence.folder import Folder
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.evidence.storage import Damaged, read, store
from evenhand.intake.models import Channel, Revision
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network


def kept(sha256: str) -> Path:
    """Where it lies on disk."""
    return Folder(settings.EVENHAND_DATA / "captures").path_of(sha256)


def test_a_capture_holds_the_platforms_bytes_and_what_is_known_with_their_hashes(channel: Channel) -> None:
    receive(channel, a_comment(payload=b'{"id": "c1", "odd": "\\u00e9"}'))
    captured = capture(revision=Revision.objects.get(), by=BY, at=later(5))
    parts = {part["name"]: part for part in captured.parts}
    assert read(parts["payload"]["sha256"]) == b'{"id": "c1", "odd": "\\u00e9"}'
    record = json.loads(read(parts["record"]["sha256"]))
    assert record["author"] == {"id": "a1", "handle": "", "name": "Robin Vale", "url": ""}
    assert (record["text"], record["post"], record["revision"]) == ("Words that somebody wrote", "p1", 1)
    assert record["captured_at"] == "2024-03-04T12:05:00+00:00"
    for part in captured.parts:
        content = kept(part["sha256"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (part["sha256"], part["bytes"])


def test_a_capture_is_audited_with_the_hashes_of_its_parts(channel: Channel) -> None:
    receive(channel, a_comment())
    captured = capture(revision=Revision.objects.get(), by=BY, at=NOON)
    entry = about("harrowmere", f"comment {captured.comment_id}")[-1]
    assert entry.action == "evidence.capture"
    assert all(part["sha256"] in entry.detail for part in captured.parts)


def test_the_wording_that_was_decided_about_is_captured_though_the_author_changed_it(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    action = decide(case, HIDE, ada).actions.get()
    edit(channel, at=later(1))
    carry_out(action)
    assert Capture.objects.get().revision.number == 1


def test_the_same_bytes_are_written_once(data_folder: Path) -> None:
    assert store(b"words") == store(b"words")
    assert [path.name for path in data_folder.rglob("*") if path.is_file()] == [hashlib.sha256(b"words").hexdigest()]


def test_bytes_changed_on_disk_are_not_served() -> None:
    sha256 = store(b"words")
    kept(sha256).write_bytes(b"wordz")
    with pytest.raises(Damaged, match="was changed in"):
        read(sha256)


def test_bytes_gone_from_disk_are_reported() -> None:
    sha256 = store(b"words")
    kept(sha256).unlink()
    with pytest.raises(Damaged, match="is gone from the folder"):
        read(sha256)


def test_damaged_bytes_are_written_anew_when_they_are_captured_again() -> None:
    sha256 = store(b"words")
    kept(sha256).write_bytes(b"wordz")
    store(b"words")
    assert read(sha256) == b"words"

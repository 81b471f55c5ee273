"""What a platform itself exports is imported as if it had been polled."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.platforms.fakes.bluesky import ROOT, Fake
from typer.testing import CliRunner

from evenhand.cli import app
from evenhand.intake.models import Channel, Comment, Post, Reject
from evenhand.platforms.contract import NotReadable
from evenhand.work import import_native
from evenhand.work.import_file import import_file
from evenhand.work.import_order import Order, read_rows

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


def order(path: Path) -> Order:
    return Order(path=str(path), name=path.name, csv=False, map={}, number_ids=False, posted_at=None, native="bluesky")


def a_thread(*words: str) -> Fake:
    fake = Fake()
    for text in words:
        fake.comment(text)
    return fake


@pytest.mark.django_db
def test_a_thread_comes_in_with_its_post_and_twice_changes_nothing(channel: Channel, tmp_path: Path) -> None:
    fake, file = a_thread("When is it open?", "1 < 2"), tmp_path / "thread.json"
    fake.garble()
    file.write_text(json.dumps(fake.export(), indent=2))
    counts = [
        import_file(
            order=order(file), channel=channel, rejects=tmp_path / "rejects", by="ada", now=lambda: NOW,
            progress=lambda *_: None,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [(c.rows, c.new, c.unchanged, c.rejected) for c in counts] == [(3, 2, 0, 1), (3, 0, 2, 1)]
    assert set(Comment.objects.values_list("post__native_id", flat=True)) == {ROOT}
    assert Post.objects.get().url.startswith("https://bsky.app/profile/did:plc:harrowmere/post/")
    assert set(Reject.objects.values_list("reason", flat=True)) == {"text is list; it must be text"}


def test_one_document_a_line_reads_as_well(tmp_path: Path) -> None:
    exported = json.dumps(a_thread("One").export())
    _, found = read_rows(order(tmp_path / "x"), io.BytesIO(f"{exported}\n\n{exported}\n".encode()), NOW)
    assert [row.comment.text for row in found if row.comment] == ["One", "One"]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"{", "line 1 is not JSON"), (b"[]", "not a JSON object"), (b'{"accounts": []}', "export getPostThread")],
)
def test_a_file_that_is_something_else_says_what_is_wrong(content: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        list(import_native.rows("bluesky", io.BytesIO(content)))


def test_a_file_too_large_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_native, "LONGEST_DOCUMENT", 10)
    with pytest.raises(NotReadable, match="longer than 10 bytes"):
        list(import_native.rows("bluesky", io.BytesIO(b'{"posts": []}')))


def test_the_command_shows_the_first_rows_and_refuses_a_platform_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "thread.json"
    file.write_text(json.dumps(a_thread("When is it open?").export()))
    shown = CliRunner().invoke(
        app, ["import", str(file), "--channel", "x", "--format", "bluesky", "--dry-run"], env={"COLUMNS": "200"}
    )
    assert shown.exit_code == 0
    assert "When is it open?" in shown.output
    refused = CliRunner().invoke(app, ["import", str(file), "--channel", "x", "--format", "myspace", "--dry-run"])
    assert refused.exit_code == 2
    assert "is not one of csv" in refused.output

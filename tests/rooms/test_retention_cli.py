"""`evenhand retention` and `evenhand person`, as somebody types them."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rooms import world
from typer.testing import CliRunner

from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel, Revision
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.retention.models import ErasureAsked, Purge
from evenhand.retention_cli import person_app, retention_app


@pytest.fixture
def admin(body: Body) -> Officer:
    return world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)


@pytest.fixture
def old_words(channel: Channel) -> None:
    """A comment that came in half a year ago."""
    long_ago = datetime.now(UTC) - timedelta(days=183)
    world.receive(channel, world.a_comment(created_at=long_ago), at=long_ago)


def test_a_preview_counts_and_says_why_and_changes_nothing(old_words: None, body: Body) -> None:
    said = CliRunner().invoke(retention_app, ["preview", "--body", body.slug])
    assert said.exit_code == 0
    assert "1  comments left up: last needed more than 3 months ago (REC-02): comment " in said.output
    assert "1  in all" in said.output
    assert Revision.objects.get().text == "Words that somebody wrote"


def test_a_purge_asks_for_its_confirmation_and_prints_the_certificate(
    old_words: None, body: Body, admin: Officer
) -> None:
    asked = ["purge", "--body", body.slug, "--by", admin.email]
    wrong = CliRunner().invoke(retention_app, asked, input="yes\n")
    assert isinstance(wrong.exception, Refused)
    said = CliRunner().invoke(retention_app, asked, input="purge harrowmere\n")
    run = Purge.objects.get()
    assert f"Certificate {run.number}: 1 comments left up. Seal: {run.sha256}" in said.output


def test_an_export_is_written_for_its_owner_alone(old_words: None, body: Body, tmp_path: Path) -> None:
    to = tmp_path / "answer.zip"
    asked = ["export", "--body", body.slug, "--author", "simulator:a1", "--to", str(to)]
    assert "read it through" in CliRunner().invoke(person_app, asked).output
    assert to.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(to) as file:
        assert "what-we-hold-about-you/everything.html" in file.namelist()


def test_an_erasure_is_shown_first_then_asked_for_by_one_and_done_by_another(
    old_words: None, body: Body, admin: Officer
) -> None:
    cora = world.new_officer(body, "Cora Lind", Role.CO_ORDINATOR)
    shown = ["erase", "--body", body.slug, "--author", "simulator:a1"]
    said = CliRunner().invoke(person_app, shown)
    assert "erase  comment " in said.output
    assert Purge.objects.count() == 0
    asked = [*shown, "--by", cora.email, "--request", "DP/25/7", "--why", "Seen in person."]
    assert "Another officer: evenhand person approve" in CliRunner().invoke(person_app, asked).output
    number = ErasureAsked.objects.get().pk
    answer = ["approve", "--body", body.slug, "--asked", str(number), "--confirm", "purge harrowmere", "--by"]
    assert isinstance(CliRunner().invoke(person_app, [*answer, cora.email]).exception, Refused)
    assert Revision.objects.get().text == "Words that somebody wrote"
    assert "Certificate PC-" in CliRunner().invoke(person_app, [*answer, admin.email]).output
    assert Revision.objects.get().text.startswith("Removed on ")


def test_who_signs_in_nowhere_purges_nothing(old_words: None, body: Body) -> None:
    said = CliRunner().invoke(
        retention_app, ["purge", "--body", body.slug, "--by", "x@y.example", "--confirm", "purge harrowmere"]
    )
    assert isinstance(said.exception, Refused)

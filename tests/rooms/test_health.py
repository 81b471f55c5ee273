"""What monitoring is told: one line each, and nothing that names anybody."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.rooms import world
from tests.rooms.drill import House
from tests.rooms.test_audit_log import superuser
from typer.testing import CliRunner

from evenhand.actions.models import Action
from evenhand.audit import operations as audit
from evenhand.audit.anchoring import anchor
from evenhand.audit.checks import check
from evenhand.audit.outlets import configured
from evenhand.health import lines as module
from evenhand.health.lines import looked_at, well_in_brief
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer

NOW = world.later(60)
TWO_DAYS_LATER = NOW + timedelta(days=2)


@pytest.fixture
def worker(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")


def line(name: str, at: datetime = NOW) -> tuple[bool, str]:
    [found] = [line for line in looked_at(at) if line.name == name]
    return found.ok, found.words


@pytest.mark.usefixtures("worker", "body")
def test_a_new_house_with_a_worker_is_well(data_folder: Path) -> None:
    assert [(line.name, line.words) for line in looked_at(NOW) if not line.ok] == []


@pytest.mark.usefixtures("body")
class TestWorker:
    def test_without_one_it_is_not_well(self) -> None:
        assert line("worker") == (False, "none runs")

    def test_one_that_fell_silent_is_not_well(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '2 minutes')")
        assert line("worker") == (False, "the last sign of life 120 s ago")


class TestActions:
    def test_one_that_waits_too_long_is_said(self, channel: Channel, ada: Officer) -> None:
        world.decide(world.open_case(channel), world.HIDE, ada)
        assert line("oldest waiting action", world.later(60)) == (True, "since 60 min")
        assert line("oldest waiting action", world.later(61)) == (False, "since 61 min")

    def test_one_without_a_job_is_said(self, channel: Channel, ada: Officer) -> None:
        world.decide(world.open_case(channel), world.HIDE, ada)
        assert line("actions without a job") == (True, "0")
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_jobs set status = 'cancelled'")
        assert Action.objects.get().state == "queued"
        assert line("actions without a job") == (False, "1")

    def test_a_job_whose_worker_is_gone_is_said(self, channel: Channel, ada: Officer) -> None:
        world.decide(world.open_case(channel), world.HIDE, ada)
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_jobs set status = 'doing' where task_name = 'carry_out'")
        assert line("stalled jobs") == (False, "1")


@pytest.mark.usefixtures("body")
class TestAuditLog:
    def test_it_says_when_and_how_it_was_verified(self) -> None:
        check(by="tests", at=world.NOON)
        check(by="tests", at=world.later(50), since_last=True)
        ok, words = line("audit log")
        assert (ok, words) == (True, "verified as a whole 60 min ago, up to entry 1, and since then 10 min ago")

    def test_a_night_without_a_walk_over_all_of_it_is_not_well(self) -> None:
        check(by="tests", at=world.NOON)
        assert line("audit log", world.NOON + timedelta(hours=26))[0]
        assert not line("audit log", world.NOON + timedelta(hours=27))[0]

    def test_one_that_was_never_verified_is_not_well_after_a_night(self) -> None:
        assert line("audit log") == (True, "never verified as a whole")
        assert line("audit log", TWO_DAYS_LATER) == (False, "never verified as a whole")

    def test_a_break_is_said(self) -> None:
        with superuser() as sql:
            sql("update audit_entry set by = 'nobody' where number = 1")
        check(by="tests", at=world.NOON)
        said = "found BROKEN at 2024-03-04 12:00 UTC: the columns of entry 1 differ from its hashed words"
        assert line("audit log") == (False, said)


@pytest.mark.usefixtures("body")
class TestKeptOutside:
    def test_no_place_is_no_fault(self) -> None:
        assert line("audit log kept outside") == (True, "no place is set up")

    def test_a_night_without_it_is_not_well(self, settings: Settings, tmp_path: Path) -> None:
        settings.EVENHAND_ANCHOR_FILE = str(tmp_path / "anchors")
        assert line("audit log kept outside") == (True, "never")
        anchor(outlets=configured(), by="tests", at=world.NOON)
        assert line("audit log kept outside") == (True, "entry 1 (file) 60 min ago")
        assert line("audit log kept outside", TWO_DAYS_LATER) == (False, "entry 1 (file) 2 days ago")

    def test_a_setting_that_cannot_be_read_is_not_well(self, settings: Settings) -> None:
        settings.EVENHAND_ANCHOR_AUTHORITY = "nonsense"
        assert not line("audit log kept outside")[0]


@pytest.mark.usefixtures("body")
class TestCapturesAndBackup:
    def test_a_full_disk_is_not_well(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "LEAST_FREE_BYTES", 1 << 60)
        assert not line("captures")[0]

    def test_a_backup_is_awaited_every_night(self) -> None:
        assert line("backup") == (True, "never made")
        assert line("backup", TWO_DAYS_LATER) == (False, "never made")
        made([])
        assert line("backup") == (True, "60 min ago")
        assert line("backup", TWO_DAYS_LATER) == (False, "2 days ago")

    def test_a_backup_that_lacks_something_is_not_well(self) -> None:
        made(["ab" * 32])
        assert line("backup") == (False, "60 min ago, without 1 captured parts that are damaged or gone")

    def test_who_backs_up_otherwise_says_so(self, settings: Settings) -> None:
        settings.EVENHAND_BACKUP_HOURS = 0
        assert line("backup", TWO_DAYS_LATER) == (True, "not watched: EVENHAND_BACKUP_HOURS is 0")


def made(missing: list[str]) -> None:
    with audit.one_transaction():
        audit.record(
            body="", at=world.NOON, by="tests", action="backup.made", subject="backup", missing=missing, number=1
        )


class TestCommand:
    @pytest.fixture
    def run(self, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
        """The database of the tests is up; the command would start another."""
        monkeypatch.setattr("evenhand.health_cli.ready", lambda: None)
        return CliRunner()

    def test_it_exits_1_when_something_is_not_well(self, body: Body, run: CliRunner) -> None:
        said = run.invoke(app(), [])
        assert said.exit_code == 1
        assert "NOT  worker: none runs" in said.stdout
        assert "ok   migrations: all applied" in said.stdout

    def test_a_database_that_does_not_answer_is_said_in_one_line(self, tmp_path: Path) -> None:
        ran = House(f"postgresql:///evenhand?host={tmp_path}", tmp_path).run("health")
        assert ran.returncode == 1
        assert [said[:15] for said in ran.stdout.splitlines()] == ["NOT  database: ", "ok   captures: "]

    @pytest.mark.usefixtures("worker")
    def test_it_exits_0_when_all_is_well(self, run: CliRunner) -> None:
        assert run.invoke(app(), []).exit_code == 0

    def test_programs_read_json(self, body: Body, run: CliRunner) -> None:
        lines = json.loads(run.invoke(app(), ["--json"]).stdout)
        assert {"name": "worker", "ok": False, "words": "none runs"} in lines


def app():  # type: ignore[no-untyped-def]
    import typer

    from evenhand.health_cli import health

    made = typer.Typer()
    made.command()(health)
    return made


class TestPage:
    @pytest.mark.usefixtures("worker")
    def test_anybody_is_told_that_all_is_well(self, body: Body, client: Client) -> None:
        answer = client.get("/health")
        assert (answer.status_code, answer.content, answer["content-type"]) == (200, b"ok\n", "text/plain")
        assert "no-store" in answer["cache-control"]

    def test_anybody_is_told_that_it_is_not_and_nothing_else(self, body: Body, client: Client) -> None:
        answer = client.get("/health")
        assert (answer.status_code, answer.content) == (503, b"not ok\n")

    @pytest.mark.usefixtures("worker")
    def test_a_broken_log_is_not_well(self, body: Body) -> None:
        assert well_in_brief()
        with superuser() as sql:
            sql("update audit_entry set by = 'nobody' where number = 1")
        check(by="tests", at=datetime(2026, 3, 2, tzinfo=UTC))
        assert not well_in_brief()

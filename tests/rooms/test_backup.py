"""What a backup holds, and what is not restored: whatever was changed, broke off, or would overwrite something."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from tests.rooms import world
from tests.rooms.world import later

from evenhand.audit.models import Entry, Head
from evenhand.backup import captures, making
from evenhand.backup.making import Made, check, make
from evenhand.backup.restoring import restore
from evenhand.conf import postgres_programs
from evenhand.core.refusals import Refused
from evenhand.evidence.folder import Folder
from evenhand.evidence.models import Capture
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


@pytest.fixture
def house(channel: Channel, ada: Officer, ben: Officer) -> None:
    """A row in every table, and captures."""
    world.everything_once(channel, ada, ben)


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backup(to: Path, at: datetime = AT) -> Made:
    return make(to=to, at=at, say=lambda line: None)


def refused(folder: Path) -> str:
    with pytest.raises(Refused) as said:
        restore(folder=folder, at=AT, say=lambda line: None)
    return str(said.value)


def path_of(sha256: str) -> Path:
    return Folder(settings.EVENHAND_DATA / "captures").path_of(sha256)


def parts() -> set[str]:
    return {part["sha256"] for capture in Capture.objects.all() for part in capture.parts}


@pytest.mark.usefixtures("house")
class TestWhatItHolds:
    def test_its_name_is_its_instant_and_its_manifest_names_every_file(self, backups: Path) -> None:
        made = backup(backups)
        assert made.folder == backups / "2026-03-02T021500Z"
        said = json.loads((made.folder / "manifest.json").read_text())
        assert {"database.dump", "captures.txt", "configuration.json"} < set(said["files"])
        assert "editions/stockport/2024-01-01.toml" in said["files"]
        assert said["version"] == "0.1.0"
        assert ["audit", "0003_anchor"] in said["migrations"]

    def test_it_holds_the_head_of_the_log(self, backups: Path) -> None:
        head = Head.objects.get()
        assert backup(backups).head == (head.number, bytes(head.hash).hex())

    def test_every_captured_part_is_in_it(self, backups: Path) -> None:
        made = backup(backups)
        assert made.captures == made.new == len(parts()) > 0
        for sha256 in parts():
            assert (backups / "captures" / sha256[:2] / sha256).read_bytes() == path_of(sha256).read_bytes()

    def test_a_second_one_copies_only_what_is_new(self, backups: Path, channel: Channel, ada: Officer) -> None:
        first = backup(backups)
        action = world.decide(world.open_case(channel, "c9"), world.HIDE, ada).actions.get()
        world.published(settings.EVENHAND_DATA, "c9")
        world.carry_out(action)
        second = backup(backups, AT + timedelta(days=1))
        assert (second.captures, second.new) == (len(parts()), len(parts()) - first.captures)
        assert check(first.folder)[1] == check(second.folder)[1] == []

    def test_no_secret_is_in_it(self, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EVENHAND_SECRET_KEY", "very-secret-words")
        monkeypatch.setenv("EVENHAND_SMTP_URL", "smtp://u:very-secret-words@mail.example")
        monkeypatch.setenv("EVENHAND_HOSTS", "comments.harrowmere.example")
        made = backup(backups)
        said = json.loads((made.folder / "configuration.json").read_text())
        assert said["EVENHAND_SECRET_KEY"] is said["EVENHAND_SMTP_URL"] is None
        assert said["EVENHAND_HOSTS"] == "comments.harrowmere.example"
        assert b"very-secret-words" not in b"".join(f.read_bytes() for f in made.folder.rglob("*") if f.is_file())

    def test_that_it_was_made_is_in_the_log(self, backups: Path) -> None:
        made = backup(backups)
        entry = Entry.objects.get(subject="backup")
        assert (entry.action, json.loads(entry.content)["detail"]["manifest"]) == ("backup.made", made.sha256)

    def test_what_is_written_while_it_is_made_is_in_all_of_it_or_in_none(
        self, backups: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain, before = captures.named, Entry.objects.count()

        def named_while_somebody_writes():  # type: ignore[no-untyped-def]
            known = connection.settings_dict
            with psycopg.connect(
                host=known["HOST"], port=known["PORT"], user=known["USER"], dbname=known["NAME"]
            ) as db:
                db.execute("insert into audit_entry select number + 1000, body, at, by, action, subject, content,"
                           " previous, hash from audit_entry")  # fmt: skip
            return plain()

        monkeypatch.setattr(captures, "named", named_while_somebody_writes)
        made = backup(backups)
        assert Entry.objects.filter(number__gt=1000).exists()
        program = postgres_programs.client("pg_restore", 15)
        assert program is not None
        rows = subprocess.run(
            [program, "--data-only", "--table=audit_entry", "--file=-", made.folder / "database.dump"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert sum("harrowmere" in line for line in rows.splitlines()) == before
        assert made.head[0] == before

    def test_a_part_that_is_damaged_is_named_and_the_rest_is_kept(self, backups: Path) -> None:
        damaged = sorted(parts())[0]
        path_of(damaged).write_bytes(b"other bytes")
        made = backup(backups)
        assert made.missing == (damaged,)
        assert made.captures == len(parts()) - 1
        assert check(made.folder)[1] == []

    def test_a_part_that_was_purged_meanwhile_is_not_missed(
        self, backups: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = sorted(parts())[0]
        path_of(gone).unlink()
        monkeypatch.setattr(captures, "still_named", lambda sha256: False)
        assert backup(backups).missing == ()

    def test_an_interrupted_one_is_told_by_its_name(self, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(captures, "copy_out", full)
        with pytest.raises(OSError, match="No space left"):
            backup(backups)
        [left] = backups.glob("20*")
        assert left.name == "2026-03-02T021500Z.unfinished"
        assert "holds no manifest.json" in refused(left)

    def test_without_pg_dump_it_says_what_to_install(self, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres_programs, "client", lambda name, major: None)
        with pytest.raises(Refused, match=r"apt-get install postgresql-client-\d+"):
            backup(backups)


@pytest.mark.usefixtures("house")
class TestWhatIsRefused:
    def test_a_database_that_is_not_empty(self, backups: Path) -> None:
        assert "is not empty: it has" in refused(backup(backups).folder)

    @pytest.mark.parametrize("name", ["database.dump", "captures.txt", "editions/stockport/2024-01-01.toml"])
    def test_a_file_that_broke_off(self, backups: Path, name: str) -> None:
        file = backup(backups).folder / name
        file.write_bytes(file.read_bytes()[:-7])
        said = refused(file.parents[name.count("/")])
        assert f"{name} is not as it was written: it was changed, or its copy broke off" in said.replace(
            name.capitalize(), name
        )

    def test_a_file_that_is_gone(self, backups: Path) -> None:
        made = backup(backups)
        (made.folder / "database.dump").unlink()
        assert "Database.dump is gone" in refused(made.folder)

    def test_a_manifest_that_was_changed(self, backups: Path) -> None:
        made = backup(backups)
        manifest = made.folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"version": "0.1.0"', '"version": "0.1.1"'))
        assert "Manifest.json is not as it was written" in refused(made.folder)

    @pytest.mark.parametrize(
        ("spoil", "says"),
        [(lambda file: file.unlink(), "is gone from"), (lambda file: file.write_bytes(b"x"), "was changed in")],
        ids=["gone", "changed"],
    )
    def test_a_captured_part_that_is_not_as_it_was(
        self, backups: Path, spoil: Callable[[Path], None], says: str
    ) -> None:
        made = backup(backups)
        sha256 = sorted(parts())[0]
        spoil(backups / "captures" / sha256[:2] / sha256)
        assert f"Captured part {sha256} {says}" in refused(made.folder)
        assert check(made.folder)[1] == [f"captured part {sha256} {says} {backups / 'captures'}"]

    def test_one_of_a_newer_version(self, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = making._database

        def with_a_later_migration(folder: Path):  # type: ignore[no-untyped-def]
            head, applied, named = plain(folder)
            return head, (*applied, ("audit", "0999_later")), named

        monkeypatch.setattr(making, "_database", with_a_later_migration)
        assert "is newer than this: audit.0999_later is not known here" in refused(backup(backups).folder)

    def test_a_folder_that_is_no_backup(self, tmp_path: Path) -> None:
        assert "it is no backup, or was never finished" in refused(tmp_path)


@pytest.mark.usefixtures("house")
def test_actions_that_wait_are_in_doubt_and_nothing_else_is(channel: Channel, ada: Officer) -> None:
    from evenhand.actions.doubt import doubt_everything_live
    from evenhand.actions.models import Action
    from evenhand.audit.queries import about

    waiting = world.decide(world.open_case(channel, "c9"), world.HIDE, ada).actions.get()
    finished = Action.objects.exclude(pk=waiting.pk).filter(state="done").count()
    waits = Action.objects.filter(state="queued").count()
    assert doubt_everything_live(by="tests", at=later(5)) == waits
    assert Action.objects.filter(in_doubt=True).count() == waits
    assert finished > 0
    assert about("harrowmere", f"comment {waiting.comment_id}")[-1].action == "actions.doubt"


def test_what_is_in_doubt_and_called_off_may_have_been_done(channel: Channel, ada: Officer, ben: Officer) -> None:
    """MOD-04: its opposite is queued, as for a call that broke off."""
    from evenhand.actions.doubt import doubt_everything_live
    from evenhand.actions.models import Action

    case = world.open_case(channel)
    world.decide(case, world.HIDE, ada)
    doubt_everything_live(by="tests", at=later(5))
    world.undo(case, ada, later(6))
    assert list(Action.objects.order_by("pk").values_list("verb", "state")) == [
        ("hide", "cancelled"),
        ("unhide", "queued"),
    ]

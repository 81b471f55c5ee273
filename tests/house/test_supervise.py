"""One command runs everything, keeps it alive, says what it does, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.house.waiting import within_seconds

from evenhand.conf import postgres
from evenhand.conf.children import wait_before

TOP = Path(__file__).parents[2]


class Command:
    """`make run` on the mini project. What it says goes to a file."""

    def __init__(self, data: Path, port: int, **environment: str) -> None:
        self.data, self.port = data, port
        self._said = data / f"said-{port}-{time.monotonic_ns()}"
        inherited = {name: value for name, value in os.environ.items() if name.startswith(("EVENHAND_PG_BIN", "PATH"))}
        with self._said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.house.mini", str(port)],
                cwd=TOP,
                env=inherited | {"EVENHAND_DATA": str(data)} | environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    def says(self, words: str, within: float = 90) -> bool:
        return within_seconds(within, lambda: words in self.said)

    def get(self, path: str = "/") -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def ends(self, *signals: signal.Signals, within: float = 10) -> int:
        """The exit code, after the signals 0.5 s apart. Raises: TimeoutExpired."""
        began = time.monotonic()
        for number, name in enumerate(signals):
            time.sleep(0.5 if number else 0)
            self.process.send_signal(name)
        return self.process.wait(timeout=within - (time.monotonic() - began))

    def nothing_is_left(self) -> bool:
        with socket.socket() as port:
            port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if port.connect_ex(("127.0.0.1", self.port)) == 0:
                return False
        return not postgres.listening(self.data / "postgres") and not self._programs()

    def _programs(self) -> list[Path]:
        """Processes with our data folder in their environment: none of them forgets it."""
        mine = f"EVENHAND_DATA={self.data}\0".encode()
        return [process for process in Path("/proc").glob("[0-9]*") if mine in _environment(process)]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # ended meanwhile, or somebody else's
        return b""


@contextmanager
def running(data: Path, **environment: str) -> Iterator[Command]:
    command = Command(data, free_port(), **environment)
    try:
        assert command.says("Evenhand is ready"), command.said
        yield command
    finally:
        if command.process.poll() is None:
            command.process.send_signal(signal.SIGTERM)
            command.process.wait()


def free_port() -> int:
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return int(port.getsockname()[1])


def test_the_first_run_prints_an_address_and_who_can_sign_in_and_the_next_keeps_the_data(
    open_folder: Path,
) -> None:
    with running(open_folder) as first:
        assert f"http://127.0.0.1:{first.port}/" in first.said
        assert "officer   robin@example.org   a password for robin" in first.said
        assert first.get()["people"] == ["robin"]
        assert first.ends(signal.SIGINT) == 0
    with running(open_folder) as second:
        assert "Sign in as before." in second.said
        assert "a password for robin" not in second.said
        assert second.get()["people"] == ["robin"]


def test_the_worker_does_what_the_web_asks_for(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        before = command.get()["done"]
        assert within_seconds(30, lambda: command.get()["done"] > before)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_within_ten_seconds(lasting_folder: Path, how: signal.Signals) -> None:
    with running(lasting_folder) as command:
        assert command.ends(how) == 0
        assert command.nothing_is_left()
        assert "Traceback" not in command.said


def test_a_job_that_does_not_end_does_not_hold_it_up_beyond_ten_seconds(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        command.get("/busy")
        assert within_seconds(30, lambda: command.get()["doing"] > 0)
        assert command.ends(signal.SIGINT) == 0
        assert command.nothing_is_left()


def test_a_second_ctrl_c_does_not_wait_for_it(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        command.get("/busy")
        assert within_seconds(30, lambda: command.get()["doing"] > 0)
        assert command.ends(signal.SIGINT, signal.SIGINT, within=4) == 0
        assert "Stopping at once" in command.said
        assert command.nothing_is_left()


def test_a_child_that_dies_is_started_again_and_said_so(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        web = command.get()["web"]
        os.kill(web, signal.SIGKILL)
        assert command.says(f"The web (process {web}) ended by SIGKILL. Starting it again in 1 s.", within=15)
        assert within_seconds(30, lambda: command.get()["web"] != web)


def test_postgresql_is_started_again_and_the_worker_with_it(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        pid_file = lasting_folder / "postgres" / "cluster" / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)
        assert command.says("PostgreSQL had ended. It runs again.", within=30)
        before = command.get()["done"]
        assert within_seconds(60, lambda: command.get()["done"] > before), command.said


def test_killed_outright_it_leaves_nobody_behind(lasting_folder: Path) -> None:
    with running(lasting_folder) as command:
        command.process.kill()
        command.process.wait()
        assert within_seconds(10, command.nothing_is_left)


def test_a_port_in_use_is_named_with_the_way_to_choose_another(lasting_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = Command(lasting_folder, port)
        assert command.process.wait(timeout=30) == 1
    assert f"Port {port} on 127.0.0.1 cannot be opened: Address already in use" in command.said
    assert re.search(r"make run PORT=\d+", command.said)


def test_a_web_that_cannot_start_ends_it_with_its_own_words(lasting_folder: Path) -> None:
    command = Command(lasting_folder, free_port(), DJANGO_SETTINGS_MODULE="tests.house.mini.broken")
    assert command.process.wait(timeout=90) == 1
    assert "No module named 'tests.house.mini.absent'" in command.said
    assert "The web ended before it was ready" in command.said
    assert command.nothing_is_left()


def test_with_a_database_url_no_private_server_is_made(open_folder: Path) -> None:
    (open_folder / "data").mkdir()
    with (
        postgres.start_throwaway() as elsewhere,
        running(open_folder / "data", DATABASE_URL=elsewhere.url) as command,
    ):
        assert command.get()["people"] == ["robin"]
        assert not (open_folder / "data" / "postgres").exists()
        assert command.ends(signal.SIGINT) == 0
        assert postgres.listening(elsewhere.socket_folder)


def test_restarts_wait_longer_each_time_up_to_half_a_minute() -> None:
    assert [wait_before(deaths) for deaths in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]

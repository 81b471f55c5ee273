"""The drill: a backup is made, work goes on, everything is lost, and the house is set up again elsewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.conf import postgres


@dataclass
class Log:
    """What was typed and what was answered, as the guide shows it."""

    lines: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # long paths -> short ones

    def say(self, line: str) -> None:
        for long, short in self.names.items():
            line = line.replace(long, short)
        self.lines.append(line)
        print(line, flush=True)  # read with `make drill`


@dataclass(frozen=True)
class House:
    """One place that Evenhand is set up in: a database and a folder."""

    url: str
    data: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of Evenhand's, in a process of its own, as an administrator types it."""
        command = [sys.executable, "-m", "evenhand.cli", *arguments]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=120)

    def work(self) -> subprocess.CompletedProcess[str]:
        """What a minute brings: the timetable looks after lost jobs, and a real worker does what is due."""
        self._django("defer", "look_after", '{"timestamp": 0}')
        return self._django("worker", "--one-shot")

    def _django(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "django", "procrastinate", *arguments]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=120)

    def asked(self, query: str) -> list[tuple[object, ...]]:
        """What its database answers."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            return list(connection.execute(query).fetchall())  # type: ignore[arg-type]

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.url,
            "EVENHAND_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "evenhand.conf.settings",
        }


@contextmanager
def fresh(data: Path) -> Iterator[House]:
    """An empty PostgreSQL of its own and an empty folder."""
    with postgres.start_throwaway() as server:
        yield House(server.url, data)


def lose(house: House) -> None:
    """Everything but the platform, which is somebody else's and goes on."""
    for place in house.data.iterdir():
        if place.name != "simulator.sqlite3":
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def typed(log: Log, house: House, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command and log it with its answer."""
    log.say(f"$ evenhand {' '.join(arguments)}")
    ran = house.run(*arguments)
    for line in _said(ran):
        log.say(line)
    log.say("")
    return ran


def _said(ran: subprocess.CompletedProcess[str]) -> Sequence[str]:
    return (ran.stdout + ran.stderr).rstrip().splitlines()

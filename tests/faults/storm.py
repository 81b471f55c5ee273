"""The storm: a council at work while its programs are killed, its disk fills up and its clocks go wrong."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from tests.faults import council
from tests.faults.database import Database
from tests.faults.disk import Disk
from tests.faults.imports import Imports
from tests.faults.plan import Plan
from tests.faults.programs import TOP, Program, python

LEAST_GAP_SECONDS = 0.3
LONGEST_GAP_SECONDS = 4.0  # between two events, however little is done in between
SENT = 0.6  # of the actions that are asked for: the others are undone before their turn comes
FULL_SECONDS = 5.0
PATIENCE_SECONDS = 150.0  # without any progress, before what is unfinished counts as lost
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
SHIFTS = {"clock ahead": "+2h", "clock behind": "-2h", "clock right": ""}


@dataclass
class Storm:
    """One run in a folder of its own."""

    plan: Plan
    folder: Path
    say: Callable[[str], None]
    played: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)  # event and why, and how often
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.plan.seed} targets")
        self.database = Database(self.folder / "postgres")
        self.disk = Disk(self.folder / "data" / "captures")
        self.imports = Imports([], self.chance, self._program)
        self.workers: list[Program] = []
        self.kept: list[Program] = []
        self.officers: list[Program] = []
        self.calm = False
        self._minute_due = 0.0
        self.frozen: dict[int, tuple[Program, float]] = {}

    def prepare(self, *, import_all: bool = False) -> None:
        """Database, tables, council, judge, files; Django is set up in this process too.

        The first file is imported, so that there are cases when the storm begins; the others come in under it.
        """
        for part in ("data", "logs", "files"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        self.disk.open()
        self._start_judge()
        os.environ |= self._environment()
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        council.set_up()
        plan = self.plan
        files = list(
            council.files(self.folder / "files", seed=plan.seed, comments=plan.comments, each=plan.comments_a_file)
        )
        self.ids = [id_ for _, ids in files for id_ in ids]
        self.ask_judge("publish", {"ids": self.ids})
        self.imports = Imports(files, self.chance, self._program)
        self.imports.take_in(len(files) if import_all else 1)

    def _start_judge(self) -> None:
        command = python("-m", "tests.faults.judge", "--seed", str(self.plan.seed), "--rate", str(self.plan.rate))
        self._judge = subprocess.Popen(
            [*command, "--captures", str(self.disk.folder)], cwd=TOP, stdout=subprocess.PIPE, text=True
        )
        assert self._judge.stdout is not None
        self.judge = self._judge.stdout.readline().strip()

    def _environment(self) -> dict[str, str]:
        paths = [TOP, TOP / "src", TOP / "tests" / "faults" / "platform"]
        with closing(socket.create_server(("127.0.0.1", 0))) as door:
            self.port = door.getsockname()[1]
        return {
            "DJANGO_SETTINGS_MODULE": "evenhand.conf.settings",
            "DATABASE_URL": self.database.start(),
            "EVENHAND_DATA": str(self.folder / "data"),
            "EVENHAND_JUDGE": self.judge,
            "EVENHAND_CHROMIUM": "off",  # pictures would take most of the time; their own tests kill Chromium
            "EVENHAND_STALLED_SECONDS": str(self.plan.stalled_seconds),
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        }

    def run(self) -> None:
        """Work under the storm, then heal and let everything drain."""
        begun = time.monotonic()
        self._start_programs()
        self._play()
        self.seconds["storm"] = time.monotonic() - begun
        self.say(f"storm over after {self.seconds['storm']:.0f} s: {dict(self.played)}")
        self._heal()
        self._drain()
        self.seconds["drain"] = time.monotonic() - begun - self.seconds["storm"]

    def _start_programs(self) -> None:
        self.start_workers()
        asked = ["--actions", str(self.plan.actions), "--seed", str(self.plan.seed)]
        for name in council.OFFICERS[:2]:
            journal = ["--journal", str(self.folder / f"{name.split()[0]}.journal")]
            self.officers.append(self._program(name, python("-m", "tests.faults.officer", name, *asked, *journal)))
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "2", "--no-control-socket"]
        self.web = self._program("web", python("-m", "gunicorn", *bind, "evenhand.conf.wsgi:application"))
        console = ["--address", f"http://127.0.0.1:{self.port}", "--seed", str(self.plan.seed)]
        journal = ["--journal", str(self.folder / "console.journal")]
        visitor = python("-m", "tests.faults.visitor", council.OFFICERS[2], *console, *journal)
        self.visitor = self._program("console", visitor)
        self.kept = [*self.officers, self.web, self.visitor]

    def start_workers(self) -> None:
        for _ in range(self.plan.workers):
            self._add_worker()

    def _add_worker(self) -> None:
        command = python("-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout", "2")
        self.workers.append(self._program(f"worker-{len(self.workers)}", command))

    def _program(self, name: str, command: list[str], *, keep: bool = True) -> Program:
        log = self.folder / "logs" / f"{name.replace(' ', '-')}.log"
        return Program(name, command, dict(os.environ), log, keep)

    def _play(self) -> None:
        events = self.plan.events()
        every = self.plan.actions * SENT / (len(events) + 1)
        last = time.monotonic()
        while events:
            self.look_after()
            gap = time.monotonic() - last
            done = self.ask_judge("progress")["acted_on"]
            due = (len(self.plan.events()) - len(events) + 1) * every
            if gap > LONGEST_GAP_SECONDS or (gap > LEAST_GAP_SECONDS and done >= due):
                self._meet(events.pop(0))
                last = time.monotonic()
            time.sleep(0.05)

    def look_after(self) -> None:
        """Start again what has died, wake what was frozen, free the disk: as often as the caller asks."""
        for program in (*self.workers, *self.kept):
            program.look_after()
        for officer in self.officers:
            if officer.ends and officer.ends[-1] == 0:
                officer.keep = False
        self.imports.look_after(self._progress())
        for key, (program, until) in list(self.frozen.items()):
            if time.monotonic() >= until:
                program.send(signal.SIGCONT)
                del self.frozen[key]
        self.disk.look_after()
        self._let_a_minute_pass()

    def _let_a_minute_pass(self) -> None:
        """What comes every minute comes as much sooner as workers count as stalled sooner: a tenth of both."""
        if time.monotonic() < self._minute_due:
            return
        self._minute_due = time.monotonic() + self.plan.stalled_seconds
        from django.db import DatabaseError, InterfaceError, connection
        from procrastinate.contrib.django import app
        from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

        try:
            app.configure_task("look_after", allow_unknown=True, queueing_lock="look_after", priority=100).defer(
                timestamp=0
            )
        except AlreadyEnqueued:
            return
        except (ConnectorException, DatabaseError, InterfaceError):
            connection.close()

    def _progress(self) -> float:
        """How much of the storm is over, 0 to 1."""
        met = self.played.total() + self.skipped.total()
        return 1.0 if self.calm else met / max(1, len(self.plan.events()))

    def _meet(self, event: str) -> None:
        played = getattr(self, f"_{event.replace(' ', '_')}")()
        if played is None:
            self.played[event] += 1
        else:
            self.skipped[f"{event}: {played}"] += 1

    def _kill_worker(self) -> str | None:
        return _killed([worker for worker in self.workers if worker.runs()], self.chance)

    def _kill_officer(self) -> str | None:
        return _killed([who for who in (*self.officers, self.visitor) if who.runs()], self.chance)

    def _kill_import(self) -> str | None:
        return None if self.imports.kill_next() else "everything was imported"

    def _kill_web(self) -> str | None:
        return _killed([self.web] if self.web.runs() else [], self.chance)

    def _kill_postgres(self) -> None:
        self.database.kill()

    def _kill_machine(self) -> str | None:
        running = [worker for worker in self.workers if worker.runs()]
        if not running:
            return "no worker ran"
        lost = self.chance.choice(running)
        lost.keep = False
        lost.kill()
        self._add_worker()
        return None

    def _postgres_restart(self) -> None:
        self.database.restart()

    def _disk_full(self) -> str | None:
        return self.disk.fill(FULL_SECONDS)

    def _freeze(self) -> str | None:
        """A machine that stands still with its connections open, long after it counts as stalled, and goes on."""
        running = [worker for worker in self.workers if worker.runs() and id(worker) not in self.frozen]
        if len(running) < 2:
            return "fewer than two workers ran"
        program = self.chance.choice(running)
        program.send(signal.SIGSTOP)
        self.frozen[id(program)] = (program, time.monotonic() + 2 * self.plan.stalled_seconds)
        return None

    def _clock_ahead(self) -> str | None:
        return self._set_clock("clock ahead")

    def _clock_behind(self) -> str | None:
        return self._set_clock("clock behind")

    def _clock_right(self) -> str | None:
        return self._set_clock("clock right")

    def _set_clock(self, event: str) -> str | None:
        """One worker dies and comes back on a machine whose clock is two hours off, or right again."""
        if not FAKETIME.exists():
            return "there is no libfaketime here"
        kept = [worker for worker in self.workers if worker.keep]
        kept[0].environment = _shifted(SHIFTS[event])
        kept[0].kill()
        return None

    def _heal(self) -> None:
        self.calm = True
        self.ask_judge("rate", {"rate": 0})
        self.disk.free()
        for program, _ in self.frozen.values():
            program.send(signal.SIGCONT)
        self.frozen.clear()
        for worker in self.workers:
            if worker.environment != dict(os.environ):
                worker.environment = dict(os.environ)
                worker.kill()

    def _drain(self) -> None:
        """Until nothing is under way, or nothing has moved for a long while."""
        from tests.faults.verdict import unfinished

        before, since = (-1, -1), time.monotonic()
        while time.monotonic() - since < PATIENCE_SECONDS:
            self.look_after()
            busy = self.imports.busy() or any(officer.keep for officer in self.officers)
            if self.visitor.keep and not busy:
                self.visitor.keep = self.web.keep = False
                self.visitor.kill()
            now = unfinished()
            if not busy and sum(now) == 0:
                return
            if now != before:
                before, since = now, time.monotonic()
            time.sleep(0.2)

    def ask_judge(self, page: str, content: dict[str, object] | None = None) -> dict:  # type: ignore[type-arg]
        """The judge's own pages."""
        address = f"{self.judge}/{page}"
        answer = httpx.post(address, json=content) if content is not None else httpx.get(address, timeout=30)
        return answer.json()

    def close(self) -> None:
        """Everything ends; the folder goes."""
        for program in (*self.workers, *self.kept, *([self.imports.running] if self.imports.running else ())):
            program.keep = False
            program.kill()
        self._judge.kill()
        self._judge.wait()
        self.database.stop()
        self.disk.close()

    def remove(self) -> None:
        with suppress(OSError):
            shutil.rmtree(self.folder)

    def journals(self) -> list[str]:
        """What operations and the console said was recorded."""
        return [line for file in self.folder.glob("*.journal") for line in file.read_text().splitlines()]

    def describe(self) -> dict[str, object]:
        """For the report."""
        ends = {program.name: dict(Counter(program.ends)) for program in (*self.workers, *self.kept)}
        return {
            "played": dict(self.played) | {"kill import": self.imports.killed}, "skipped": dict(self.skipped),
            "seconds": self.seconds, "ends": ends,
            "starts refused by PostgreSQL": self.database.refused_starts, "disk": self.disk.how,
        }  # fmt: skip


def _killed(programs: list[Program], chance: random.Random) -> str | None:
    if not programs:
        return "nobody ran"
    chance.choice(programs).kill()
    return None


def _shifted(by: str) -> dict[str, str]:
    if not by:
        return dict(os.environ)
    return {**os.environ, "LD_PRELOAD": str(FAKETIME), "FAKETIME": by, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def as_json(found: object) -> str:
    return json.dumps(found, indent=1, sort_keys=True)

"""The programs of a storm: started, killed outright, started again, as a supervisor on each machine would."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RESTART_AFTER_SECONDS = 0.5


@dataclass
class Program:
    """One program. `keep`: start it again whatever it ended with; else it ends when it has done its work."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    keep: bool = True
    starts: int = 0
    ends: list[int] = field(default_factory=list)  # exit codes, of those that ended by themselves
    _process: subprocess.Popen[bytes] | None = None
    _killed: bool = False
    _due_at: float = 0.0  # monotonic seconds

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, env=dict(self.environment), cwd=TOP, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.starts, self._killed = self.starts + 1, False

    def look_after(self) -> None:
        """Note an end; start it again where it is to be kept and its wait is over."""
        if self._process and (code := self._process.poll()) is not None:
            if not self._killed:
                self.ends.append(code)
            self._process, self._due_at = None, time.monotonic() + RESTART_AFTER_SECONDS
        if self._process is None and self.keep and time.monotonic() >= self._due_at:
            self.start()

    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> bool:
        """kill -9, with whatever it started. Whether it ran."""
        if not self.runs():
            return False
        self._killed = True
        self.send(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()
        return True

    def send(self, what: signal.Signals) -> None:
        """A signal to it and whatever it started."""
        if self._process and self.runs():
            os.killpg(self._process.pid, what)


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]

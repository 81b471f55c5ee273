"""The programs that a supervisor keeps alive: started, watched, started again, and stopped in time."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

LONGEST_WAIT_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1  # prctl(2)


def wait_before(deaths: int) -> float:
    """Seconds until the next start after so many early deaths in a row: 1, 2, 4, ... 30."""
    return min(2.0 ** (deaths - 1), LONGEST_WAIT_SECONDS)


@dataclass(slots=True)
class Child:
    """One program. `say` is given a line for people whenever it dies."""

    name: str
    command: Sequence[str]
    say: Callable[[str], None]
    keeps_open: tuple[int, ...] = ()
    _process: subprocess.Popen[bytes] | None = None
    _started_at: float = field(default=0.0, init=False)  # monotonic seconds, as is _due_at
    _due_at: float = field(default=0.0, init=False)
    _deaths: int = field(default=0, init=False)

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603
            self.command,
            stdin=subprocess.DEVNULL,
            pass_fds=self.keeps_open,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the others in order
            preexec_fn=_end_with_parent,  # safe: one system call, and we have no threads
        )

    def look_after(self) -> None:
        """Starts it again if it died and its wait is over."""
        if self._process is None:
            if time.monotonic() >= self._due_at:
                self.start()
        elif (code := self._process.poll()) is not None:
            self._mourn(code)

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def is_over(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """It, and whatever it started."""
        if self._process and not self.is_over():
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _mourn(self, code: int) -> None:
        lived = time.monotonic() - self._started_at
        self._deaths = 1 if lived > HEALTHY_AFTER_SECONDS else self._deaths + 1
        wait = wait_before(self._deaths)
        pid = self._process.pid if self._process else 0
        self.say(f"The {self.name} (process {pid}) ended {_how(code)}. Starting it again in {wait:.0f} s.")
        self._process, self._due_at = None, time.monotonic() + wait


def _how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"


def _end_with_parent() -> None:
    """A supervisor killed outright leaves nobody behind who holds its port. Only Linux can do this.

    Killed too, not asked: a worker whose database has just gone would wait for it for ever.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

"""One headless Chromium, spoken to over its pipe: started, kept for the next picture, and ended with all that it is."""

import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

OFF = "off"
MOST_BYTES = 60_000_000  # of an answer; a picture of this size has about 1,000,000
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOWHERE = "nowhere.invalid"  # a proxy that there is not: what a page must not reach is sent there
_OPTIONS = (
    "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--mute-audio", "--no-first-run",
    "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-breakpad", "--disable-dev-shm-usage", "--no-pings",
    "--use-mock-keychain", "--password-store=basic", "--force-color-profile=srgb",
    f"--host-resolver-rules=MAP {NOWHERE} ~NOTFOUND",
)  # fmt: skip
_PROFILE = "evenhand-chromium-"


class NoPicture(Exception):
    """There is no picture; the words say why."""


class Lost(NoPicture):
    """Chromium ended, hangs, or does not speak as it should: nothing more is asked of this one."""


class TooSlow(Lost):
    """Its time has run out."""


def program() -> str:
    """The Chromium to run: EVENHAND_CHROMIUM, or one on the PATH. Raises: NoPicture where there is none."""
    given = str(settings.EVENHAND_CHROMIUM)
    if given == OFF:
        raise NoPicture("pictures are switched off (EVENHAND_CHROMIUM)")
    for name in (given,) if given else _NAMES:
        if path := shutil.which(name):
            return path
    raise NoPicture(f"there is no {given or 'Chromium'} on this machine")


class Browser:
    """A running Chromium with a profile of its own. `pages`: how many it has shown; `owner`: the process it is of."""

    def __init__(self, path: str) -> None:
        _sweep()
        self.path, self.pages, self.owner = path, 0, os.getpid()
        self._buffer, self._last, self._reaped = bytearray(), 0, False
        self.profile = Path(tempfile.mkdtemp(prefix=f"{_PROFILE}{self.owner}-"))
        their_in, self._to = _pipe()
        self._from, their_out = _pipe()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        try:
            command = [path, *_OPTIONS, *root, f"--user-data-dir={self.profile}"]
            self.process = _start(command, self.profile, their_in, their_out)
        except BaseException:
            self._let_go()
            raise
        finally:
            os.close(their_out)  # so that its end is seen
            os.close(their_in)

    def send(self, method: str, parameters: Mapping[str, Any], session: str, deadline: float) -> int:
        """Ask for something; the number that its answer bears."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        left = memoryview(json.dumps(message).encode() + b"\0")
        while left:
            self._wait(deadline, writing=True)
            left = left[os.write(self._to, left[:60_000]) :]
        return self._last

    def message(self, deadline: float) -> dict[str, Any]:
        """The next thing that Chromium says. Raises: Lost."""
        while (end := self._buffer.find(b"\0")) < 0:
            self._wait(deadline, writing=False)
            piece = os.read(self._from, 1_000_000)
            self._buffer += piece
            if not piece:
                raise Lost(f"Chromium ended{self.last_words()}")
            if len(self._buffer) > MOST_BYTES:
                raise Lost(f"a page of more than {MOST_BYTES:,} bytes")
        message: dict[str, Any] = json.loads(self._buffer[:end])
        del self._buffer[: end + 1]
        return message

    def more_within(self, until: float) -> bool:
        """Whether Chromium says something before an instant of the monotonic clock."""
        left = max(until - time.monotonic(), 0)
        return b"\0" in self._buffer or bool(select.select([self._from], [], [], left)[0])

    def _wait(self, deadline: float, *, writing: bool) -> None:
        left = deadline - time.monotonic()
        ready = select.select(*(([], [self._to]) if writing else ([self._from], [])), [], max(left, 0))
        if left <= 0 or not any(ready):
            raise TooSlow("it took too long")

    def is_there(self) -> bool:
        """Whether it runs and is ours: a child that was forked off has none of its parent's."""
        if self.owner != os.getpid():
            return False
        if not self._reaped and os.waitpid(self.process, os.WNOHANG) != (0, 0):
            self._reaped = True
            self._kill_rest()
        return not self._reaped

    def megabytes(self) -> float:
        """The memory of all its processes; what they share counts for each."""
        pages = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError, IndexError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.process:
                    pages += int(fields[21])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    def end(self) -> None:
        """All its processes and its profile are gone afterwards, whatever it was doing."""
        if self.owner == os.getpid() and not self._reaped:
            self._kill_rest()
            os.waitpid(self.process, 0)
            self._reaped = True
        self._let_go()

    def _kill_rest(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)

    def _let_go(self) -> None:
        for end in (self._to, self._from):
            with suppress(OSError):
                os.close(end)
        if self.owner == os.getpid():
            shutil.rmtree(self.profile, ignore_errors=True)

    def last_words(self) -> str:
        """The last line that Chromium wrote, which says why it ended."""
        try:
            lines = (self.profile / "said").read_text(errors="replace").strip().splitlines()
        except OSError:
            return ""
        return f" ({lines[-1][:200]})" if lines else ""


def _sweep() -> None:
    """Profiles of processes that were killed; their Chromium ended by itself when its pipe did."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PROFILE}*"):
        owner = folder.name.removeprefix(_PROFILE).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _pipe() -> tuple[int, int]:
    """Read end and write end, above the numbers that the child is to have."""
    plain = os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in plain]
    for end in plain:
        os.close(end)
    return ends[0], ends[1]


def _start(command: list[str], profile: Path, their_in: int, their_out: int) -> int:
    """In a process group of its own, so that all of it can be ended; it reads descriptor 3 and writes descriptor 4."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(profile),
        "LANG": "en_GB.UTF-8",
        "TZ": "Europe/London",
    }
    try:
        return os.posix_spawn(
            command[0], command, environment, setpgroup=0,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, str(profile / "said"), os.O_WRONLY | os.O_CREAT, 0o600),
                (os.POSIX_SPAWN_DUP2, their_in, 3),
                (os.POSIX_SPAWN_DUP2, their_out, 4),
            ],
        )  # fmt: skip
    except OSError as wrong:
        raise NoPicture(f"{command[0]} could not be started: {wrong.strerror}") from None

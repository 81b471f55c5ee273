"""The last one out stops the server.

Every command that uses a private server has a keeper: a process that waits for the command's end, however it
ends (even by kill -9, which no `finally` survives), and then stops the server if no other command uses it.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from evenhand.conf.run_as import Account

STOPS_WITHIN_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Watch:
    """What a keeper looks after. `remove`: folders and links that go with a throwaway server."""

    place: str
    pg_ctl: str
    account: Account
    remove: tuple[str, ...] = ()


@contextmanager
def one_at_a_time(place: Path) -> Iterator[None]:
    """Nobody else starts or stops the server in `place` meanwhile. Waits."""
    with (place / "starting.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_keeper(watch: Watch) -> subprocess.Popen[bytes]:
    """A keeper that counts as one user of the server until its standard input closes."""
    with (Path(watch.place) / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        # The lock belongs to the open file, which the keeper inherits: it lasts as long as the keeper does.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", __name__, str(users.fileno()), json.dumps(asdict(watch))],
            stdin=subprocess.PIPE,
            pass_fds=[users.fileno()],
            cwd="/",
            start_new_session=True,  # Ctrl-C reaches the command, not its keeper
        )


def keep(users: int, watch: Watch) -> None:
    """Returns when the command has ended, after stopping the server if that was its last user."""
    sys.stdin.buffer.read()
    with one_at_a_time(Path(watch.place)):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _stop(watch)
        for path in watch.remove:
            _remove(Path(path))


def _stop(watch: Watch) -> None:
    """Open transactions are rolled back. A server not down in time is cut off, and recovers when started."""
    stop = [watch.pg_ctl, "-D", f"{watch.place}/cluster", "-w", "-t", str(STOPS_WITHIN_SECONDS), "stop", "-m"]
    if watch.account.run([*stop, "fast"]).returncode:
        watch.account.run([*stop, "immediate"])


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _main(users: str, watch: str) -> None:
    given = json.loads(watch)
    keep(int(users), Watch(**given | {"account": Account(**given["account"])}))


if __name__ == "__main__":
    os.umask(0o077)
    _main(*sys.argv[1:])

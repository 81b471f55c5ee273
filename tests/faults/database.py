"""A private PostgreSQL that keeps its promises (fsync on), to be killed and brought back."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evenhand.conf import postgres
from evenhand.conf.run_as import PrivateDatabaseError, account_for

COMES_BACK_WITHIN_SECONDS = 60


@dataclass
class Database:
    """One server in one folder."""

    folder: Path
    _server: postgres.Server | None = None
    refused_starts: int = 0  # how often it would not start at once after a kill

    def start(self) -> str:
        """Its address, once it answers."""
        before, deadline = self._server, time.monotonic() + COMES_BACK_WITHIN_SECONDS
        while True:
            try:
                self._server = postgres.start(self.folder)
                break
            except PrivateDatabaseError:
                self.refused_starts += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        if before:
            before.stop()
        return self._server.url

    def kill(self) -> None:
        """kill -9 the postmaster, and start it again at once, as `make run` does when it sees that it is gone."""
        with suppress(OSError, ValueError):
            os.kill(self._postmaster(), signal.SIGKILL)
        self.start()

    def restart(self) -> None:
        """As an administrator does: open transactions are rolled back, connections are cut."""
        assert self._server is not None
        control = [self._server.bin / "pg_ctl", "-D", self._server.data / "cluster", "-w", "-m", "fast", "stop"]
        account_for(self.folder).run(control)
        self.start()

    def stop(self) -> None:
        if self._server:
            self._server.stop()

    def _postmaster(self) -> int:
        assert self._server is not None
        return int((self._server.data / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])

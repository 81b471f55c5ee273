"""Files that come in one after another, spread over a storm, and are imported again by whoever was told nothing."""

import random
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults import council
from tests.faults.programs import TOP, Program, python

LIVES_SECONDS = (0.2, 4.0)  # of an import that is to be killed: from before it has begun to after it has committed


class Imports:
    """`files`: with the ids that are in each. `program`: makes one from a name and a command."""

    def __init__(
        self, files: Sequence[tuple[Path, list[str]]], chance: random.Random, program: Callable[..., Program]
    ) -> None:
        self.files, self.all = list(files), len(files)
        self.chance, self.program = chance, program
        self.to_kill = self.killed = 0
        self.running: Program | None = None
        self._dies_at = 0.0  # monotonic seconds

    def take_in(self, count: int) -> None:
        """Import the next files before the storm, undisturbed."""
        for file, _ in self.files[:count]:
            subprocess.run(_command(file), cwd=TOP, check=True, stdout=subprocess.DEVNULL)
        self.files = self.files[count:]

    def look_after(self, progress: float) -> None:
        """Kill one that is to be killed; go on to the next file in its turn. `progress`: of the storm, 0 to 1."""
        if self.running and self.running.runs():
            self._perhaps_kill(self.running)
            return
        if self.running:
            self.running.look_after()
            if self.running.ends and self.running.ends.pop() == 0:
                self.files.pop(0)
            self.running = None
        if self.files and progress >= 1 - len(self.files) / self.all:
            self.running = self.program("import", _command(self.files[0][0]), keep=False)
            self.running.start()
            self._dies_at = time.monotonic() + self.chance.uniform(*LIVES_SECONDS)

    def kill_next(self) -> bool:
        """Let the next one that runs be killed at some moment of its life. Whether there is anything left to import."""
        self.to_kill += bool(self.files)
        return bool(self.files)

    def busy(self) -> bool:
        return bool(self.files or self.running)

    def _perhaps_kill(self, running: Program) -> None:
        if self.to_kill and time.monotonic() >= self._dies_at and running.kill():
            self.to_kill -= 1
            self.killed += 1


def _command(file: Path) -> list[str]:
    return python("-m", "evenhand.cli", "import", str(file), "--channel", council.CHANNEL)

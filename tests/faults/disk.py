"""The disk that captures lie on: small, so that it can be filled up and freed again."""

import errno
import os
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SIZE_MEGABYTES = 96


@dataclass
class Disk:
    """A small file system of its own, where this account may mount one; else nothing is ever full."""

    folder: Path
    how: str = "not opened"
    _until: float = 0.0  # monotonic seconds

    def open(self) -> None:
        """Mount it where we may."""
        self.folder.mkdir(parents=True)
        if os.geteuid() != 0:
            self.how = "only root can mount a small file system, so the disk was never full"
            return
        size = f"size={SIZE_MEGABYTES}m"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "storm", self.folder], capture_output=True)
        self.how = "a tmpfs" if mounted.returncode == 0 else f"not mounted: {mounted.stderr.decode().strip()}"

    def fill(self, seconds: float) -> str | None:
        """No byte is left for so long. Why not, where it cannot be done."""
        if self.how != "a tmpfs":
            return self.how
        with self._ballast.open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(b"\0" * 65_536)
        self._until = time.monotonic() + seconds
        return None

    def look_after(self) -> None:
        """Free it when its time is over; until then take what others have freed."""
        if self._until and time.monotonic() >= self._until:
            self.free()
        elif self._until:
            self._press()

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)
        self._until = 0.0

    def close(self) -> None:
        self.free()
        if self.how == "a tmpfs":
            subprocess.run(["umount", "--lazy", self.folder], check=False)

    def _press(self) -> None:
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                ballast.write(b"\0" * 4_096)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

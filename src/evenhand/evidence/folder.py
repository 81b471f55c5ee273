"""Captured bytes on disk: two levels of folders, written aside and synced before they get their name."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")


class Folder:
    """Captured bytes in a folder."""

    def __init__(self, root: Path) -> None:
        self.root, self.where = root, f"the folder {root}"

    def write(self, sha256: str, content: bytes) -> None:
        """Synced to disk when this returns, name and all."""
        final = self.path_of(sha256)
        if final.exists() and final.read_bytes() == content:
            return
        if not final.parent.exists():
            final.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(final.parent.parent)
        _write_aside(final, content)
        _sync_folder(final.parent)

    def read(self, sha256: str) -> bytes:
        """Raises: OSError."""
        return self.path_of(sha256).read_bytes()

    def has(self, sha256: str) -> bool:
        """Whether there is a file of that name."""
        return self.path_of(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Gone for good when this returns."""
        path = self.path_of(sha256)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync_folder(path.parent)

    def sizes(self) -> Iterator[tuple[str, int]]:
        """What a broken-off write left aside is not listed."""
        for path in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if _NAME.fullmatch(path.name):
                yield path.name, path.stat().st_size

    def path_of(self, sha256: str) -> Path:
        """Where bytes with this hash lie."""
        return self.root / sha256[:2] / sha256


def _write_aside(final: Path, content: bytes) -> None:
    """A full disk leaves nothing behind."""
    with tempfile.NamedTemporaryFile(dir=final.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(final)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

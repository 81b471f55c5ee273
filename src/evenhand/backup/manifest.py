"""What one backup holds: a folder with a database dump, editions and lists, each with its SHA-256.

BACKUPS/captures/ab/abcd...        captured parts under their SHA-256, shared by all backups
BACKUPS/2026-03-02T021500Z/        one backup: manifest.json, database.dump, captures.txt, editions/, configuration.json
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evenhand.core.refusals import Refused

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`head` is the audit log's in the dump (number and hexadecimal hash); `files` are SHA-256 by relative path."""

    made_at: str
    version: str  # of Evenhand
    postgresql: str
    head: tuple[int, str]
    migrations: tuple[tuple[str, str], ...]
    captures: int
    missing: tuple[str, ...]  # captured parts that were damaged or gone when the backup was made
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> str:
        """Returns its own SHA-256, which lies beside it."""
        content = (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()
        (folder / NAME).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / f"{NAME}.sha256").write_text(f"{sha256}  {NAME}\n")
        return sha256


def read(folder: Path) -> Manifest:
    """A manifest that agrees with every file beside it. Raises: Refused, naming what was changed or is gone."""
    if not (folder / NAME).is_file():
        raise _refused(folder, f"it holds no {NAME}: it is no backup, or was never finished", "name one that has it")
    content = (folder / NAME).read_bytes()
    try:
        kept = (folder / f"{NAME}.sha256").read_text().split()[0]
    except (OSError, IndexError):
        kept = ""
    if kept != hashlib.sha256(content).hexdigest():
        raise _refused(folder, f"{NAME} is not as it was written", _ANOTHER)
    manifest = _parsed(folder, json.loads(content))
    for wrong in _changed(folder, manifest):
        raise _refused(folder, wrong, _ANOTHER)
    return manifest


_ANOTHER = "take another backup, or another copy of this one"


def _parsed(folder: Path, said: dict[str, Any]) -> Manifest:
    if said["format"] != FORMAT:
        raise _refused(
            folder, f"its format is {said['format']}, and this version reads {FORMAT}", "use a newer version"
        )
    number, head = said["head"]
    migrations = tuple((app, name) for app, name in said["migrations"])
    return Manifest(**said | {"head": (number, head), "migrations": migrations, "missing": tuple(said["missing"])})


def _changed(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, sha256 in manifest.files.items():
        file = folder / name
        if not file.is_file():
            yield f"{name} is gone"
        elif sha256_of(file) != sha256:
            yield f"{name} is not as it was written: it was changed, or its copy broke off"


def sha256_of(file: Path) -> str:
    """Of a file of any size."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _refused(folder: Path, forbids: str, do: str) -> Refused:
    return Refused(tried=f"to use the backup in {folder}", forbids=forbids, do=do)

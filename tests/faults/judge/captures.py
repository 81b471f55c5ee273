"""Whether a comment's capture lies on disk at this moment: read from the files alone, never asked of the product."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass
class Captures:
    """The folder of captures: content-addressed parts, of which a comment's capture needs a payload and a record."""

    folder: Path
    _payloads: dict[str, list[Path]] = field(default_factory=dict)  # by the platform's id of the comment
    _records: dict[str, list[Path]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def hold(self, comment: str, at_least: int) -> bool:
        """Whether a whole payload and as many whole records of this comment lie there now."""
        with self._lock:
            if not self._held(comment, at_least):
                self._look()
            return self._held(comment, at_least)

    def _held(self, comment: str, at_least: int) -> bool:
        payloads = [path for path in self._payloads.get(comment, ()) if _whole(path)]
        records = [path for path in self._records.get(comment, ()) if _whole(path)]
        return bool(payloads) and len(records) >= at_least

    def _look(self) -> None:
        """Take in what has come since the last look. A file without a hash for a name is one that is being written."""
        for path in self.folder.glob("*/*"):
            if path.name not in self._seen and _NAME.fullmatch(path.name) and _whole(path):
                self._seen.add(path.name)
                self._file(path)

    def _file(self, path: Path) -> None:
        found = _object(path)
        if "captured_at" in found:
            self._records.setdefault(str(found.get("comment")), []).append(path)
        elif "id" in found:
            self._payloads.setdefault(str(found["id"]), []).append(path)


def _whole(path: Path) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    except OSError:
        return False


def _object(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

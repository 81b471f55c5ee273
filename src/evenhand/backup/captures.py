"""EVD-03: captured parts, copied under their SHA-256 from the house to a backup and back; what is there stays."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from evenhand.evidence import operations as evidence
from evenhand.evidence.models import Capture


def named() -> Iterator[str]:
    """The SHA-256 of every part that a capture names, once each, in order."""
    seen: set[str] = set()
    for parts in Capture.objects.order_by("pk").values_list("parts", flat=True).iterator(chunk_size=2_000):
        for part in parts:
            if part["sha256"] not in seen:
                seen.add(part["sha256"])
                yield part["sha256"]


def still_named(sha256: str) -> bool:
    """Whether a capture names it now."""
    return Capture.objects.filter(parts__contains=[{"sha256": sha256}]).exists()


def path_in(store: Path, sha256: str) -> Path:
    """Where a part lies in a backup."""
    return store / sha256[:2] / sha256


def copy_out(sha256s: Iterable[str], store: Path) -> tuple[int, int, set[str]]:
    """Into a backup, each part verified as it is read: how many there are, how many were new, which are unreadable."""
    count, new, missing = 0, 0, set[str]()
    for sha256 in sha256s:
        to = path_in(store, sha256)
        if not to.exists():
            try:
                _write(to, evidence.read(sha256))
            except evidence.Damaged:
                missing.add(sha256)
                continue
            new += 1
        count += 1
    return count, new, missing


def wrong_in(store: Path, sha256s: Iterable[str]) -> Iterator[str]:
    """What of a backup's parts is gone or was changed, in words."""
    for sha256 in sha256s:
        file = path_in(store, sha256)
        if not file.is_file():
            yield f"captured part {sha256} is gone from {store}"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            yield f"captured part {sha256} was changed in {store}"


def copy_back(sha256s: Iterable[str], store: Path) -> int:
    """Into the house, each part read again where it now lies. How many. Raises: evidence.Damaged."""
    count = 0
    for sha256 in sha256s:
        evidence.store(path_in(store, sha256).read_bytes())
        evidence.read(sha256)
        count += 1
    return count


def house_has_some() -> bool:
    """Whether captures lie in the house already."""
    folder = settings.EVENHAND_DATA / "captures"
    return folder.exists() and any(folder.iterdir())


def _write(to: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before the manifest says so."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=to.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(to)

"""EVD-03: captured parts, copied under their SHA-256 from the house to a backup and back; what is there stays."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from evenhand.evidence import storage
from evenhand.evidence.folder import Folder
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


def copy_out(sha256s: Iterable[str], store: Path) -> tuple[int, int, set[str]]:
    """Into a backup, each part verified as it is read: how many there are, how many were new, which are unreadable.

    Raises: storage.OutOfReach, OSError.
    """
    kept, count, new, missing = Folder(store), 0, 0, set[str]()
    for sha256 in sha256s:
        if not kept.path_of(sha256).exists():
            try:
                kept.write(sha256, storage.read(sha256))
            except storage.Damaged:
                missing.add(sha256)
                continue
            new += 1
        count += 1
    return count, new, missing


def wrong_in(store: Path, sha256s: Iterable[str]) -> Iterator[str]:
    """What of a backup's parts is gone or was changed, in words."""
    kept = Folder(store)
    for sha256 in sha256s:
        if not kept.path_of(sha256).is_file():
            yield f"captured part {sha256} is gone from {store}"
        elif hashlib.sha256(kept.read(sha256)).hexdigest() != sha256:
            yield f"captured part {sha256} was changed in {store}"


def copy_back(sha256s: Iterable[str], store: Path) -> int:
    """Into the house, each part read again where it now lies. How many. Raises: storage.Damaged, storage.OutOfReach."""
    kept, count = Folder(store), 0
    for sha256 in sha256s:
        storage.store(kept.read(sha256))
        storage.read(sha256)
        count += 1
    return count


def lie_in() -> str:
    """Where captures lie in the house already; empty where none do."""
    return storage.place().where if next(storage.sizes(), None) else ""

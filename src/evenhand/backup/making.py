"""Making a backup while the house is at work."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from evenhand import __version__, editions
from evenhand.audit import operations as audit
from evenhand.audit.models import Head
from evenhand.backup import captures, dump
from evenhand.backup.manifest import Manifest, read, sha256_of

BY = "command line"
# Values of these may be shown to anybody; of every other setting the name alone is kept.
SHOWN = (
    "EVENHAND_DATA", "EVENHAND_CHROMIUM", "EVENHAND_EDITIONS", "EVENHAND_HOSTS", "EVENHAND_ADDRESS", "EVENHAND_HTTPS",
    "EVENHAND_PG_BIN", "EVENHAND_ANCHOR_FILE", "EVENHAND_ANCHOR_AT", "EVENHAND_VERIFY_AT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One backup. `missing` are captured parts that could not be read and that a capture still names."""

    folder: Path
    sha256: str  # of its manifest, to keep elsewhere
    head: tuple[int, str]
    captures: int
    new: int
    missing: tuple[str, ...]


def make(*, to: Path, at: datetime, say: Callable[[str], None]) -> Made:
    """The database first, then the captures it names: they only grow, but for a purge, which is told apart.

    Whole or not at all: an interrupted one leaves a folder whose name ends in `.unfinished`. Raises: Refused, OSError.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    unfinished = to / f"{name}.unfinished"
    unfinished.mkdir(mode=0o700)
    head, migrations, named = _database(unfinished)
    say(f"database: {(unfinished / 'database.dump').stat().st_size:,} bytes, audit log up to entry {head[0]:,}")
    count, new, unread = captures.copy_out(named, to / "captures")
    missing = tuple(sha256 for sha256 in unread if captures.still_named(sha256))
    purged = len(unread) - len(missing)
    (unfinished / "captures.txt").write_text("".join(f"{one}\n" for one in named if one not in unread))
    say(f"captures: {count:,} parts, {new:,} of them new, {len(missing):,} missing, {purged:,} purged meanwhile")
    _editions(unfinished / "editions")
    (unfinished / "configuration.json").write_text(json.dumps(_configuration(), indent=1) + "\n")
    manifest = Manifest(
        made_at=at.isoformat(), version=__version__, postgresql=_postgresql(), head=head, migrations=migrations,
        captures=count, missing=missing, files=dict(_files(unfinished)),
    )  # fmt: skip
    sha256 = manifest.write(unfinished)
    _sync(unfinished)
    folder = unfinished.rename(to / name)
    with audit.one_transaction():
        audit.record(
            body="", at=at, by=BY, action="backup.made", subject="backup", manifest=sha256, number=head[0],
            head=head[1], captures=count, missing=list(missing),
        )  # fmt: skip
    return Made(folder, sha256, head, count, new, missing)


def _database(folder: Path) -> tuple[tuple[int, str], tuple[tuple[str, str], ...], list[str]]:
    """One snapshot for the dump, the head and the names of captures."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        head = Head.objects.filter(id=1).first()
        applied = tuple(sorted(MigrationRecorder(connection).applied_migrations()))
        named = list(captures.named())
        dump.dump(folder / "database.dump", snapshot=snapshot)
    return (head.number, bytes(head.hash).hex()) if head else (0, ""), applied, named


def _editions(to: Path) -> None:
    if (root := editions.root()).is_dir():
        shutil.copytree(root, to)
    else:
        to.mkdir()


def _configuration() -> dict[str, str | None]:
    """What is set; values of what is no secret, null for the others."""
    names = sorted(name for name in os.environ if name == "DATABASE_URL" or name.startswith("EVENHAND_"))
    return {name: os.environ[name] if name in SHOWN else None for name in names}


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return dump.version_of(str(cursor.fetchone()[0]))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(folder)), sha256_of(file)


def _sync(folder: Path) -> None:
    for place in (*folder.rglob("*"), folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def check(folder: Path) -> tuple[Manifest, list[str]]:
    """A backup's manifest, and what of it or of its captures is wrong. Raises: Refused."""
    manifest = read(folder)
    return manifest, list(captures.wrong_in(folder.parent / "captures", listed(folder)))


def listed(folder: Path) -> list[str]:
    """The captured parts that a backup speaks of."""
    return (folder / "captures.txt").read_text().split()

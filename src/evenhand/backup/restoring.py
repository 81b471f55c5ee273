"""Setting the house up again from a backup, in an empty place, so that nothing on a platform is done twice."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from evenhand.actions.doubt import doubt_everything_live
from evenhand.audit import operations as audit
from evenhand.audit.models import Entry
from evenhand.audit.verification import verify
from evenhand.backup import captures, dump, manifest
from evenhand.backup.making import listed
from evenhand.backup.manifest import Manifest
from evenhand.core.refusals import Refused

BY = "command line"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `doubtful` actions are read back on their platform before anything is called."""

    manifest: Manifest
    entries: int
    captures: int
    doubtful: int


def restore(*, folder: Path, at: datetime, say: Callable[[str], None]) -> Restored:
    """Everything is checked before anything is written; what was written is checked again.

    Raises: Refused when the backup is not as it was written, is of a newer version, or the place is not empty.
    """
    made = manifest.read(folder)
    say(f"backup of {made.made_at}, made by version {made.version}: {len(made.files)} files as they were written")
    store, parts = folder.parent / "captures", listed(folder)
    for wrong in captures.wrong_in(store, parts):
        raise _refused(folder, wrong, "take another backup, or another copy of this one")
    say(f"captures in the backup: {len(parts):,} parts as they were written")
    _must_be_known(folder, made)
    _must_be_empty(folder)
    dump.load(folder / "database.dump")
    call_command("migrate", interactive=False, verbosity=0)
    say(f"database: loaded and brought to version {_version()}")
    count = captures.copy_back(parts, store)
    shutil.copytree(folder / "editions", settings.EVENHAND_DATA / "editions", dirs_exist_ok=True)
    entries = _must_hold(folder, made)
    say(f"audit log: {entries:,} entries, unbroken, with entry {made.head[0]:,} as the manifest has it")
    _must_have_captures(folder, made)
    say(f"captures: {count:,} parts, each with the hash it is named by")
    doubtful = _make_safe(made, at)
    if made.missing:
        say(f"captures: {len(made.missing):,} parts were damaged or gone when the backup was made, and are not in it")
    say(f"actions: {doubtful:,} that may have been done since are in doubt, and will be read back before any call")
    return Restored(made, entries, count, doubtful)


def _must_be_known(folder: Path, made: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations or ())
    ours = {app for app, _ in known}
    newer = sorted(f"{app}.{name}" for app, name in made.migrations if app in ours and (app, name) not in known)
    if newer:
        raise _refused(
            folder, f"it was made by version {made.version}, which is newer than this: {newer[0]} is not known here",
            f"install version {made.version} or later",
        )  # fmt: skip


def _must_be_empty(folder: Path) -> None:
    if tables := dump.tables():
        name = connection.settings_dict["NAME"]
        raise _refused(
            folder, f"the database {name} is not empty: it has {len(tables)} tables",
            "name an empty one with DATABASE_URL",
        )  # fmt: skip
    if where := captures.lie_in():
        raise _refused(folder, f"{where} holds captures already", "name an empty one with --into or EVENHAND_CAPTURES")


def _must_hold(folder: Path, made: Manifest) -> int:
    found = verify()
    number, head = made.head
    if found.breaks:
        raise _refused(folder, f"its audit log does not hold: {found.breaks[0].wrong}", _DO_NOT_START)
    if number and not Entry.objects.filter(number=number, hash=bytes.fromhex(head)).exists():
        raise _refused(folder, f"its audit log has another entry {number} than the manifest says", _DO_NOT_START)
    return found.entries


_DO_NOT_START = "do not start on this; keep it as evidence, and restore another backup into another empty place"


def _must_have_captures(folder: Path, made: Manifest) -> None:
    there = set(listed(folder)) | set(made.missing)
    gone = [sha256 for sha256 in captures.named() if sha256 not in there]
    if gone:
        raise _refused(folder, f"captured part {gone[0]} is named in the database and is in no list", _DO_NOT_START)


def _make_safe(made: Manifest, at: datetime) -> int:
    """Nobody stays signed in, and whatever a platform may have done since is looked at before it is asked again.

    Jobs that a worker had are given to another by the timetable, since no worker of that name lives.
    """
    Session.objects.all().delete()
    with audit.one_transaction():
        doubtful = doubt_everything_live(by=BY, at=at)
        audit.record(
            body="", at=at, by=BY, action="backup.restored", subject="backup", made_at=made.made_at,
            number=made.head[0], head=made.head[1], doubtful=doubtful,
        )  # fmt: skip
    return doubtful


def _version() -> str:
    from evenhand import __version__

    return __version__


def _refused(folder: Path, forbids: str, do: str) -> Refused:
    return Refused(tried=f"to restore {folder}", forbids=forbids, do=do)

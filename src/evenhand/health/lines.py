"""Each thing that is looked at, in a short line that names nobody."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE, without_live_job
from evenhand.audit.checks import standing
from evenhand.audit.models import Entry
from evenhand.audit.outlets import configured
from evenhand.audit.outside import last_anchor
from evenhand.connections.queries import not_read_again, troubled
from evenhand.core.refusals import Refused
from evenhand.evidence import storage
from evenhand.evidence.folder import Folder

A_DAY_AND_A_BIT = timedelta(hours=26)  # what happens every night has two hours to be late
WORKER_SILENT_SECONDS = 60  # a worker says every 10 s that it lives
ACTION_WAITS_AT_MOST = timedelta(hours=1)
LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    name: str
    ok: bool
    words: str


def looked_at(at: datetime) -> list[Line]:
    """Everything, the database first: without it the rest cannot be known."""
    database = _safely("database", _database)
    if not database.ok:
        return [database, _safely("captures", _captures)]
    migrations = _safely("migrations", _migrations)
    if not migrations.ok:
        return [database, migrations, _safely("captures", _captures)]
    looks: list[tuple[str, Callable[[], Line]]] = [
        ("worker", _worker),
        ("oldest waiting action", lambda: _oldest_action(at)),
        ("actions without a job", _without_job),
        ("stalled jobs", _stalled),
        ("channels", _channels),
        ("audit log", lambda: _audit(at)),
        ("audit log kept outside", lambda: _anchor(at)),
        ("captures", _captures),
        ("backup", lambda: _backup(at)),
    ]
    return [database, migrations, *(_safely(name, look) for name, look in looks)]


def well_in_brief() -> bool:
    """What anybody may know: the database answers, a worker lives, the audit log was not found broken."""
    lines = [_safely("database", _database)]
    if lines[0].ok:
        lines += [_safely("worker", _worker), _safely("audit log", _unbroken)]
    return all(line.ok for line in lines)


def _safely(name: str, look: Callable[[], Line]) -> Line:
    """What cannot be looked at is not well."""
    try:
        return look()
    except (DatabaseError, OSError, Refused, storage.OutOfReach) as wrong:
        return Line(name, False, str(wrong).splitlines()[0])


def _database() -> Line:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return Line("database", True, f"PostgreSQL {cursor.fetchone()[0]}")


def _migrations() -> Line:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Line("migrations", not missing, f"{len(missing)} to be applied" if missing else "all applied")


def _worker() -> Line:
    [(seconds,)] = _asked("select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers")
    if seconds is None:
        return Line("worker", False, "none runs")
    return Line("worker", seconds <= WORKER_SILENT_SECONDS, f"the last sign of life {seconds:.0f} s ago")


def _oldest_action(at: datetime) -> Line:
    oldest = Action.objects.filter(state__in=LIVE).order_by("queued_at").values_list("queued_at", flat=True).first()
    if oldest is None:
        return Line("oldest waiting action", True, "none waits")
    return Line("oldest waiting action", at - oldest <= ACTION_WAITS_AT_MOST, f"since {_age(at - oldest)}")


def _without_job() -> Line:
    count = len(without_live_job())
    return Line("actions without a job", not count, str(count))


_STALLED = """
select count(*) from procrastinate_jobs job left join procrastinate_workers worker on worker.id = job.worker_id
where job.status = 'doing' and coalesce(worker.last_heartbeat < now() - make_interval(secs => %s), true)
"""


def _stalled() -> Line:
    [(count,)] = _asked(_STALLED, WORKER_SILENT_SECONDS * 2)
    return Line("stalled jobs", not count, str(count))


def _channels() -> Line:
    """Broken ones are not well; the others are said."""
    count, states = troubled()
    late = not_read_again()
    if late:
        states.append(f"{len(late)} comments could not be re-read since {late[0].failing_since:%Y-%m-%d %H:%M} UTC")
    words = ", ".join([f"{count} connected", *states]) if count else "none is connected"
    return Line("channels", not any(state.endswith("broken") for state in states), words)


def _audit(at: datetime) -> Line:
    unbroken = _unbroken()
    if not unbroken.ok:
        return unbroken
    known = standing()
    if known.whole is None:
        return Line("audit log", _is_new(at), "never verified as a whole")
    since = f", and since then {_age(at - known.latest.at)} ago" if known.latest and known.latest.since else ""
    words = f"verified as a whole {_age(at - known.whole.at)} ago, up to entry {known.whole.number:,}{since}"
    return Line("audit log", at - known.whole.at <= A_DAY_AND_A_BIT, words)


def _unbroken() -> Line:
    broken = standing().broken
    words = f"found BROKEN at {broken.at:%Y-%m-%d %H:%M} UTC: {broken.wrong[0]}" if broken else "not found broken"
    return Line("audit log", broken is None, words)


def _anchor(at: datetime) -> Line:
    name = "audit log kept outside"
    if not configured():
        return Line(name, True, "no place is set up")
    last = last_anchor()
    if last is None:
        return Line(name, _is_new(at), "never")
    return Line(name, at - last.at <= A_DAY_AND_A_BIT, f"entry {last.number:,} ({last.kind}) {_age(at - last.at)} ago")


def _captures() -> Line:
    place = storage.place()
    if not isinstance(place, Folder):
        next(storage.sizes(), None)
        return Line("captures", True, f"{place.where} answers")
    folder = next(_existing(place.root))
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Line("captures", False, f"{folder} cannot be written")
    return Line("captures", free >= LEAST_FREE_BYTES, f"can be written; {free / (1 << 30):,.1f} GiB free")


def _existing(folder: Path) -> Iterator[Path]:
    """The folder, or the nearest above it that is there: the rest is made when it is needed."""
    return (place for place in (folder, *folder.parents) if place.exists())


def _backup(at: datetime) -> Line:
    hours = settings.EVENHAND_BACKUP_HOURS
    if not hours:
        return Line("backup", True, "not watched: EVENHAND_BACKUP_HOURS is 0")
    last = Entry.objects.filter(subject="backup", body="", action="backup.made").order_by("-number").first()
    if last is None:
        return Line("backup", _is_new(at), "never made")
    missing = len(json.loads(last.content)["detail"]["missing"])
    words = f"{_age(at - last.at)} ago" + (
        f", without {missing} captured parts that are damaged or gone" if missing else ""
    )
    return Line("backup", at - last.at <= timedelta(hours=hours) and not missing, words)


def _is_new(at: datetime) -> bool:
    """Whether the house is younger than a night: nothing nightly can have happened yet."""
    first = Entry.objects.order_by("number").values_list("at", flat=True).first()
    return first is None or at - first <= A_DAY_AND_A_BIT


def _asked(query: str, *values: int) -> list[tuple[float | None, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _age(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours * 60:.0f} min" if hours < 2 else f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"

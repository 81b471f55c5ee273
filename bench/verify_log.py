"""How long it takes to verify a whole audit log, and what its memory does: processor seconds of both ends."""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from bench.database import own_database
from bench.measured import show

_ACTIONS = ("cases.decide", "evidence.capture", "actions.queue", "actions.send", "actions.succeed", "cases.claim")
_ALONE = "import bench.verify_log as bench; bench.verify_and_print()"


def main(entries: list[int] = [1_000_000], core: int = 0) -> None:  # noqa: B006 - typer copies it
    """Fill a log with invented entries by COPY, then verify it in a process of its own, all on one core."""
    os.sched_setaffinity(0, {core})  # inherited by PostgreSQL and by the process that verifies
    with own_database() as folder:
        written = 0
        for size in sorted(entries):
            _fill(written, size)
            written = size
            show(f"Verifying a log of {size:,} entries on one core", _measured(size))
        print(f"data in {folder}", file=sys.stderr)


def _measured(size: int) -> dict[str, object]:
    server_before = _server_seconds()
    begun = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True, env=os.environ)
    seconds = time.perf_counter() - begun
    said = json.loads(run.stdout)
    assert (said["entries"], said["breaks"]) == (size, 0), said
    server = _server_seconds() - server_before
    return {
        "processor seconds, our own": said["processor"],
        "processor seconds, PostgreSQL's": server,
        "processor seconds, both": said["processor"] + server,
        "seconds on the clock, with other work on the machine": seconds,
        "entries a processor second, both": size / (said["processor"] + server),
        "most memory of our own, MB": said["memory"],
        "bytes of an entry on disk, indexes included": _bytes(size),
    }


def verify_and_print() -> None:
    """In a process of its own, so that its memory is that of verifying alone."""
    import django

    django.setup()
    from evenhand.audit.verification import verify

    found = verify()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "entries": found.entries, "breaks": len(found.breaks), "processor": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
    }))  # fmt: skip


def _fill(written: int, size: int) -> None:
    from django.db import connection

    from evenhand.audit.models import Head
    from evenhand.core.chain import FIRST

    head = Head.objects.filter(id=1).first()
    last = bytes(head.hash) if head else FIRST
    with connection.cursor() as cursor:
        with cursor.copy("copy audit_entry (number, body, at, by, action, subject, content, previous, hash)"
                         " from stdin") as copy:  # fmt: skip
            for row in _entries(written, size, last):
                copy.write_row(row)
                last = row[-1]
        Head.objects.update_or_create(id=1, defaults={"number": size, "hash": last})
        cursor.execute("vacuum analyze audit_entry")  # as autovacuum has done on a log that grew over years


def _entries(written: int, size: int, previous: bytes) -> Iterator[tuple[object, ...]]:
    from evenhand.audit.operations import as_text
    from evenhand.core.chain import link_hash, words

    chance = random.Random(written)  # noqa: S311 (no secret depends on it)
    begin = datetime(2024, 1, 1, 9, tzinfo=UTC)
    for number in range(written + 1, size + 1):
        at = begin + timedelta(seconds=number, microseconds=chance.randrange(1_000_000))
        body, by = f"council-{number % 5}", f"officer{number % 40}@council.example"
        action, subject = _ACTIONS[number % 6], f"comment {chance.randrange(1, size)}"
        detail = {"decision": number, "ground": "CON-02", "outcome": "hide", "revision": 1,
                  "why": "a line of about the length that officers write, “quoted”"}  # fmt: skip
        said = {"body": body, "at": as_text(at), "by": by, "action": action, "subject": subject, "detail": detail}
        content = words(said)
        link = link_hash(number, previous, content)
        yield number, body, at, by, action, subject, content, previous, link
        previous = link


def _server_seconds() -> float:
    """Of the processor, by every process of the bench's own server. A backend that ended counts with its parent."""
    pid = int(next(_pid_files()).read_text().split("\n", 1)[0])
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    return sum(_of(one, children=one == pid) for one in family) / os.sysconf("SC_CLK_TCK")


def _pid_files() -> Iterator[Path]:
    from django.db import connection

    return Path(connection.settings_dict["HOST"]).glob("cluster/postmaster.pid")


def _of(pid: int, *, children: bool) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = int(fields[11]) + int(fields[12])
    return own + (int(fields[13]) + int(fields[14]) if children else 0)


def _bytes(size: int) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_total_relation_size('audit_entry')")
        return float(cursor.fetchone()[0]) / size


if __name__ == "__main__":
    typer.run(main)

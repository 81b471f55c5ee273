"""Rows a second and peak memory of `evenhand import` with signals off, beside a bare COPY of the same rows."""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import typer

from bench.database import channel, own_database
from bench.measured import lines, show


def main(rows: int = 100_000, runs: int = 3) -> None:
    """Import a file of invented rows into an empty channel, `runs` times, and once more unchanged."""
    with own_database() as folder:
        file = folder / "rows.ndjson"
        with file.open("wb") as out:
            out.writelines(lines(rows))
        channel()
        bare = statistics.median(_bare_copy(file) for _ in range(runs))
        first, again = [], []
        for _ in range(runs):
            _forget()
            first.append(_import(file))
            again.append(_import(file))
        ours = statistics.median(first)
        show(
            f"Import of {rows:,} rows, signals off",
            {
                "rows a second, new": rows / ours,
                "rows a second, the same file again": rows / statistics.median(again),
                "rows a second, bare COPY of the lines": rows / bare,
                "ours to bare COPY, in time": ours / bare,
                "peak memory of the import, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            },
        )


def _import(file: Path) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "evenhand.cli", "import", str(file), "--channel", "page", "--no-signals"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    return time.perf_counter() - begun


def _bare_copy(file: Path) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("create temporary table if not exists bare (line text); truncate bare")
        begun = time.perf_counter()
        with cursor.copy("copy bare from stdin") as copy, file.open("rb") as source:
            for line in source:
                copy.write_row((line.decode(),))
        return time.perf_counter() - begun


def _forget() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica; truncate intake_comment, intake_revision, intake_post,"
                       " intake_author cascade; set session_replication_role = origin")  # fmt: skip


if __name__ == "__main__":
    typer.run(main)

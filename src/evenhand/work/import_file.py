"""A file to comments, cases and rejects: streamed, a batch a transaction."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from evenhand.intake import operations as intake
from evenhand.intake.models import Channel, ImportRun
from evenhand.platforms.import_file import reading
from evenhand.work.import_order import Order, Row, read_rows
from evenhand.work.pipeline import take_in

BATCH = 2_000


@dataclass
class Count:
    """How far an import is."""

    rows: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    rejected: int = 0
    cases: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


def import_file(
    *, order: Order, channel: Channel, rejects: Path, by: str, now: Callable[[], datetime],
    progress: Callable[[int, Count], None],
) -> Count:  # fmt: skip
    """Take every good row in, and write every other one to `rejects` with line and reason.

    `progress` is given the bytes read and the count after each batch. Raises: OSError, columns.BadMapping, NotReadable.
    """
    with closing(reading.open_counted(order.path)) as counted:
        return _import(counted, order, channel, rejects, by, now, progress)


def _import(
    counted: reading.Counted, order: Order, channel: Channel, rejects: Path, by: str, now: Callable[[], datetime],
    progress: Callable[[int, Count], None],
) -> Count:  # fmt: skip
    count = Count()
    count.mapping, found = read_rows(order, counted.rows, now())
    run = intake.start_import(channel=channel, file=order.name, by=by, at=now())
    intake.remember_ids()
    with _Rejects(rejects, run) as bad:
        for batch in _batches(found):
            _take_batch(batch, order, channel, bad, count, by=by, at=now())
            progress(counted.position.tell() if counted.size else 0, count)
    count.rejected = bad.written
    received = intake.Received(count.new, count.revised, count.unchanged, ())
    intake.end_import(
        run=run, rows=count.rows, received=received, rejected=count.rejected,
        rejects_file=str(rejects) if count.rejected else "", by=by, at=now(),
    )  # fmt: skip
    return count


def _take_batch(
    batch: list[Row], order: Order, channel: Channel, bad: "_Rejects", count: Count, *, by: str, at: datetime
) -> None:
    count.rows += len(batch)
    good = {(row.line, row.comment.id): row for row in batch if row.comment}
    first_of: dict[str, int] = {}
    for line, id_ in good:
        first_of.setdefault(id_, line)
    earlier = intake.seen_before(list(first_of.items()))
    incoming = []
    for row in batch:
        if row.comment is None:
            bad.add(row, row.reason)
        elif (line := earlier.get(row.comment.id, first_of[row.comment.id])) != row.line:
            bad.add(row, f"id {row.comment.id} stands on line {line} already")
        else:
            incoming.append(row.comment)
    bad.keep()
    taken = take_in(channel=channel, incoming=incoming, by=by, at=at, signals=order.signals)
    count.new += taken.received.new
    count.revised += taken.received.revised
    count.unchanged += taken.received.unchanged
    count.cases += taken.cases
    count.rejected = bad.written


def _batches(found: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in found:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Rejects:
    """The rejects file, made only when there is something to put in; the console keeps the beginning of each row."""

    def __init__(self, path: Path, run: ImportRun) -> None:
        self.path, self.run, self.written = path, run, 0
        self._file: io.TextIOWrapper | None = None
        self._rows: list[tuple[int, str, str]] = []

    def __enter__(self) -> "_Rejects":
        return self

    def __exit__(self, *_: object) -> None:
        self.keep()
        if self._file:
            self._file.close()

    def add(self, row: Row, reason: str) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        line = json.dumps({"line": row.line, "reason": reason, "row": row.raw}, ensure_ascii=False)
        self._file.write(line + "\n")
        self._rows.append((row.line, reason, row.raw[:500]))
        self.written += 1

    def keep(self) -> None:
        if self._rows:
            intake.reject(run=self.run, rows=self._rows)
            self._rows = []
        if self._file:
            self._file.flush()

"""Comments a second of `evenhand score`, its start, and what of it the signals take."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

import typer

from bench.measured import comments, lines, show


def main(count: int = 5_000, runs: int = 3) -> None:
    """Score invented comments in process and through the command, one thread."""
    from evenhand import editions
    from evenhand.core.conduct import propose
    from evenhand.core.vocabulary import Comment
    from evenhand.score import score
    from evenhand.signals.contract import Roster
    from evenhand.signals.read import read

    edition, roster = editions.in_force("stockport", date(2026, 3, 1)), Roster()
    given = [Comment(text=str(c["text"]), on=date(2026, 3, 1)) for c in comments(count)]
    score(given[0], edition, roster)
    whole = statistics.median(_seconds(lambda: [score(c, edition, roster) for c in given]) for _ in range(runs))
    readings = [read(c, roster) for c in given]
    signals = statistics.median(_seconds(lambda: [read(c, roster) for c in given]) for _ in range(runs))
    asked = statistics.median(
        _seconds(lambda: [propose(edition, c, *r) for c, r in zip(given, readings, strict=True)]) for _ in range(runs)
    )
    command = statistics.median(_command(count) for _ in range(runs))
    started = statistics.median(_command(1) for _ in range(runs))
    show(
        f"Scoring {count:,} comments of about 15 words, one process",
        {
            "comments a CPU-second, signals and edition": count / whole,
            "comments a CPU-second, signals alone": count / signals,
            "comments a CPU-second, edition alone, signals given": count / asked,
            "comments a second, through the command": count / command,
            "seconds from start to the first answer": f"{started:.2f}",
        },
    )


def _command(count: int) -> float:
    given = b"".join(lines(count))
    begun = time.perf_counter()
    command = [sys.executable, "-m", "evenhand.cli", "score"]
    subprocess.run(command, input=given, capture_output=True, check=True)
    return time.perf_counter() - begun


def _seconds(what: Callable[[], object]) -> float:
    """Of the processor, so that other work on the machine counts less."""
    begun = time.process_time()
    what()
    return time.process_time() - begun


if __name__ == "__main__":
    typer.run(main)

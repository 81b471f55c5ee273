"""Comments a second from a poll to stored comments with their signals, proposals and cases, page after page.

The platforms are the local servers of the contract suite, reached over HTTP in this very process, so that their own
time counts, too. One WordPress site gives pages of 100; one Bluesky thread comes as it is, with everything under it.
"""

import importlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from tests.platforms.fakes.serving import FakePlatform

from bench.database import own_database
from bench.measured import comments, p, show


def main(rows: int = 10_000, replies: int = 20_000) -> None:
    """A site with so many comments, then a thread with so many replies."""
    with own_database() as folder:
        site = _measured("wordpress", rows, folder)
        thread = _measured("bluesky", replies, folder)
        show(f"Polling {rows:,} comments in pages of 100, and a thread of {replies:,} replies", {**site, **thread})


def _measured(name: str, count: int, folder: Path) -> dict[str, object]:
    from evenhand.cases.models import Case
    from evenhand.intake.models import Comment

    with _filled(name, count) as fake:
        reader, connection_id, channel = _connected(fake, folder)
        begun, polled = time.perf_counter(), list(_pages(reader, connection_id))
        seconds = time.perf_counter() - begun
    stored = Comment.objects.filter(channel=channel).count()
    if stored < count:
        sys.exit(f"{name}: {stored} of {count} comments were stored")
    polling, taking = [page[0] for page in polled], [page[1] for page in polled]
    return {
        f"{name}: comments stored / cases": f"{stored:,} / {Case.objects.filter(body=channel.body).count():,}",
        f"{name}: comments a second, from poll to cases": stored / seconds,
        f"{name}: of that the platform and its translation, s": sum(polling),
        f"{name}: of that our own storing, signals and cases, s": sum(taking),
        f"{name}: pages, median / p95 of one, ms": f"{len(polled)}, {p(_whole(polled), 50):,.0f} / "
        f"{p(_whole(polled), 95):,.0f}",
    }


def _whole(polled: list[tuple[float, float]]) -> list[float]:
    return [1_000 * (asked + taken) for asked, taken in polled] * 2  # of one page, too, there is a percentile


def _pages(reader: Any, connection_id: int) -> Iterator[tuple[float, float]]:
    """Seconds of the poll and seconds of everything after it, as the worker's job does it, page after page."""
    from evenhand.connections import reading
    from evenhand.work.read_channels import take_page

    while place := reading.place(connection_id):
        begun = time.perf_counter()
        polled = reader.poll(place.cursor)
        asked = time.perf_counter()
        take_page(place, polled)
        yield asked - begun, time.perf_counter() - asked
        if not polled.more:
            return


@contextmanager
def _filled(name: str, count: int) -> Iterator[FakePlatform]:
    """A server with so many comments under its post; nobody is told of them, so that a thread has to be walked."""
    fake: FakePlatform = importlib.import_module(f"tests.platforms.fakes.{name}").Fake()
    for comment in comments(count):
        fake.comment(str(comment["text"]))
    getattr(fake, "told", []).clear()
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()


def _connected(fake: FakePlatform, folder: Path) -> tuple[Any, int, Any]:
    """What reads, and its channel, declared by one officer and confirmed by another, history included."""
    from evenhand.connections import operations as connections
    from evenhand.intake.operations import create_channel
    from evenhand.officers import operations as officers
    from evenhand.officers.permissions import Role
    from evenhand.platforms import found

    at, name = datetime.now(UTC), fake.name
    body = officers.create_body(slug=name, name="Bench Council", edition_folder="stockport", by="bench", at=at)
    cass, ada = (_officer(body, who, role) for who, role in (("cass", Role.ADMINISTRATOR), ("ada", Role.SENIOR)))
    channel = create_channel(
        body=body, name="page", title="Page", platform=name, account=fake.account, known=found.names(), by="bench",
        at=at,
    )  # fmt: skip
    connections.declare(
        channel=channel, whose=connections.Whose.BODY, shown_at="harrowmere.example", approver=ada, keeper=ada,
        acts_on_history=True, by=cass, at=at,
    )  # fmt: skip
    made = connections.confirm(channel_id=channel.pk, body=body, by=ada, at=at)
    return found.reader(name, fake.access(folder)), made.pk, channel


def _officer(body: Any, who: str, role: Any) -> Any:
    from evenhand.officers import operations as officers

    at, email = datetime.now(UTC), f"{who}@{body.slug}.example"
    made = officers.create_officer(email=email, name=who.title(), password="correct horse battery", by="bench", at=at)
    officers.give_role(officer=made, body=body, role=role, by="bench", at=at)
    return made


if __name__ == "__main__":
    typer.run(main)

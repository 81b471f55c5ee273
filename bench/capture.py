"""How long a capture takes, without pictures and with them, its bytes synced to a folder; and what is kept."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import typer

from bench.database import channel, own_database
from bench.measured import lines, show


def main(runs: int = 20, comments: int = 200) -> None:
    """Capture comments of one thread, `runs` times each way."""
    from django.conf import settings

    with own_database(), _site() as address:
        revisions = _received(comments, address)
        settings.EVENHAND_CHROMIUM = "off"
        without = _medians(runs, revisions)
        settings.EVENHAND_CHROMIUM = ""
        both = _medians(runs, revisions)
        show(
            f"A capture of a comment in a thread of {comments}, median of {runs}",
            {
                "without pictures, ms": without[0],
                "with a picture of our rendering and one of its public page, ms": both[0],
                "slowest with pictures, ms": both[1],
                "kept, without pictures, kB": _kept(revisions[0], False),
                "kept, with both pictures, kB": _kept(revisions[0], True),
            },
        )


def _received(comments: int, address: str) -> list[Any]:
    from evenhand.intake.models import Comment, Revision
    from evenhand.intake.operations import receive
    from evenhand.platforms.import_file.rows import parse, translate

    place, now = channel(), datetime.now(UTC)
    receive(
        channel=place,
        incoming=[translate(parse(line), line, now, None) for line in lines(comments)],
        by="bench",
        at=now,
    )
    Comment.objects.update(url=address, post=Comment.objects.first().post)  # type: ignore[union-attr]
    return list(Revision.objects.select_related("comment__channel__body", "comment__author", "comment__post"))


def _medians(runs: int, revisions: list[Any]) -> tuple[float, float]:
    """Milliseconds: the median and the slowest, after one that is not counted."""
    from evenhand.evidence.operations import capture

    def once(revision: Any) -> float:
        begun = time.perf_counter()
        capture(revision=revision, by="bench", at=datetime.now(UTC))
        return (time.perf_counter() - begun) * 1000

    once(revisions[-1])
    taken = [once(revision) for revision in revisions[:runs]]
    return statistics.median(taken), max(taken)


def _kept(revision: Any, pictures: bool) -> float:
    from evenhand.evidence.models import Capture

    captures = Capture.objects.filter(revision=revision).order_by("pk")
    made = captures.last() if pictures else captures.first()
    assert made is not None
    assert pictures == (not made.missing), made.missing
    return float(sum(part["bytes"] for part in made.parts)) / 1000


@contextmanager
def _site() -> Iterator[str]:
    """A public page on loopback, as the simulator has one."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>A comment on a page</p>" * 20)

        log_message: Callable[..., None] = lambda *_: None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


if __name__ == "__main__":
    typer.run(main)

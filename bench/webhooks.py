"""How fast pushed messages are answered in a burst, whether each is read, and how long from one to its case on screen.

The web as it is deployed (gunicorn, 2 processes of 4 threads), one worker, PostgreSQL with fsync on, and a local server
that speaks Meta's Graph; all of them, and whoever sends the messages, share the machine.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import typer
from tests.faults.database import Database
from tests.platforms.fakes import facebook
from tests.platforms.fakes.graph_serving import APP_ID, APP_SECRET, TOKEN
from tests.platforms.fakes.serving import Pushed

from bench.measured import p, show

HOUSE = "https://bench.example"
TOP = Path(__file__).resolve().parents[1]
INSULT = "You are a stupid idiot and a pathetic moron, number"
SENDERS = 8
PATIENCE_SECONDS = 900.0
SECRETS = {"access_token": TOKEN, "app_id": APP_ID, "app_secret": APP_SECRET}


def main(messages: int = 2_000, seconds: float = 10.0, singles: int = 40) -> None:
    """First one message after another, then all of the burst."""
    page = facebook.Fake()
    page.start()
    with tempfile.TemporaryDirectory() as name, _database(Path(name)) as data, _programs(data, page) as web:
        place = _connect(page)
        load = os.getloadavg()[0]
        shown = _singles(page, place, web, singles)
        typer.echo(f"one at a time: {_pair(shown, 1)} s, load {load:.1f}", err=True)
        figures: dict[str, object] = {
            f"from a message to its case on screen, p50 / p95 of {singles}, seconds": _pair(shown, 1),
            **_burst(page, place, messages, seconds, web),
            "load of the 2 cores at the start / at the end": f"{load:.1f} / {os.getloadavg()[0]:.1f}",
        }
        show(f"Pushed messages: {messages:,} in {seconds:g} seconds, and one at a time", figures)
    page.stop()


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    """Tables on a server of its own; gives the data folder."""
    folder.chmod(0o755)  # for the account that PostgreSQL runs as
    data, database = folder / "data", Database(folder / "postgres")
    data.mkdir()
    os.environ |= {
        "DATABASE_URL": database.start(), "EVENHAND_DATA": str(data), "EVENHAND_PUBLIC_ADDRESS": HOUSE,
        "EVENHAND_CHROMIUM": "off", "DJANGO_SETTINGS_MODULE": "evenhand.conf.settings",
        "PYTHONPATH": os.pathsep.join(map(str, (TOP, TOP / "src"))),
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        yield data
    finally:
        connections.close_all()
        database.stop()


@contextmanager
def _programs(data: Path, page: facebook.Fake) -> Iterator[str]:
    """The web and one worker; gives the web's address, once it answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
    web = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--bind",
        f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning", "evenhand.conf.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "bench.graph_elsewhere", page.address]
    with (data / "log").open("wb") as log:
        started = [subprocess.Popen(each, cwd=TOP, stdout=log, stderr=log) for each in (web, worker)]
    try:
        address = f"http://127.0.0.1:{port}"
        _until(lambda: _answers(address), "the web does not answer")
        yield address
    finally:
        for each in started:
            each.send_signal(signal.SIGTERM)
        for each in started:
            each.wait(60)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/sign-in", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _connect(page: facebook.Fake) -> str:
    """A Page that two people connected, with an open address; its path."""
    from evenhand.connections import operations as connections
    from evenhand.intake.operations import create_channel
    from evenhand.officers.operations import create_body, create_officer, give_role
    from evenhand.officers.permissions import Role
    from evenhand.platforms.facebook.manifest import MANIFEST

    at = page.now - timedelta(hours=1)  # before anything is written there
    body = create_body(slug="bench", name="Bench Council", edition_folder="stockport", by="bench", at=at)
    channel = create_channel(
        body=body, name="page", title="Page", platform="facebook", account=facebook.PAGE, known=["facebook"],
        by="bench", at=at,
    )  # fmt: skip
    admin, senior = (
        create_officer(email=f"{name}@bench.example", name=name, password="x" * 20, by="bench", at=at)
        for name in ("admin", "senior")
    )
    give_role(officer=admin, body=body, role=Role.ADMINISTRATOR, by="bench", at=at)
    give_role(officer=senior, body=body, role=Role.SENIOR, by="bench", at=at)
    connections.declare(
        channel=channel, whose=connections.Whose.BODY, shown_at="bench.example", approver=senior, keeper=senior,
        by=admin, at=at,
    )  # fmt: skip
    connections.confirm(channel_id=channel.pk, body=body, by=senior, at=at)
    connections.enter_secrets(channel_id=channel.pk, body=body, manifest=MANIFEST, given=SECRETS, by=admin, at=at)
    opened = connections.open_address(channel_id=channel.pk, body=body, manifest=MANIFEST, by=admin, at=at)
    return f"/hooks/facebook/{opened.address.token}"


def _message(comment: str) -> Pushed:
    value = {"item": "comment", "verb": "add", "comment_id": comment, "post_id": facebook.POST}
    now = int(datetime.now(UTC).timestamp())
    entry = {"id": facebook.PAGE, "time": now, "changes": [{"field": "feed", "value": value}]}
    return facebook.Fake().signed({"object": "page", "entry": [entry]})


def _singles(page: facebook.Fake, place: str, web: str, count: int) -> list[float]:
    """Seconds from sending a message until the officer's queue shows its case; the first does not count."""
    return [_single(page, place, web, number) for number in range(count + 1)][1:]


def _single(page: facebook.Fake, place: str, web: str, number: int) -> float:
    from evenhand.cases.models import Case

    id_, sign_in = page.comment(f"{INSULT} {number}"), _officer()
    with httpx.Client(base_url=web, timeout=60, cookies=sign_in) as client:
        sent, began = _message(id_), time.monotonic()
        assert client.post(place, content=sent.raw, headers=dict(sent.headers)).status_code == 200
        _until(lambda: Case.objects.filter(comment__native_id=id_).exists(), "no case was opened")
        shown = client.get("/bench/cases").text
        seconds = time.monotonic() - began
    assert f"number {number}" in shown, "the queue does not show the comment"
    return seconds


def _officer() -> dict[str, str]:
    """The cookie of the senior officer, signed in."""
    from django.conf import settings
    from django.test import Client

    from evenhand.officers.models import Officer

    client = Client()
    client.force_login(Officer.objects.get(name="senior"), backend="django.contrib.auth.backends.ModelBackend")
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _burst(page: facebook.Fake, place: str, count: int, seconds: float, web: str) -> dict[str, object]:
    """Each comment once, sent at an even pace, or as fast as they are answered."""
    from evenhand.connections.models import PushedEvent, Wanted
    from evenhand.intake.models import Comment

    ids = [page.comment(f"Bus {number} was late") for number in range(count)]
    messages, before, held = [_message(id_) for id_ in ids], _jobs(), PushedEvent.objects.count()
    spent = _processor_seconds()
    answers, began = list[tuple[int, float]](), time.monotonic()
    senders = [
        threading.Thread(target=_send, args=(messages, number, seconds / count, began, place, web, answers))
        for number in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    took, spent = time.monotonic() - began, _processor_seconds() - spent
    typer.echo(f"{len(answers):,} answered in {took:.1f} s", err=True)
    assert [status for status, _ in answers] == [200] * count
    assert PushedEvent.objects.count() == held + count
    _until(lambda: not Wanted.objects.exists(), "not every comment was read")
    read = time.monotonic() - began
    missing = set(ids) - set(Comment.objects.values_list("native_id", flat=True))
    assert not missing, missing
    waits = [wait * 1000 for _, wait in answers]
    jobs = {name: number - before.get(name, 0) for name, number in _jobs().items()}
    return {
        f"answers a second ({count / seconds:g} wanted)": count / took,
        "processor milliseconds of the web for an answer, without PostgreSQL's": spent * 1000 / count,
        "an answer, p50 / p95 / slowest, ms": f"{_pair(waits, 0)} / {max(waits):,.0f}",
        f"of {count:,}, answered / kept / read": f"{len(answers):,} / {count:,} / {count - len(missing):,}",
        "seconds until the last was read": read,
        "jobs that read what was pushed / polls": f"{jobs.get('take_pushes', 0)} / {jobs.get('read_channel', 0)}",
    }


def _send(
    messages: Sequence[Pushed], first: int, gap: float, began: float, place: str, web: str,
    answers: list[tuple[int, float]],
) -> None:  # fmt: skip
    with httpx.Client(base_url=web, timeout=120) as client:
        for number in range(first, len(messages), SENDERS):
            time.sleep(max(0.0, began + number * gap - time.monotonic()))
            sent, asked = messages[number], time.monotonic()
            answer = client.post(place, content=sent.raw, headers=dict(sent.headers))
            answers.append((answer.status_code, time.monotonic() - asked))


def _processor_seconds() -> float:
    """Of the web's processes so far."""
    spent = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"evenhand.conf.wsgi" in (folder / "cmdline").read_bytes() and _is_ours(folder):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                spent += int(after_name[11]) + int(after_name[12])  # utime, stime: proc(5)
    return spent / os.sysconf("SC_CLK_TCK")


def _is_ours(folder: Path) -> bool:
    return (folder / "environ").read_bytes().find(f"EVENHAND_DATA={os.environ['EVENHAND_DATA']}\0".encode()) >= 0


def _jobs() -> dict[str, int]:
    from django.db.models import Count
    from procrastinate.contrib.django.models import ProcrastinateJob

    return dict(ProcrastinateJob.objects.values_list("task_name").annotate(Count("pk")))


def _pair(values: Sequence[float], digits: int) -> str:
    return f"{p(values, 50):,.{digits}f} / {p(values, 95):,.{digits}f}"


def _until(holds, words: str) -> None:  # type: ignore[no-untyped-def]
    ends = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < ends, words
        time.sleep(0.02)


if __name__ == "__main__":
    typer.run(main)

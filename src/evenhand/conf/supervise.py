"""Evenhand on one machine with one command: its database, the web and the worker, kept alive until Ctrl-C."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Protocol

import django

from evenhand.conf import database
from evenhand.conf.children import Child
from evenhand.conf.run_as import PrivateDatabaseError


class SignIn(Protocol):
    """How to sign in to a demonstration."""

    @property
    def role(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def password(self) -> str: ...


ANSWERS_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 7  # of the 10 promised; the rest is PostgreSQL's
LOOKS_EVERY_SECONDS = 0.2
ASKS_DATABASE_EVERY_SECONDS = 5  # asking costs PostgreSQL a process each time


def run(port: int, host: str = "127.0.0.1", fill: Callable[[], Sequence[SignIn]] | None = None) -> int:
    """Until Ctrl-C, SIGTERM or SIGHUP: 0. After an error, which has been printed: 1. A second Ctrl-C kills.

    `fill` fills an empty database and returns who can sign in: with the demonstration, unless told otherwise.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.conf.settings")
    began = time.monotonic()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background job ignores the first
        signal.signal(name, signal.default_int_handler)
    try:
        with closing(_open_port(port, host)) as door:
            os.environ.setdefault("EVENHAND_ADDRESS", _address(door))
            database.ensure_started()
            sign_ins = _prepare(fill or _fill)
            return _supervise([_web(door), _worker()], door, sign_ins, began)
    except KeyboardInterrupt:
        return 0
    except (PrivateDatabaseError, _PortError) as error:
        _say(str(error))
        return 1
    finally:
        database.leave()


class _PortError(Exception):
    """For people."""


def _open_port(port: int, host: str) -> socket.socket:
    """Held by us and handed on, so that the port stays ours while the web starts again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise _PortError(
            f"Port {port} on {host} cannot be opened: {getattr(error, 'strerror', None) or error}. "
            f"If another program has it, choose another port: make run PORT={min(port + 1, 65535)}"
        ) from None


def _prepare(fill: Callable[[], Sequence[SignIn]]) -> Sequence[SignIn]:
    """Tables and style sheets as this version wants them; somebody to sign in as, if there was nobody."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", interactive=False, verbosity=0)
    if settings.STATIC_ROOT:
        call_command("collectstatic", interactive=False, verbosity=0)
    sign_ins = fill()
    connections.close_all()
    return sign_ins


def _fill() -> Sequence[SignIn]:
    from evenhand.work import demonstration

    if not demonstration.is_empty():
        return demonstration.sign_ins()
    _say("Loading a demonstration with made-up people ...")
    return demonstration.load()


def _web(door: socket.socket) -> Child:
    from django.conf import settings

    module, _, application = str(settings.WSGI_APPLICATION).rpartition(".")
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--no-control-socket", "--graceful-timeout", "5"]
    bind = ["--bind", f"fd://{door.fileno()}"]
    command = [sys.executable, "-m", "gunicorn", *threads, *quiet, *bind, f"{module}:{application}"]
    return Child("web", command, _say, keeps_open=(door.fileno(),))


def _worker() -> Child:
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
    return Child("worker", command, _say)


def _supervise(children: Sequence[Child], door: socket.socket, sign_ins: Sequence[SignIn], began: float) -> int:
    started = time.monotonic()
    try:
        _look_after(children)
        while not _answers(door):
            if ended := [child.name for child in children if child.is_over()]:
                _say(f"The {ended[0]} ended before it was ready. What it wrote above says why.")
                return 1
            if time.monotonic() - started > ANSWERS_WITHIN_SECONDS:
                _say(f"No answer after {ANSWERS_WITHIN_SECONDS} s. What the web wrote above says why.")
                return 1
            time.sleep(LOOKS_EVERY_SECONDS)
        _say(_welcome(door, sign_ins, time.monotonic() - began))
        for _ in _every(ASKS_DATABASE_EVERY_SECONDS, children):
            _look_after_database()
        return 0
    except KeyboardInterrupt:
        _say("Stopping. Again to stop at once.")
        return 0
    finally:
        _stop(children)


def _every(seconds: float, children: Sequence[Child]) -> Iterator[None]:
    """For ever, and looks after the children in between."""
    while True:
        next_at = time.monotonic() + seconds
        while time.monotonic() < next_at:
            _look_after(children)
            time.sleep(LOOKS_EVERY_SECONDS)
        yield


def _look_after(children: Sequence[Child]) -> None:
    for child in children:
        child.look_after()


def _look_after_database() -> None:
    before = database.running()
    if database.ensure_started() is not before:
        _say("PostgreSQL had ended. It runs again.")


def _stop(children: Sequence[Child]) -> None:
    """Politely, and what is left in `STOPS_WITHIN_SECONDS`, or at the next Ctrl-C, outright."""
    try:
        for child in children:
            child.ask_to_stop()
        end = time.monotonic() + STOPS_WITHIN_SECONDS
        while time.monotonic() < end and not all(child.is_over() for child in children):
            time.sleep(LOOKS_EVERY_SECONDS)
    except KeyboardInterrupt:
        _say("Stopping at once.")
    finally:
        for child in children:
            child.kill()


def _answers(door: socket.socket) -> bool:
    """Any answer counts: whether it pleases is not for us to say."""
    host, port = _reach(door)
    with closing(HTTPConnection(host, port, timeout=ANSWERS_WITHIN_SECONDS / 10)) as web:
        try:
            web.request("GET", "/")
            return bool(web.getresponse().status)
        except (OSError, HTTPException):
            return False


def _reach(door: socket.socket) -> tuple[str, int]:
    """Where we reach our own door: a wildcard address is one to listen on, not to call."""
    host, port = door.getsockname()[:2]
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port  # noqa: S104


def _address(door: socket.socket) -> str:
    host, port = _reach(door)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _welcome(door: socket.socket, sign_ins: Sequence[SignIn], seconds: float) -> str:
    lines = [f"Evenhand is ready after {seconds:.1f} s: {_address(door)}/", ""]
    if sign_ins:
        lines += ["Sign in as", *_columns([(who.role, who.email, who.password) for who in sign_ins])]
    else:
        lines += ["Sign in as before."]
    return "\n".join([*lines, "", f"Data: {database.data_folder()}   Ctrl-C stops everything."])


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ([part.ljust(width) for part, width in zip(row, widths, strict=True)] for row in rows)
    return ["  " + "   ".join(row).rstrip() for row in padded]


def _say(line: str) -> None:
    print(line, flush=True)

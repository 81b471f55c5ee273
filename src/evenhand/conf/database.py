"""Which PostgreSQL Evenhand uses: the one DATABASE_URL names, else a private one of its own.

Reading settings starts nothing: the private server's address follows from its folder. What needs the server
says so with `ensure_started()`; scoring, type checks and `makemigrations --check` never do.
"""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from evenhand.conf import postgres

KEEP_CONNECTION_SECONDS = 60
_used: dict[Path, postgres.Server] = {}  # by folder; one at most


def databases() -> dict[str, dict[str, Any]]:
    """For Django's DATABASES."""
    url = os.environ.get("DATABASE_URL") or postgres.url(postgres.socket_folder(private_folder()))
    return {"default": _settings(url)}


def data_folder() -> Path:
    """EVENHAND_DATA; else `var` in the checkout; else, without a checkout, a folder in the person's home."""
    if chosen := os.environ.get("EVENHAND_DATA"):
        return Path(chosen).absolute()
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / "evenhand"


def private_folder() -> Path:
    """Where the private server keeps its data."""
    return data_folder() / "postgres"


def ensure_started() -> postgres.Server | None:
    """The private server, running until this command ends; None if DATABASE_URL names another.

    Asked again, it starts what has died since. Raises: PrivateDatabaseError.
    """
    if os.environ.get("DATABASE_URL"):
        return None
    folder = private_folder()
    server = running()
    if server is None or not postgres.listening(server.socket_folder):
        leave()
        server = _used[folder] = postgres.start(folder)
        atexit.register(leave)
    return server


def running() -> postgres.Server | None:
    """The private server that this command uses, if it does."""
    return _used.get(private_folder())


def leave() -> None:
    """Stops the private server, unless another command uses it too."""
    while _used:
        _used.popitem()[1].stop()


@contextmanager
def throwaway() -> Iterator[None]:
    """Tests and the programs they start have a server of their own, unless DATABASE_URL names one."""
    from django.db import connections

    if os.environ.get("DATABASE_URL"):
        yield
        return
    with postgres.start_throwaway() as server:
        os.environ["DATABASE_URL"] = server.url
        connections.settings["default"].update(_settings(server.url))
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]


def _settings(url: str) -> dict[str, Any]:
    """Read by libpq itself, so that every option it knows means the same: sslmode, several hosts."""
    given = _parsed(url)
    if "dbname" not in given and "service" not in given:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. End its path with one: postgresql://user:password@host/evenhand"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": given,
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _parsed(url: str) -> dict[str, Any]:
    scheme = url.split(":", 1)[0]
    if scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {scheme!r}, and Evenhand runs on PostgreSQL alone. "
            "Write postgresql://user:password@host/evenhand, or unset it to use a private server."
        )
    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        # libpq quotes the whole address, with its password.
        why = str(error).strip().replace(url, "postgresql://...")
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {why}") from None

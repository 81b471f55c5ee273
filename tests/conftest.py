"""What every test stands on: a database of its own, a folder of its own, and no network."""

import ipaddress
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings
from tests.authority import authority_folder, local_authority

from evenhand.conf.database import throwaway

__all__ = ["authority_folder", "local_authority"]  # fixtures for every folder

CHROMIUM = Path("/usr/bin/chromium")
_PROCRASTINATE = [
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """A private server that ends with the tests, unless DATABASE_URL names one.

    Connections are not kept: a worker's thread that kept its own would hold the database when it is to be dropped.
    """
    from django.db import connections

    with throwaway():
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Tests with transactions of their own are cleared by TRUNCATE, and two things stand in its way.

    Append-only tables refuse it by triggers, which a session in the role of a replica does not fire (needs a
    superuser, as the private server's is). Procrastinate's tables are unmanaged, so Django never lists them, and a
    job that one test left would be run by the next.
    """
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        if not tables:
            return []
        return [
            "set session_replication_role = replica",
            *plain(self, style, [*tables, *_PROCRASTINATE], **options),
            "set session_replication_role = default",
        ]

    # On the class: a browser's loop gives its tests a connection of their own.
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Style sheets under their plain names, as nothing has collected them."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    storages = django_settings.STORAGES | plain
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=storages):
        yield


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Captures and simulators lie in the test's own folder, without pictures and stamps.

    Passwords are hashed fast, since none is worth guessing.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EVENHAND_DATA = tmp_path / "data"
    settings.EVENHAND_CAPTURES = settings.EVENHAND_TIMESTAMP_AUTHORITIES = ""
    settings.EVENHAND_CHROMIUM = "off"  # a second each; tests of pictures ask for them
    return tmp_path / "data"


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every socket of this process, whichever library opens it; it cannot be taken off again."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not _is_here(str(arguments[1][0])):
        raise RuntimeError(f"a test tried to reach {arguments[1][0]}: tests stay on this machine; use a fake")
    if event == "socket.getaddrinfo" and not _is_here(str(arguments[0] or "localhost")):
        raise RuntimeError(f"a test looked up {arguments[0]}: tests stay on this machine; use a fake")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def no_network() -> None:
    """Nothing but loopback and local sockets can be reached."""
    sys.addaudithook(_refuse_the_network)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Its driver runs a loop in this thread while it is open, so Django is told that we know."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

"""Which database the settings name, and that naming it starts nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.conf import database, postgres


def test_a_url_is_taken_apart_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL",
        "postgresql://desk:p%40ss@db.example.org:5433/comments?sslmode=require&connect_timeout=5",
    )
    named = database.databases()["default"]
    assert {key: named[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "comments",
        "USER": "desk",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert named["OPTIONS"] == {"sslmode": "require", "connect_timeout": "5"}


def test_a_url_may_name_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///evenhand?host=/run/postgresql")
    named = database.databases()["default"]
    assert (named["HOST"], named["NAME"], named["OPTIONS"]) == ("/run/postgresql", "evenhand", {})


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///evenhand.db", "starts with 'sqlite', and Evenhand runs on PostgreSQL alone"),
        ("mysql://desk:secret@db/evenhand", "starts with 'mysql'"),
        ("postgresql://desk:secret@db", "names no database"),
        ("postgresql://desk:secret@db/evenhand?colour=red", 'invalid URI query parameter: "colour"'),
        ("postgresql://desk:secret@[::1/evenhand", "cannot be read"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_showing_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        database.databases()
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_a_url_the_private_server_is_named_but_not_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("EVENHAND_DATA", str(tmp_path))
    named = database.databases()["default"]
    assert named["HOST"] == str(postgres.socket_folder(tmp_path / "postgres"))
    assert not (tmp_path / "postgres").exists()


def test_a_checkout_keeps_its_data_in_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_DATA", raising=False)
    folder = database.private_folder()
    assert (folder.parent.parent / "pyproject.toml").exists()
    assert folder.parts[-2:] == ("var", "postgres")


def test_with_a_url_no_server_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///evenhand?host=/nowhere")
    assert database.ensure_started() is None


def test_a_command_that_asks_twice_has_one_server_that_ends_with_it(open_folder: Path) -> None:
    code = (
        "from evenhand.conf import database, postgres\n"
        "server = database.ensure_started()\n"
        "print(server is database.ensure_started(), postgres.listening(server.socket_folder))"
    )
    environment = {"PATH": "/usr/bin:/bin", "EVENHAND_DATA": str(open_folder)}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (said.stdout, said.stderr) == ("True True\n", "")
    assert not postgres.listening(open_folder / "postgres")

"""The database's part: pg_dump and pg_restore of the PostgreSQL in use, told where by the environment alone."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import connection

from evenhand.conf import postgres_programs
from evenhand.core.refusals import Refused

_VARIABLES = {
    "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "service": "PGSERVICE", "hostaddr": "PGHOSTADDR", "passfile": "PGPASSFILE",
}  # fmt: skip


def dump(file: Path, *, snapshot: str) -> None:
    """Everything, in PostgreSQL's custom format, as an exported snapshot sees it. Raises: Refused."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}")


def load(file: Path) -> None:
    """Into the empty database that the settings name; all of it, or nothing. Raises: Refused."""
    database = f"--dbname={_where().get('PGDATABASE', '')}"
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", database, str(file))


def _run(name: str, *arguments: str) -> None:
    program = _program(name)
    ran = subprocess.run(  # noqa: S603
        [str(program), *arguments], env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if ran.returncode:
        raise Refused(
            tried=f"to run {name} ({program})", forbids=ran.stderr.strip()[-2000:],
            do="see that the database can be reached and that there is room",
        )  # fmt: skip


def _program(name: str) -> Path:
    major = _server_major()
    if program := postgres_programs.client(name, major):
        return program
    raise Refused(
        tried=f"to find {name} for PostgreSQL {major}",
        forbids="no program of that version or a newer one was found",
        do=f"install it (on Debian: apt-get install postgresql-client-{major}), or set EVENHAND_PG_BIN to its folder",
    )


def _server_major() -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def _environment() -> dict[str, str]:
    """Ours without what would lead libpq elsewhere: a password is never an argument, which other users could read."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return quiet | _where() | {"LC_ALL": "C"}


def _where() -> dict[str, str]:
    given: Mapping[str, object] = connection.get_connection_params()
    return {_VARIABLES[name]: str(value) for name, value in given.items() if name in _VARIABLES and value}


def version_of(words: str) -> str:
    """ "15.18" of what a server says of itself."""
    found = re.search(r"\d+(\.\d+)?", words)
    return found[0] if found else words


def tables() -> Sequence[str]:
    """What the database holds already."""
    return connection.introspection.table_names()

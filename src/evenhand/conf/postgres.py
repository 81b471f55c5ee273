"""A private PostgreSQL for a machine that has been given none: a socket in a closed folder, no TCP port.

Whoever can open the folder (one account, and root) is trusted; nobody else can reach the server at all.
"""

import hashlib
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from evenhand.conf import postgres_programs
from evenhand.conf.postgres_keeper import Watch, one_at_a_time, set_keeper
from evenhand.conf.run_as import Account, PrivateDatabaseError, account_for

DATABASE = "evenhand"
USER = "evenhand"
PORT = 5432  # a part of the socket's name; nothing listens on a port
ASIDE = Path("/var/lib/evenhand-postgres")
"""Where root's server lives if the wanted folder is in a private home. Not /var/tmp, which may be swept."""

_LONGEST_SOCKET_PATH = 107  # bytes; sockaddr_un holds 108 with the closing zero, see unix(7)
_STARTS_WITHIN_SECONDS = 120  # recovery after a crash takes longer than a start
_SETTINGS: Mapping[str, str] = {"listen_addresses": "", "port": str(PORT), "log_checkpoints": "off"}
_NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. Leaving it stops it, unless another command uses it too."""

    socket_folder: Path
    data: Path
    bin: Path
    database: str = DATABASE
    user: str = USER
    _keeper: "subprocess.Popen[bytes] | None" = field(default=None, repr=False, compare=False)

    @property
    def url(self) -> str:
        return url(self.socket_folder)

    def stop(self) -> None:
        """Returns when the server is down, or left to those who still use it. May be called again."""
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
            self._keeper.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(folder: Path, *, throwaway: bool = False) -> Server:
    """The server whose data are in `folder`: joined if it runs already, else started, else made.

    A throwaway server does not survive a power cut, and is removed with its folder when it stops.
    Raises: PrivateDatabaseError.
    """
    folder = folder.absolute()
    account = account_for(folder)
    place = _place(folder, account)
    sockets = _sockets(folder, account)
    programs = postgres_programs.find(_made_by(place / "cluster"))
    programs = postgres_programs.reachable(programs, account, ASIDE)
    gone_after = {str(folder), str(place), str(sockets)} if throwaway else set()
    keeper = set_keeper(Watch(str(place), str(programs.bin / "pg_ctl"), account, tuple(gone_after)))
    server = Server(sockets, place, programs.bin, _keeper=keeper)
    try:
        with one_at_a_time(place):
            if not listening(sockets):
                _bring_up(server, account, _NOT_DURABLE if throwaway else {})
    except BaseException:
        server.stop()
        raise
    return server


def start_throwaway() -> Server:
    """A server for tests, in a folder of its own among the temporary files."""
    return start(Path(tempfile.gettempdir()) / f"evenhand-test-{secrets.token_hex(8)}", throwaway=True)


def socket_folder(folder: Path) -> Path:
    """Where the socket of the server in `folder` is: the folder itself, if its name will do."""
    folder = folder.absolute()
    if _fits(folder) and _fits(folder.resolve()):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"evenhand-{os.geteuid()}-{name}"  # noqa: S108 - made 0700 and checked for its owner


def url(sockets: Path) -> str:
    """For DATABASE_URL. `socket_folder` gives only names that need no quoting."""
    return f"postgresql:///{DATABASE}?host={sockets}&port={PORT}&user={USER}"


def listening(sockets: Path) -> bool:
    """Whether a server answers there. A socket that a killed server left behind does not count."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(sockets / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
        return True


def _fits(folder: Path) -> bool:
    """PostgreSQL splits lists of socket folders at commas; libpq takes a comma for a list of hosts."""
    name = os.fsencode(folder / f".s.PGSQL.{PORT}")
    return len(name) <= _LONGEST_SOCKET_PATH and bool(re.fullmatch(rb"[\w./+-]+", name))


def _place(folder: Path, account: Account) -> Path:
    """Where `account` keeps the data. If the wanted folder is in a private home, a link leads there."""
    if folder.is_symlink() and not folder.exists():
        raise PrivateDatabaseError(
            f"{folder} leads to {folder.readlink()}, which is gone. Restore it, or remove the link."
        )
    if not folder.exists():
        _make_place(folder, account)
    place = folder.resolve()
    if os.geteuid() == 0 and not any(place.iterdir()):
        _give(place, account)
    _must_be_closed(place, account)
    return place


def _make_place(folder: Path, account: Account) -> None:
    """Another command may be doing the same: whoever comes first has made it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if account.can_enter(folder.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
        return
    ASIDE.mkdir(parents=True, exist_ok=True)
    ASIDE.chmod(0o755)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=ASIDE))
    try:
        folder.symlink_to(aside)
    except FileExistsError:
        aside.rmdir()


def _sockets(folder: Path, account: Account) -> Path:
    sockets = socket_folder(folder)
    if sockets != folder:
        try:
            sockets.mkdir(mode=0o700)
            _give(sockets, account)
        except FileExistsError:
            _must_be_closed(sockets, account)
    return sockets


def _give(folder: Path, account: Account) -> None:
    if os.geteuid() == 0:
        os.chown(folder, account.uid, account.gid)


def _must_be_closed(folder: Path, account: Account) -> None:
    """Anybody who can open the folder is trusted by the server, so nobody else may."""
    if not account.can_enter(folder) or not account.owns(folder):
        raise PrivateDatabaseError(
            f"The private database in {folder} belongs to uid {folder.lstat().st_uid}, and uid {account.uid} "
            "cannot use it. Run the command as the account that owns it, or set EVENHAND_DATA to another "
            "folder, or DATABASE_URL to a PostgreSQL server."
        )
    folder.chmod(0o700)


def _made_by(cluster: Path) -> int | None:
    """The major version of PostgreSQL that made the cluster, if there is one."""
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _bring_up(server: Server, account: Account, extra: Mapping[str, str]) -> None:
    cluster = server.data / "cluster"
    is_new = not cluster.exists()
    if is_new:
        _make_cluster(cluster, server.bin, account, durable=not extra)
    _forget_dead_server(cluster, server, account)
    settings = {**_SETTINGS, "unix_socket_directories": str(server.socket_folder.resolve()), **extra}
    options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
    log = server.data / "log"
    wait = ["-w", "-t", str(_STARTS_WITHIN_SECONDS)]
    # Relative names: pg_ctl hands them to a shell without quoting what a shell would expand.
    start = [str(server.bin / "pg_ctl"), "-D", "cluster", "-l", "log", *wait, "-o", options, "start"]
    started = account.run(start, at=server.data)
    if started.returncode:
        last = log.read_text(errors="replace")[-2000:] if log.exists() else started.stdout
        raise PrivateDatabaseError(f"PostgreSQL in {server.data} did not start. The end of {log}:\n{last}")
    _make_database(server)


def _make_cluster(cluster: Path, bin_: Path, account: Account, *, durable: bool) -> None:
    """Whole or not at all: what an interrupted attempt left is removed first."""
    unfinished = cluster.with_name("cluster.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    trust = ["--auth-local=trust", "--auth-host=reject"]
    text = ["-E", "UTF8", f"--locale={locale}"]
    speed = [] if durable else ["--no-sync"]
    made = account.run([str(bin_ / "initdb"), "-D", str(unfinished), "-U", USER, *trust, *text, *speed])
    if made.returncode:
        raise PrivateDatabaseError(f"PostgreSQL could not make a database in {cluster.parent}:\n{made.stdout[-2000:]}")
    unfinished.rename(cluster)


def _make_database(server: Server) -> None:
    """Asked at every start: the first may have been interrupted between making the cluster and this."""
    with psycopg.connect(
        host=str(server.socket_folder), port=PORT, user=USER, dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _forget_dead_server(cluster: Path, server: Server, account: Account) -> None:
    """Clears the way for a start after a kill -9, in the two cases that PostgreSQL does not settle by itself:
    its process number is not free, or it lives on without a socket."""
    pid_file = cluster / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if not Path(f"/proc/{pid}").exists():
        return
    if _works_in(pid, cluster):
        account.run([server.bin / "pg_ctl", "-D", cluster, "-w", "-m", "fast", "stop"])
    else:
        pid_file.unlink()
        (server.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:  # another account's, or dead and not yet waited for
        return False

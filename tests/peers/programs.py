"""Other people's servers, fetched from registries into var/peers, run on loopback, and ended with the tests.

Fetching: npm for the AT network (474 packages, 362 MB, minutes), Debian for Redis where the machine has none. Nothing
is installed on the machine.
"""

import json
import os
import select
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from evenhand.conf import postgres

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / "var" / "peers"
AT_VERSION = "0.3.215"  # of @atproto/dev-env; the newest that Node 20 runs
UP_WITHIN_SECONDS = 300  # a busy machine took more than three minutes over WordPress
_REDIS_PACKAGES = ("redis-server", "redis-tools", "libatomic1", "libjemalloc2", "liblua5.1-0", "liblzf1",
                   "lua-bitop", "lua-cjson", "libhiredis0.14")  # fmt: skip


@dataclass(frozen=True)
class AtNetwork:
    """A network that runs: its server's address, and the moderation service that reports go to."""

    server: str
    labeller: str


@contextmanager
def at_network() -> Iterator[AtNetwork]:
    """The AT network with a PostgreSQL and a Redis of its own, until the block ends. Raises: RuntimeError."""
    folder = _npm("atproto", {"@atproto/dev-env": AT_VERSION})
    with ExitStack() as running:
        scratch = running.enter_context(tempfile.TemporaryDirectory(prefix="evenhand-peers-"))
        redis = running.enter_context(_redis(Path(scratch)))
        database = running.enter_context(postgres.start_throwaway())
        environment = {
            **os.environ, "PEER_FOLDER": str(folder), "PEER_PORTS": ",".join(str(_free_port()) for _ in range(4)),
            "DB_POSTGRES_URL": postgres.url(database.socket_folder), "REDIS_HOST": redis, "LOG_ENABLED": "false",
            "TMPDIR": scratch,
        }  # fmt: skip
        command = ["nice", "node", "-r", str(HERE / "loopback.cjs"), str(HERE / "at_network.cjs")]
        yield AtNetwork(**json.loads(running.enter_context(_started(command, environment))))


@contextmanager
def _started(command: list[str], environment: Mapping[str, str]) -> Iterator[str]:
    """A program that says one line when it is up; that line. It is ended by its own id. Raises: RuntimeError."""
    program = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    with ended(program):
        yield _line_of_json(program)


@contextmanager
def ended(program: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours, by its own id, when the block ends."""
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        for pipe in (program.stdin, program.stdout):
            if pipe:
                pipe.close()


def _line_of_json(program: subprocess.Popen[bytes]) -> str:
    assert program.stdout
    until = monotonic() + UP_WITHIN_SECONDS
    while monotonic() < until:
        if not select.select([program.stdout], [], [], 1)[0]:
            continue
        line = program.stdout.readline()
        if not line:
            raise RuntimeError(f"{program.args} ended with {program.wait()} before it was up")
        if line.startswith(b"{"):
            return line.decode()
    raise RuntimeError(f"{program.args} was not up within {UP_WITHIN_SECONDS} seconds")


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing; where it listens."""
    program, libraries = _redis_program()
    port = _free_port()
    log = (folder / "redis.log").open("wb")
    running = subprocess.Popen(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)],
        env={**os.environ, "LD_LIBRARY_PATH": libraries}, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)
        log.close()


def _redis_program() -> tuple[str, str]:
    """The program and where its libraries lie. Raises: RuntimeError."""
    if there := shutil.which("redis-server"):
        return there, os.environ.get("LD_LIBRARY_PATH", "")
    folder = CACHE / "redis"
    program = folder / "usr" / "bin" / "redis-server"
    if not program.exists():
        packages = folder / "debs"
        packages.mkdir(parents=True, exist_ok=True)
        _run(["apt-get", "download", *_REDIS_PACKAGES], packages)
        for package in packages.glob("*.deb"):
            _run(["dpkg", "-x", str(package), str(folder)], packages)
    return str(program), ":".join(str(found) for found in folder.glob("usr/lib/*-linux-gnu"))


def _npm(name: str, wanted: Mapping[str, str]) -> Path:
    """A folder with these packages of npm, fetched once. Raises: RuntimeError."""
    folder = CACHE / name
    if not (folder / "fetched").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": dict(wanted)}))
        settings = {"npm_config_nodedir": "/usr", "npm_config_audit": "false", "npm_config_fund": "false"}
        _run(["nice", "npm", "install"], folder, settings)
        (folder / "fetched").write_text(json.dumps(dict(wanted)))
    return folder


def _run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} in {folder} failed:\n{done.stderr[-2000:]}")


def _wait_for(port: int) -> None:
    until = monotonic() + 10
    while monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])

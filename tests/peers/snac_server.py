"""A real snac2, which speaks Mastodon's interface: Debian 13's package, unpacked beside the others, on loopback.

Fetching: Debian's lists for trixie (10 MB) and one package (0.25 MB), by a private apt configuration; the machine's
own lists and packages stay as they are. It needs 12 MB to run.
"""

import json
import platform
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from tests.peers.programs import CACHE, _free_port, _run, _wait_for, ended

SUITE, VERSION = "trixie", "2.75"
PEOPLE = ("council", "robin", "passer")
_OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")


@dataclass(frozen=True)
class Account:
    """Somebody on the server, who writes and looks by its plain interface: nothing of our own client is in between."""

    address: str
    name: str
    password: str

    @cached_property
    def token(self) -> str:
        """Made as an application makes it, through the server's own page of consent."""
        with httpx.Client(base_url=self.address, headers={"Connection": "close"}, timeout=30) as client:
            wanted = {"client_name": "tests", "redirect_uris": _OUT_OF_BAND, "scopes": "read write"}
            app = client.post("/api/v1/apps", data=wanted).json()
            asked = {"client_id": app["client_id"], "redirect_uri": _OUT_OF_BAND, "response_type": "code"}
            page = client.get("/oauth/authorize", params={**asked, "scope": "read write"}).text
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
            [place] = re.findall(r'action="([^"]+)"', page)
            consent = client.post(place, data={**hidden, "login": self.name, "passwd": self.password})
            [code] = re.findall(r"code=([0-9a-f]+)", consent.headers.get("location", "")) or re.findall(
                r"\b([0-9a-f]{32,})\b", consent.text
            )
            told = {**asked, "grant_type": "authorization_code", "code": code, "client_secret": app["client_secret"]}
            return str(client.post("/oauth/token", data=told).json()["access_token"])

    def write(self, text: str, below: str = "") -> dict[str, Any]:
        """A status, or an answer to one by its id."""
        told = {"status": text, "visibility": "public", **({"in_reply_to_id": below} if below else {})}
        return dict(self.asks("POST", "/api/v1/statuses", json=told))

    def below(self, id_: str) -> list[dict[str, Any]]:
        """What stands under a status, as this person sees it."""
        return list(self.asks("GET", f"/api/v1/statuses/{id_}/context")["descendants"])

    def asks(self, method: str, path: str, **said: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
        answer = httpx.request(method, f"{self.address}{path}", headers=headers, timeout=30, **said)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def snac() -> Iterator[dict[str, Account]]:
    """A server with people on it, by name, until the block ends. Raises: RuntimeError."""
    program, port = _program(), _free_port()
    with tempfile.TemporaryDirectory(prefix="evenhand-peers-") as scratch:
        data = Path(scratch) / "data"
        people = _set_up(program, data, port)
        with (
            (Path(scratch) / "log").open("wb") as log,
            ended(subprocess.Popen([program, "httpd", str(data)], stdout=log, stderr=log, start_new_session=True)),
        ):
            _wait_for(port)
            yield {name: Account(f"http://localhost:{port}", name, password) for name, password in people.items()}


def _set_up(program: str, data: Path, port: int) -> dict[str, str]:
    """Its folder, without TLS; the passwords of the people in it."""
    answers = f"127.0.0.1\n{port}\nlocalhost:{port}\n\n\n"
    subprocess.run([program, "init", str(data)], input=answers, text=True, capture_output=True, check=True)
    settings = data / "server.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"protocol": "http"}))
    return {name: _joined(program, data, name) for name in PEOPLE}


def _joined(program: str, data: Path, name: str) -> str:
    done = subprocess.run([program, "adduser", str(data), name], capture_output=True, text=True, input="", check=True)
    [password] = re.findall(r"User password is (\S+)", done.stdout + done.stderr)
    return str(password)


def _program() -> str:
    folder = CACHE / "snac"
    program = folder / "usr" / "bin" / "snac"
    if not program.exists():
        apt = _private_apt(folder / "apt")
        _run([*apt, "update"], folder)
        _run([*apt, "download", "snac2"], folder)
        for package in folder.glob("*.deb"):
            _run(["dpkg", "-x", str(package), str(folder)], folder)
    return str(program)


def _private_apt(folder: Path) -> list[str]:
    """apt-get with lists of its own, by which nothing else sees the other release. Raises: RuntimeError."""
    if not _SOURCES.exists():
        raise RuntimeError(f"snac2 comes from Debian's packages, and {_SOURCES} is not there")
    for part in ("lists/partial", "cache/archives/partial", "sources"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    here = platform.freedesktop_os_release()["VERSION_CODENAME"]
    (folder / "sources" / f"{SUITE}.sources").write_text(_SOURCES.read_text().replace(here, SUITE))
    places = {"Dir::State::Lists": folder / "lists", "Dir::Cache": folder / "cache",
              "Dir::Etc::SourceParts": folder / "sources", "Dir::Etc::SourceList": "/dev/null"}  # fmt: skip
    return ["apt-get", *(f"-o{name}={place}" for name, place in places.items())]

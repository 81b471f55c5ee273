"""A real time-stamp authority on this machine: OpenSSL signs, under a root and an intermediate of its own."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from evenhand.timestamps import Authority

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[signing]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[req]
distinguished_name = name
[name]
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass
class LocalAuthority:
    """`answers`: from the bytes of a request to status and bytes of the answer; tests put others in its place."""

    folder: Path
    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    answers: Callable[[bytes], tuple[int, bytes]] = field(init=False)
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answers = lambda asked: (200, self.reply(asked))

    @property
    def roots(self) -> bytes:
        """PEM of the root alone; the intermediate comes with each token."""
        return (self.folder / "root.pem").read_bytes()

    @property
    def authority(self) -> Authority:
        return Authority("Ashmere Time", self.url, self.roots)

    def reply(self, asked: bytes) -> bytes:
        """What OpenSSL answers to a request."""
        query = self.folder / "query.tsq"
        query.write_bytes(asked)
        return _openssl(
            self.folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", query.name, "-signer", "stamping.pem",
            "-inkey", "stamping.key", "-chain", "chain.pem",
        )  # fmt: skip

    def never(self, asked: bytes) -> tuple[int, bytes]:
        """An answer that comes when the authority is closed, and not before."""
        self.closing.wait()
        return 200, b""


def _openssl(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True).stdout


def _with_certificates(folder: Path) -> LocalAuthority:
    (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    _openssl(
        folder, "req", "-x509", *_KEY, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Ashmere Root", "-days",
        "3650", "-config", "openssl.cnf", "-extensions", "signing",
    )  # fmt: skip
    _certificate(folder, "signing", "/CN=Ashmere Intermediate", issuer="root")
    _certificate(folder, "stamping", "/O=Ashmere/CN=Ashmere Time", issuer="signing")
    (folder / "chain.pem").write_bytes((folder / "signing.pem").read_bytes() + (folder / "root.pem").read_bytes())
    return LocalAuthority(folder)


def _certificate(folder: Path, name: str, subject: str, issuer: str) -> None:
    _openssl(
        folder, "req", *_KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject, "-config",
        "openssl.cnf",
    )  # fmt: skip
    _openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-set_serial",
        "7", "-out", f"{name}.pem", "-days", "3650", "-extfile", "openssl.cnf", "-extensions", name,
    )  # fmt: skip


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates, made once."""
    return _with_certificates(tmp_path_factory.mktemp("authority")).folder


@pytest.fixture
def local_authority(authority_folder: Path) -> Iterator[LocalAuthority]:
    """An authority that answers on loopback, as `local_authority.authority` says."""
    local = LocalAuthority(authority_folder)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["content-length"]))
            local.asked.append(asked)
            status, answer = local.answers(asked)
            self.send_response(status)
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            try:
                self.wfile.write(answer)
            except OSError:
                self.close_connection = True  # who asked has had enough

        def log_message(self, *_: object) -> None:
            """Tests read assertions, not access logs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    local.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield local
    local.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()

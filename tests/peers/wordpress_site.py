"""A real WordPress: Debian's, in PHP compiled to WebAssembly, on loopback, with an editor of ours and a public form.

Fetching: npm (@wp-playground/cli, 260 packages, 582 MB) and Debian (wordpress, 8 MB). It takes 460 MB to run.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
from tests.peers.programs import CACHE, UP_WITHIN_SECONDS, _free_port, _npm, _run, ended

PLAYGROUND = "3.1.56"
PHP = "8.2"
USER = "council"
_SET_UP = r"""<?php require '/wordpress/wp-load.php';
$user = wp_insert_user(['user_login' => 'council', 'user_pass' => wp_generate_password(), 'role' => 'editor',
  'display_name' => 'Harrowmere Council', 'user_email' => 'council@harrowmere.example']);
$made = WP_Application_Passwords::create_new_application_password($user, ['name' => 'Evenhand']);
$admin = WP_Application_Passwords::create_new_application_password(1, ['name' => 'The tests']);
file_put_contents('/out/ready.json', json_encode(['council' => $made[0], 'admin' => $admin[0],
  'version' => get_bloginfo('version')]));"""
_BLUEPRINT = {
    "steps": [
        {
            "step": "setSiteOptions",
            "options": {
                "blogname": "Harrowmere News", "comment_moderation": "0", "comment_previously_approved": "0",
                "comment_registration": "0", "require_name_email": "0", "timezone_string": "Europe/London",
                "thread_comments": "1",
            },
        },
        {"step": "runPHP", "code": _SET_UP},
    ]
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site that runs: its address, our editor's application password, and the administrator's."""

    address: str
    password: str
    admin: str
    version: str

    def publish(self, title: str, kind: str = "posts") -> dict[str, Any]:
        """A post of the council's, open to comments."""
        content = {"title": title, "content": "Read on.", "status": "publish", "comment_status": "open"}
        answer = httpx.post(
            f"{self.address}/index.php", params={"rest_route": f"/wp/v2/{kind}"}, json=content,
            auth=("admin", self.admin), timeout=60,
        )  # fmt: skip
        answer.raise_for_status()
        return dict(answer.json())

    def write(self, post: int, words: str, parent: int = 0, name: str = "Robin Vale") -> int:
        """A stranger's comment through the form on the page; the status of its answer.

        WordPress takes one in 15 seconds from one device, and answers 429 to the rest: those wait and come again.
        """
        told = {"comment_post_ID": post, "comment_parent": parent, "author": name, "comment": words,
                "email": f"{name.split()[0].lower()}@example.org"}  # fmt: skip
        for _ in range(20):
            status = httpx.post(f"{self.address}/wp-comments-post.php", data=told, timeout=60).status_code
            if status != httpx.codes.TOO_MANY_REQUESTS:
                break
            sleep(3)
        return status

    def shown(self, post: int) -> set[str]:
        """The comments that the public sees, by number."""
        answer = httpx.get(
            f"{self.address}/index.php", params={"rest_route": "/wp/v2/comments", "post": post}, timeout=60
        )
        answer.raise_for_status()
        return {str(comment["id"]) for comment in answer.json()}


@contextmanager
def wordpress() -> Iterator[Site]:
    """Until the block ends. Raises: RuntimeError."""
    folder = _npm("wordpress", {"@wp-playground/cli": PLAYGROUND})
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="evenhand-peers-") as scratch:
        out, site = Path(scratch) / "out", Path(scratch) / "site"
        out.mkdir()
        shutil.copytree(_unpacked(), site, ignore=_without_settings)
        (Path(scratch) / "blueprint.json").write_text(json.dumps(_BLUEPRINT))
        command = ["nice", "node", str(folder / "node_modules/@wp-playground/cli/wp-playground.js"), "server",
                   "--port", str(port), "--php", PHP, "--wordpress-install-mode", "install-from-existing-files",
                   "--mount-dir-before-install", str(site), "/wordpress", "--mount-dir", str(out), "/out",
                   "--blueprint", str(Path(scratch) / "blueprint.json"), "--define", "WP_ENVIRONMENT_TYPE", "local",
                   "--workers", "1"]  # fmt: skip
        with (Path(scratch) / "log").open("wb") as log, _running(command, log) as program:
            told = _ready(program, out / "ready.json", Path(scratch) / "log")
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60)  # Playground sends the very first visitor round once
            yield Site(f"http://127.0.0.1:{port}", told["council"], told["admin"], told["version"])


def _unpacked() -> Path:
    folder = CACHE / "wordpress" / "debian"
    if not (folder / "usr").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run(["apt-get", "download", "wordpress"], folder)
        for package in folder.glob("*.deb"):
            _run(["dpkg", "-x", str(package), str(folder)], folder)
    return folder / "usr" / "share" / "wordpress"


def _without_settings(folder: str, names: list[str]) -> list[str]:
    """Debian's own settings, and links to packages that are not here."""
    return [name for name in names if name == "wp-config.php" or not (Path(folder) / name).exists()]


@contextmanager
def _running(command: list[str], log: Any) -> Iterator[subprocess.Popen[bytes]]:
    loopback = str(Path(__file__).parent / "loopback.cjs")
    environment = {**os.environ, "NODE_OPTIONS": f"--require {loopback}"}
    with ended(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)) as program:
        yield program


def _ready(program: subprocess.Popen[bytes], file: Path, log: Path) -> Mapping[str, str]:
    until = monotonic() + UP_WITHIN_SECONDS
    while monotonic() < until and program.poll() is None:
        if file.exists() and file.read_text().endswith("}") and b"is running on" in log.read_bytes().lower():
            return dict(json.loads(file.read_text()))
        sleep(0.5)
    raise RuntimeError(f"WordPress was not up:\n{log.read_text()[-2000:]}")

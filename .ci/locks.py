"""Writes requirements.lock and requirements-dev.lock, or says whether they fit pyproject.toml.

Whether they fit is told without a network, by a fingerprint of the dependency tables in their first lines.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
RUN = TOP / "requirements.lock"
DEV = TOP / "requirements-dev.lock"


def main(arguments: list[str]) -> int:
    wanted = fingerprint((TOP / "pyproject.toml").read_text())
    if arguments == ["--check"]:
        return _check(wanted)
    _write(wanted, upgrade=arguments == ["--upgrade"])
    return 0


def fingerprint(pyproject: str) -> str:
    """Of what a lock is made from and nothing else: a new lint rule does not make a lock old."""
    given = tomllib.loads(pyproject)
    project = given["project"]
    wanted = [
        given["build-system"]["requires"],
        project["requires-python"],
        project["dependencies"],
        project.get("optional-dependencies", {}),
    ]
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def _check(wanted: str) -> int:
    old = [lock.name for lock in (RUN, DEV) if not lock.exists() or wanted not in lock.read_text().split("\n")[0]]
    if old:
        print(f"{' and '.join(old)} no longer fit pyproject.toml. Run: make lock")
    return 1 if old else 0


def _write(wanted: str, *, upgrade: bool) -> None:
    build = tomllib.loads((TOP / "pyproject.toml").read_text())["build-system"]["requires"]
    _compile(RUN, wanted, "\n".join(build), upgrade=upgrade)
    # The run lock is a constraint: what is tested is what runs.
    _compile(DEV, wanted, "\n".join(build), "--extra", "dev", "--constraint", RUN.name, upgrade=upgrade)


def _compile(lock: Path, wanted: str, build: str, *options: str, upgrade: bool) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += [
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ]
    command += [
        *options,
        *(["--upgrade"] if upgrade else []),
        "pyproject.toml",
        "-",
        "--output-file",
        lock.name,
    ]
    subprocess.run(command, input=build, text=True, cwd=TOP, check=True)  # noqa: S603
    lock.write_text(f"# Written by `make lock` for dependencies {wanted}\n{lock.read_text()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

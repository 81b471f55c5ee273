"""The locks hold hashes, name no place to fetch from, and are told apart from old ones without a network."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).parents[2]
LOCKS = [TOP / "requirements.lock", TOP / "requirements-dev.lock"]


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work on a copy."""
    spec = importlib.util.spec_from_file_location("locks", TOP / ".ci" / "locks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for file in (TOP / "pyproject.toml", *LOCKS):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(module, "TOP", tmp_path)
    monkeypatch.setattr(module, "RUN", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "DEV", tmp_path / "requirements-dev.lock")
    return module


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_hash_and_no_host_is_named(lock: Path) -> None:
    text = lock.read_text()
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(packages) > 20
    assert all("--hash=sha256:" in package for package in packages)
    assert "//" not in text


def test_what_is_tested_is_what_runs() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    assert run.items() <= dev.items()


def test_a_new_dependency_makes_the_locks_old_and_a_comment_does_not(
    locks: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text() + "\n# a thought\n")
    assert locks.main(["--check"]) == 0
    project.write_text(project.read_text().replace("dependencies = [", 'dependencies = ["left-alone",', 1))
    assert locks.main(["--check"]) == 1
    assert "no longer fit pyproject.toml. Run: make lock" in capsys.readouterr().out

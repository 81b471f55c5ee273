"""Folders for servers. Those that pytest makes are closed to the account that PostgreSQL has under root."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.waiting import within_seconds


def _open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="evenhand-house-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    assert within_seconds(10, lambda: _removed(folder))


def _removed(folder: Path) -> bool:
    """A server that no longer listens may still be taking its own files away."""
    try:
        shutil.rmtree(folder)
    except OSError:
        return not folder.exists()
    return True


open_folder = pytest.fixture(_open_folder)
lasting_folder = pytest.fixture(_open_folder, scope="module")

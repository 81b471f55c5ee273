"""Folders for servers. Those that pytest makes are closed to the account that PostgreSQL has under root."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def _open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="evenhand-house-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


open_folder = pytest.fixture(_open_folder)
lasting_folder = pytest.fixture(_open_folder, scope="module")

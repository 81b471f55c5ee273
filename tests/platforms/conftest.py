"""A platform's own kind of server, started, and a connection to it. Which platform, `name` says."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes.serving import FakePlatform

from evenhand.platforms import found


@pytest.fixture
def fake(name: str) -> Iterator[FakePlatform]:
    """The platform's own server, started."""
    there: FakePlatform = importlib.import_module(f"tests.platforms.fakes.{name}").Fake()
    there.start()
    try:
        yield there
    finally:
        there.stop()


@pytest.fixture
def connection(fake: FakePlatform, tmp_path: Path) -> Any:
    """Connected as a worker would be."""
    return found.connect(fake.name, fake.access(tmp_path))

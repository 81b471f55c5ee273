"""The council that the tests of the rooms share."""

from pathlib import Path

import pytest
from tests.rooms import world

from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.platforms.simulator.network import Network


@pytest.fixture
def body(db: None) -> Body:
    """Harrowmere Council."""
    return world.new_body()


@pytest.fixture
def channel(body: Body) -> Channel:
    return world.new_channel(body)


@pytest.fixture
def ada(body: Body) -> Officer:
    return world.new_officer(body, "Ada Marsh")


@pytest.fixture
def ben(body: Body) -> Officer:
    return world.new_officer(body, "Ben Okafor")


@pytest.fixture
def network(data_folder: Path) -> Network:
    """The simulator that `carry_out` will find, with comment c1 on it."""
    return world.published(data_folder)

"""Real servers are heavy and fetched from registries: only `make peers` asks for them."""

import os
from collections.abc import Iterator

import pytest
from tests.journeys.conftest import sign_in
from tests.peers import programs
from tests.peers.at_people import Person
from tests.peers.proof import Proof
from tests.peers.snac_server import VERSION as SNAC_VERSION
from tests.peers.snac_server import Account, snac
from tests.peers.wordpress_site import Site, wordpress

__all__ = ["sign_in"]  # a fixture of the journeys

collect_ignore_glob = [] if os.environ.get("EVENHAND_PEERS") else ["test_*.py"]


@pytest.fixture(scope="session")
def network() -> Iterator[programs.AtNetwork]:
    """The AT network, until the tests end."""
    with programs.at_network() as running:
        yield running


@pytest.fixture(scope="session")
def bluesky_proof() -> Iterator[Proof]:
    """Written when all is over: what was not seen is not claimed."""
    proof = Proof("bluesky", f"the AT network's own software (npm @atproto/dev-env {programs.AT_VERSION})")
    yield proof
    proof.write()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A WordPress, until the tests end."""
    with wordpress() as running:
        yield running


@pytest.fixture(scope="session")
def wordpress_proof(site: Site) -> Iterator[Proof]:
    """As for Bluesky: written when all is over."""
    proof = Proof("wordpress", f"WordPress {site.version} (Debian's, run by npm @wp-playground/cli)")
    yield proof
    proof.write()


@pytest.fixture(scope="session")
def snac_people() -> Iterator[dict[str, Account]]:
    """Those on a snac2, by name, until the tests end."""
    with snac() as people:
        yield people


@pytest.fixture(scope="session")
def mastodon_proof() -> Iterator[Proof]:
    """Of another's software that speaks Mastodon's interface, and said to be that."""
    proof = Proof(
        "mastodon", f"snac2 {SNAC_VERSION} (Debian's), which speaks Mastodon's interface", f"snac2 {SNAC_VERSION}"
    )
    yield proof
    proof.write()


@pytest.fixture
def council(network: programs.AtNetwork) -> Person:
    return Person.joins(network.server, "council")


@pytest.fixture
def robin(network: programs.AtNetwork) -> Person:
    return Person.joins(network.server, "robin")


@pytest.fixture
def passer_by(network: programs.AtNetwork) -> Person:
    """Somebody who has nothing to do with it, and sees what the public sees."""
    return Person.joins(network.server, "passer")

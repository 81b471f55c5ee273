"""The script is played on real servers, and what came of it kept: the simulator is held to it in every other run.

A server that answers otherwise than it did shows as a changed file under tests/platforms/traces.
"""

from datetime import UTC, datetime
from pathlib import Path

from tests.peers.at_people import Person
from tests.peers.programs import AT_VERSION, AtNetwork
from tests.peers.stages import AtStage, WordPressStage
from tests.peers.wordpress_site import Site
from tests.platforms.script import Play, Trace, keep
from tests.platforms.simulator_stage import SimulatorStage


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def steps(folder: Path) -> set[str]:
    return set(Play(SimulatorStage(folder)).played())


def must_be_whole(trace: Trace, folder: Path) -> None:
    """Every step of the script was played."""
    assert set(trace) == steps(folder)
    assert all(trace.values())


def test_on_the_at_network(
    network: AtNetwork, council: Person, robin: Person, passer_by: Person, tmp_path: Path
) -> None:
    trace = Play(AtStage(network, council, robin, passer_by, tmp_path / "at")).played()
    must_be_whole(trace, tmp_path)
    assert trace["a comment is hidden"] == "an answer; in effect; fetched as hidden"
    keep("bluesky", f"the AT network's own software (npm @atproto/dev-env {AT_VERSION})", today(), trace)


def test_on_wordpress(site: Site, tmp_path: Path) -> None:
    trace = Play(WordPressStage(site, tmp_path / "wordpress")).played()
    must_be_whole(trace, tmp_path)
    assert trace["a comment is hidden"] == "an answer; in effect; fetched as hidden"
    keep("wordpress", f"WordPress {site.version} (Debian's, run by npm @wp-playground/cli)", today(), trace)
